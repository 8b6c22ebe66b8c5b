"""What equipment asks for: overdue inspections in the inbox, a figure, and its thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.links.registry import linked_records
from baken.core.lists.figures import figure_of
from baken.core.questions import InboxAsk, InboxCard, ThreadNode, UnitFigure
from baken.core.threads import MOST_STEPS, page_of_record, relation_words, step_node
from baken.rooms.org.models import Equipment, EquipmentStep, Site
from baken.rooms.org.permits import READ_EQUIPMENT
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.equipment import (
    MOST_COUNTED,
    Wish,
    equipment_count,
    equipment_to_inspect,
)
from baken.rooms.org.questions import OpenItems
from baken.rooms.org.texts import title_of_code

MOST_CARDS = 10
WEIGHT = 15


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Equipment in use that should have been inspected, for whoever records inspections there."""
    here = tree()
    for one in equipment_to_inspect(ask.actor, ask.at, min(ask.limit, MOST_CARDS)):
        unit = here.by_id[one.unit_id].name
        yield InboxCard(
            ref=one.ref,
            title=_("%(name)s: inspection overdue") % {"name": one.name},
            reason=_("You see to the inspections of %(unit)s.") % {"unit": unit},
            url=reverse("org:equipment", args=[one.ref]),
            action=_("Open"),
            due=clock.start_of_day(one.due_on) if one.due_on else None,
            weight=WEIGHT,
        )


def open_items(unit: int) -> Iterable[OpenItems]:
    """Equipment in use and sites held: before a unit can end these go to another unit, or out."""
    held = Equipment.objects.for_system(reason="open items").filter(unit=unit, state="in_use")
    yield OpenItems(_("Equipment in use"), held.count(), reverse("org:equipment-hand-over"))
    sites = Site.objects.filter(holder=unit).count()
    yield OpenItems(_("Sites it holds"), sites, reverse("org:sites"))


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Equipment with an overdue inspection in a unit and below, as far as the actor may see it."""
    if not actor.holds(READ_EQUIPMENT):
        return
    wish = Wish(unit=unit, overdue_on=clock.local_date(at))
    yield figure_of(
        actor=actor,
        permit=READ_EQUIPMENT,
        units=tree().ids_in((unit.range,)),
        label=_("Overdue inspections"),
        url=f"{reverse('org:equipment-list')}?unit={unit.code}&overdue=on",
        count=lambda: equipment_count(actor, wish),
        most=MOST_COUNTED,
    )


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """What equipment is linked to, and every step of its life, newest first."""
    if not isinstance(record, Equipment):
        return
    for relation, other in linked_records(record, actor):
        yield ThreadNode(
            kind=other._meta.model_name,
            title=str(other),
            ref=other.ref,
            url=page_of_record(other),
            relation=relation_words(relation),
        )
    for step in EquipmentStep.objects.of(record).order_by("-serial")[:MOST_STEPS]:
        yield step_node(root=Equipment, step=step, title_of=title_of_code, text=_told(step))


def _told(step: EquipmentStep) -> str:
    """What was found and said at a step, in one line."""
    found = []
    if "result" in step.facts:
        found.append(label_of("inspection_kinds", step.facts["kind"]))
        found.append(label_of("inspection_results", step.facts["result"]))
    if "to" in step.facts:
        found.append(f"{step.facts['from']} → {step.facts['to']}")
    said = [step.words.get(name, "") for name in ("reason", "remarks", "note")]
    return " – ".join(part for part in (", ".join(found), *said) if part)
