"""Slices of exposure within reach, and the risks that could be put in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.instruments.scoring import RiskClass
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.workflow.parts import Part
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.independent import class_to
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.queries.stacks import OPEN
from baken.rooms.register.rules.slices import GONE, SliceFacts, needs_end
from baken.rooms.register.texts import REFUSALS

MOST_PROPOSED = 20


def slices_page(
    actor: Actor, *, narrow: Narrow | None = None, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """The slices that the actor reads, newest first."""
    return page_of(root=Slice, actor=actor, permit=READ, narrow=narrow, cursor=cursor, limit=limit)


def slices_that(*, unit: str = "", state: str = "") -> Narrow:
    """What narrows a list of slices: of a unit and all below it (a code that exists), in a state."""
    whole = Q(state=state) if state else Q()
    if unit:
        here = tree()
        whole &= here.among("unit_id", here.ids_in((here.by_code[unit].range,)))
    return lambda rows: rows.filter(whole)


def open_slices_for(actor: Actor, risk: Risk, at: datetime) -> list[Slice]:
    """Open slices of the unit of a risk that the actor can put it in, without those it is in."""
    mine = SliceMember.objects.for_system(reason="stack").filter(risk=risk).values("record_id")
    rows = Slice.objects.visible_to(actor, MANAGE).filter(
        unit_id=risk.unit_id, state=OPEN, to_at__gt=at
    )
    return list(rows.exclude(pk__in=mine).order_by("from_at", "number")[:MOST_PROPOSED])


def risk_read(actor: Actor, ref: str) -> Risk | None:
    """The risk with this reference or UUID that the actor reads, or None."""
    rows = Risk.objects.visible_to(actor, READ).filter(Risk.ref_condition(ref))
    return rows.select_related("unit", "owner_unit").first() if ref.strip() else None


def readable(actor: Actor, members: Iterable[SliceMember]) -> frozenset[int]:
    """The row numbers of those risks among members that the actor reads; one query."""
    wanted = {one.risk_id for one in members}
    rows = Risk.objects.visible_to(actor, READ).filter(pk__in=wanted) if wanted else None
    return frozenset(rows.values_list("pk", flat=True)) if rows is not None else frozenset()


def proposed_risks(actor: Actor, record: Slice, members: Iterable[SliceMember]) -> list[Risk]:
    """Risks of the same unit or site whose activity is on those days: the worst class in front.

    A risk without days is always there. Only what the actor reads, and nothing that is in already.
    """
    first, last = clock.local_date(record.from_at), clock.local_date(record.to_at)
    near = Q(unit_id=record.unit_id)
    if record.site_id:
        near |= Q(site_id=record.site_id)
    days = (Q(from_on__isnull=True) | Q(from_on__lte=last)) & (
        Q(until_on__isnull=True) | Q(until_on__gte=first)
    )
    rows = Risk.objects.visible_to(actor, READ).filter(near & days).exclude(state__in=GONE)
    there = [one.risk_id for one in members]
    near_by = rows.exclude(pk__in=there).select_related(*UNITS).order_by("-number")
    found = list(near_by[: 5 * MOST_PROPOSED])
    shown = class_to(actor, found)
    return sorted(found, key=lambda one: _severity(shown[one.pk]), reverse=True)[:MOST_PROPOSED]


def _severity(risk_class: str) -> tuple[bool, RiskClass]:
    """What was never scored, or is kept back, comes last: it tells nobody how bad it is."""
    known = bool(risk_class)
    return known, RiskClass(risk_class) if known else RiskClass.LOW


def slice_facts(record: Slice, actor: Actor, at: datetime) -> SliceFacts:
    """The facts about one slice that its guards decide on."""
    return SliceFacts(to_at=record.to_at, at=at)


def _over(facts: SliceFacts) -> Refusal | None:
    code = needs_end(facts)
    return Refusal(code, REFUSALS[code]) if code else None


SLICE_GUARDS: Mapping[str, Guard] = {"is_over": _over}


def members_part(members: Iterable[SliceMember]) -> dict[str, Any]:
    """The members of a slice together, as its history vouches for them."""
    told = [[one.risk_id, one.factors, one.quantities] for one in members]
    return {"members": sorted(told, key=lambda row: row[0])}


def parts_of_slices(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these slices; nothing of what is empty."""
    rows = SliceMember.objects.for_system(reason="trail").filter(record__in=numbers)
    found: dict[int, list[SliceMember]] = {}
    for row in rows:
        found.setdefault(row.record_id, []).append(row)
    for number, members in found.items():
        yield from ((number, key, value) for key, value in members_part(members).items())
