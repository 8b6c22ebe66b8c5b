"""What was recommended before: the earlier recommendations of the same cause to the same line."""

from __future__ import annotations

from baken.core import clock
from baken.core.access import Actor
from baken.core.links.models import Link
from baken.core.links.registry import linked_records
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.recommendation_terms import repeats_since
from baken.rooms.org.queries import tree

# A recommendation says again what an earlier one said.
REPEATS = "repeats"
_TABLE = Recommendation._meta.label_lower


def earlier_than(record: Recommendation) -> list[Recommendation]:
    """Those of the same cause to its addressee or a unit above, within the years that count.

    The oldest first, whoever may read them. Source: domain reference, learning, section 3.
    """
    here = tree()
    line = [one.id for one in here.line_up(here.by_id[record.unit_id])]
    rows = Recommendation.objects.for_system(reason="repeats").filter(
        cause=record.cause,
        unit__in=line,
        offered_on__gte=repeats_since(record.offered_on),
        offered_on__lte=record.offered_on,
    )
    return list(rows.exclude(pk=record.pk).order_by("offered_on", "number"))


def came_again_since_closed(record: Recommendation) -> bool:
    """Whether it was recommended again since it was closed, or what was came to its line since."""
    if record.closed_at is None:
        return False
    ties = Link.objects.filter(relation=REPEATS, target_table=_TABLE, target=record.pk)
    if ties.filter(on__gte=clock.local_date(record.closed_at)).exists():
        return True
    later = Recommendation.objects.for_system(reason="repeats").filter(
        pk__in=list(ties.values_list("source", flat=True)), received_at__gte=record.closed_at
    )
    return bool(later.exists())


def repeated_by(actor: Actor, record: Recommendation, *, way: str) -> list[Recommendation]:
    """The earlier (``repeats``) or later (``repeats_of``) ones, as far as the actor reads them."""
    found = [
        other
        for relation, other in linked_records(record, actor)
        if relation == way and isinstance(other, Recommendation)
    ]
    return sorted(found, key=lambda one: (one.offered_on, one.number))
