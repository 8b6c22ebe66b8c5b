"""What a measure serves, and what else stands for the same: the order of controls looks at all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.core.links.models import Link
from baken.core.links.registry import linked_records
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.measures.questions import Key, Served, served_meant, served_of
from baken.rooms.measures.rules.control import needs_end
from baken.rooms.measures.rules.states import AGREED, EFFECTIVE, STANDING

# A risk, an occurrence or a recommendation is treated by a measure.
TREATED_BY = "treated_by"
_TABLE = Measure._meta.label_lower


def keys_served(measure: Measure) -> list[Key]:
    """What a measure serves, as tables and row numbers; one query, none for one not stored yet."""
    if not measure.ref:
        return []
    rows = Link.objects.filter(relation=TREATED_BY, target_table=_TABLE, target=measure.pk)
    return list(rows.order_by("id").values_list("source_table", "source"))


def things_served(measure: Measure) -> list[Served]:
    """What a measure serves, as the rooms above say it, whoever may read that."""
    return served_of.ask(keys_served(measure))


def worst_of(things: Iterable[Served]) -> tuple[str, int | None]:
    """The worst class and the worst severity among these; classes by their order."""
    order = ("low", "medium", "high", "extreme")
    found = list(things)
    classes = [one.risk_class for one in found if one.risk_class]
    severities = [one.severity for one in found if one.severity is not None]
    return max(classes, key=order.index, default=""), max(severities, default=None)


def beside(keys: Sequence[Key], *, but: Measure | None = None) -> list[Measure]:
    """The measures that stand for any of these things, but one; two queries."""
    numbers: set[int] = set()
    for table, number in keys:
        ties = Link.objects.filter(source_table=table, source=number, relation=TREATED_BY)
        numbers |= set(ties.filter(target_table=_TABLE).values_list("target", flat=True))
    if but is not None:
        numbers.discard(but.pk)
    if not numbers:
        return []
    rows: Any = Measure.objects.for_system(reason="controls").filter(pk__in=numbers)
    return list(rows.filter(state__in=STANDING))


def measures_about(record: Any) -> list[Measure]:
    """Every measure about a record of this room, whatever became of it; two queries at most."""
    ties = Link.objects.filter(
        source_table=record._meta.label_lower, source=record.pk, relation=TREATED_BY
    )
    numbers = list(ties.filter(target_table=_TABLE).values_list("target", flat=True))
    rows: Any = Measure.objects.for_system(reason="controls").filter(pk__in=numbers)
    return list(rows) if numbers else []


def works_for(record: Any) -> bool:
    """Whether any measure about a record of this room was verified to work; two queries."""
    key = (record._meta.label_lower, record.pk)
    return any(one.state == EFFECTIVE for one in beside([key]))


def agreed_beside(measure: Measure) -> list[Measure]:
    """The measures that were decided on for what a measure serves, and do not fail; without itself."""
    return agreed(beside(keys_served(measure), but=measure))


def agreed(measures: Iterable[Measure]) -> list[Measure]:
    """Those of some measures that were decided on and do not fail: a proposal protects nobody."""
    return [one for one in measures if one.state in AGREED]


def protection_left_alone(measure: Measure) -> list[Measure]:
    """Personal protection without a last day beside a measure that fails, when nothing better is left."""
    left = agreed_beside(measure)
    alone = needs_end(one.control_level for one in left)
    return [one for one in left if one.ends_on is None] if alone else []


def thing_meant(actor: Actor, ref: str) -> Served | None:
    """What somebody means by a reference, when they read it and measures can be taken about it."""
    wanted = ref.strip().upper()
    if not wanted.isprintable():
        return None
    found = served_meant.ask(actor, wanted)
    return found[0] if found else None


@once_a_page
def measures_of(actor: Actor, record: Any) -> list[Measure]:
    """The measures taken about a record of another room, as far as the actor reads them."""
    return [
        other for _relation, other in linked_records(record, actor) if isinstance(other, Measure)
    ]


def is_measure(record: Any) -> bool:
    """Whether a record is a measure or a small purchase, for the rooms above, which tell of their own."""
    return isinstance(record, Measure | Purchase)
