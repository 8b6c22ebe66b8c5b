"""Handovers of command and their items as the API shows them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.rooms.org.models import Handover
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.handovers import ItemRead, is_party


class HandoverOut(BaseModel):
    """A handover of command."""

    id: UUID
    ref: str
    state: str
    unit: str = Field(description="Where command is taken.")
    from_unit: str = Field(description="Whose post signed: another unit when that was dissolved.")
    kind: str = Field(description="permanent or acting.")
    outgoing: UUID
    incoming: UUID
    starts_on: date
    due_on: date = Field(description="First day on which what was not taken over holds no more.")
    narrative: str
    reservations: str


class HandoverPage(BaseModel):
    """Handovers, newest first."""

    items: list[HandoverOut]
    next: str | None


class WayOut(BaseModel):
    """Something that can be done about an item, on the page of the step."""

    label: str
    url: str


class HandoverItemOut(BaseModel):
    """An item; what you may not read has no reference, title or words."""

    kind: str
    ref: str | None
    title: str | None
    risk_class: str
    ask: str = Field(description="reaccept, decide, look or know.")
    one_by_one: bool
    state: str
    until: date | None
    narrative: str
    outcome: str = Field(description="What became of it; empty while it waits.")
    ways: list[WayOut]


class HandoverItemPage(BaseModel):
    """Items of a handover, the gravest first."""

    items: list[HandoverItemOut]
    next: str | None


def handover_out(one: Handover) -> HandoverOut:
    """A handover as the API shows it."""
    units = tree().by_id
    return HandoverOut(
        id=one.id,
        ref=one.ref,
        state=one.state,
        unit=units[one.unit_id].code,
        from_unit=units[one.from_unit_id].code,
        kind=one.kind,
        outgoing=one.outgoing,
        incoming=one.incoming,
        starts_on=one.starts_on,
        due_on=one.due_on,
        narrative=one.narrative,
        reservations=one.reservations,
    )


def item_out(actor: Actor, record: Handover, one: ItemRead) -> HandoverItemOut:
    """An item as the API shows it to an actor; the words of who leaves are for who may read it."""
    shown, item = one.shown, one.item
    return HandoverItemOut(
        kind=item.kind,
        ref=shown.ref if shown else None,
        title=shown.title if shown else None,
        risk_class=shown.risk_class if shown else "",
        ask=item.ask,
        one_by_one=item.one_by_one,
        state=shown.state if shown else "",
        until=shown.until if shown else None,
        narrative=item.narrative if shown or is_party(actor, record) else "",
        outcome=one.outcome,
        ways=[WayOut(label=way.label, url=way.url) for way in (shown.ways if shown else ())],
    )
