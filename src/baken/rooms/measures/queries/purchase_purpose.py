"""What a small purchase serves: a risk, an occurrence, or a measure of this room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baken.core.access import Actor, may
from baken.core.access.once import once_a_page
from baken.core.links.models import Link
from baken.core.links.registry import linked_records
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.measures.permits import MANAGE, READ
from baken.rooms.measures.queries.beside import thing_meant, things_served, worst_of
from baken.rooms.measures.questions import Key, Served, served_of
from baken.rooms.measures.rules.states import OPEN_STATES

# A risk, an occurrence or a measure is served by a purchase.
SERVED_BY = "served_by"
_TABLE = Purchase._meta.label_lower
_MEASURES = Measure._meta.label_lower


def purpose_meant(actor: Actor, ref: str) -> Served | None:
    """What somebody means by a reference, when they read it and can buy something for it."""
    wanted = ref.strip().upper()
    if not wanted.startswith(f"{Measure.prefix}-"):
        return thing_meant(actor, wanted)
    rows: Any = Measure.objects.visible_to(actor, READ).filter(ref=wanted[:20])
    measure = rows.first() if wanted.isprintable() else None
    return _served(measure, actor) if measure is not None else None


def keys_of_purposes(purchase: Purchase) -> list[Key]:
    """What a purchase serves, as tables and row numbers; one query, none for one not stored yet."""
    if not purchase.ref:
        return []
    rows = Link.objects.filter(relation=SERVED_BY, target_table=_TABLE, target=purchase.pk)
    return list(rows.order_by("id").values_list("source_table", "source"))


def class_served(purchase: Purchase) -> str:
    """The worst class of what a purchase serves now, whoever may read that; empty without any."""
    keys = keys_of_purposes(purchase)
    numbers = [number for table, number in keys if table == _MEASURES]
    rows: Any = Measure.objects.for_system(reason="controls").filter(pk__in=numbers)
    things = [thing for one in rows for thing in things_served(one)] if numbers else []
    return worst_of([*things, *served_of.ask(keys)])[0]


@once_a_page
def purchases_for(actor: Actor, record: Any) -> list[Purchase]:
    """What is bought for a record, as far as the actor reads it."""
    return [one for _relation, one in linked_records(record, actor) if isinstance(one, Purchase)]


def purposes_of(actor: Actor, purchase: Purchase) -> Iterable[tuple[str, Any]]:
    """What a purchase serves, as far as the actor reads it, each with the relation."""
    return linked_records(purchase, actor)


def _served(measure: Measure, actor: Actor) -> Served:
    return Served(
        key=(_MEASURES, measure.pk),
        ref=measure.ref,
        title=measure.title,
        unit=measure.unit_id,
        owner_unit=measure.owner_unit_id,
        confidentiality=measure.confidentiality,
        risk_class=measure.risk_class,
        severity=measure.severity,
        manages=may(actor, MANAGE, measure),
        is_open=measure.state in OPEN_STATES,
        record=measure,
    )
