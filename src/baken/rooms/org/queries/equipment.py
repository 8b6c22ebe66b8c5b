"""Equipment and inspections as far as an actor reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, count_up_to, page_of
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.models import Equipment, Inspection, Site
from baken.rooms.org.permits import INSPECT, READ_EQUIPMENT
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules.things import (
    EquipmentFacts,
    inspection_not_failed,
    is_failed,
    next_due,
    unit_exists,
)
from baken.rooms.org.texts import REFUSALS

MOST_INSPECTIONS = 200
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Wish:
    """What a list of equipment is narrowed by; what is empty narrows nothing."""

    unit: UnitView | None = None
    kind: str = ""
    site: Site | None = None
    state: str = ""
    text: str = ""
    overdue_on: date | None = None

    def condition(self) -> Q:
        """The whole wish as one condition."""
        whole = Q()
        if self.unit is not None:
            here = tree()
            whole &= here.among("unit_id", here.ids_in((self.unit.range,)))
        if self.text:
            whole &= Q(ref__icontains=self.text) | Q(name__icontains=self.text)
        if self.overdue_on is not None:
            whole &= overdue(self.overdue_on)
        plain = {"kind": self.kind, "state": self.state, "site": self.site}
        return whole & Q(**{name: value for name, value in plain.items() if value})

    def narrow(self) -> Narrow:
        """What narrows a query set of equipment."""
        whole = self.condition()
        return lambda rows: rows.filter(whole)


def overdue(day: date) -> Q:
    """Equipment in use whose inspection should have been done before ``day``."""
    return Q(state="in_use", due_on__lt=day)


def equipment_page(actor: Actor, wish: Wish, *, cursor: str = "", limit: int = USUAL_ROWS) -> Page:
    """Equipment within the actor's reach, the newest entries first, with its site."""
    return page_of(
        root=Equipment,
        actor=actor,
        permit=READ_EQUIPMENT,
        narrow=wish.narrow(),
        related=("site",),
        cursor=cursor,
        limit=limit,
    )


def equipment_named(actor: Actor, text: str, most: int) -> list[Equipment]:
    """Equipment within the actor's reach whose code or name holds the text; one query."""
    seen = Equipment.objects.visible_to(actor, READ_EQUIPMENT)
    return list(seen.filter(Wish(text=text).condition()).order_by("-number")[:most])


def equipment_count(actor: Actor, wish: Wish) -> int:
    """How much equipment within reach fits, counted up to a thousand."""
    return count_up_to(
        root=Equipment,
        actor=actor,
        permit=READ_EQUIPMENT,
        narrow=wish.narrow(),
        most=MOST_COUNTED,
    )


def equipment_to_inspect(actor: Actor, at: datetime, most: int) -> list[Equipment]:
    """Equipment that the actor inspects and that is past its day, the longest overdue first.

    One query per confidentiality that the actor's posts reach, each by its own index.
    """
    if not actor.holds(INSPECT):
        return []
    late = overdue(clock.local_date(at))
    found: dict[int, Equipment] = {}
    for rows in Equipment.objects.visible_branches(actor, INSPECT):
        waiting = rows.filter(late).order_by("due_on", "number")[:most]
        found.update((one.pk, one) for one in waiting)
    return sorted(found.values(), key=lambda one: (one.due_on, one.pk))[:most]


def inspections_of(record: Equipment) -> list[Inspection]:
    """The inspections of equipment that was itself read through the guard, newest first."""
    rows = Inspection.objects.of(record).select_related("document")
    return list(rows.order_by("-done_on", "-id")[:MOST_INSPECTIONS])


def equipment_facts(record: Equipment, actor: Actor, at: datetime) -> EquipmentFacts:
    """What the guards of equipment decide on."""
    return EquipmentFacts(
        failed=is_failed(inspections_of(record)),
        unit_gone=why_gone(tree().by_id[record.unit_id]),
    )


def _not_failed(facts: EquipmentFacts) -> Refusal | None:
    code = inspection_not_failed(facts)
    return Refusal(code, REFUSALS[code]) if code else None


def _unit_exists(facts: EquipmentFacts) -> Refusal | None:
    code = unit_exists(facts)
    return Refusal(code, facts.unit_gone) if code else None


GUARDS: Mapping[str, Guard] = {
    "inspection_not_failed": _not_failed,
    "unit_exists": _unit_exists,
}


def kept_values(record: Equipment) -> dict[str, Any]:
    """What follows from the inspections and is kept on the equipment: the next day it is due."""
    return {"due_on": next_due(inspections_of(record))}


def equipment_kind_named(text: str) -> str:
    """The kind of the one piece of equipment whose code stands between the commas of a text.

    Read by the product itself to know where a report goes; nothing else of it is told.
    """
    codes = {part.strip().upper() for part in text.split(",") if part.strip()}
    rows = Equipment.objects.for_system(reason="filter").filter(ref__in=codes)
    kinds = set(rows.values_list("kind", flat=True)[:2]) if codes else set()
    return kinds.pop() if len(kinds) == 1 else ""
