"""What concerns the caller: who they are, what waits for them, and search over all rooms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.core.access.roles import role_label
from baken.core.api.endpoints import endpoint
from baken.core.api.queries import LimitQuery
from baken.core.lists import MOST_ROWS
from baken.core.questions import (
    InboxAsk,
    inbox_cards,
    once_each,
    pressing,
    search_hits,
    waiting_cards,
)
from baken.core.search.words import LONGEST_QUERY
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import Held, cover_of, own_appointments, tree

router = Router()


class Whom(BaseModel):
    """The person behind the account; null for a service without appointments."""

    id: UUID
    name: str
    post: str
    home_unit: str | None


class AppointmentOut(BaseModel):
    """A role that is held today."""

    role: str
    label: str
    unit: str
    below: bool
    kind: str
    from_on: date
    until: date | None


class Reached(BaseModel):
    """Where a permit holds."""

    unit: str
    below: bool
    confidentiality: str


class PermitOut(BaseModel):
    """One permit, with the units it reaches; ``own``: also what one made oneself."""

    permit: str
    own: bool
    units: list[Reached]


class Me(BaseModel):
    """Who the caller is and what they may do where."""

    account: str
    person: Whom | None
    appointments: list[AppointmentOut]
    permits: list[PermitOut]


class CardOut(BaseModel):
    """Something that needs the caller."""

    ref: str
    title: str
    reason: str
    action: str
    url: str
    due: datetime | None
    alarm: bool = Field(description="Dangerous now; these stand first.")
    severity: int | None = Field(
        description="The worst that could have happened (0-5); null while nobody weighed it."
    )
    risk_class: str = Field(
        description="Of a risk to decide or advise on: low, medium, high or extreme; else empty."
    )
    waiting_for: str = Field(description="Whom it waits for; empty when it waits for the caller.")
    weight: int = Field(description="By consequence; the highest stands first.")


class Inbox(BaseModel):
    """What needs the caller, the most pressing first."""

    items: list[CardOut]
    next: None = None


class InboxQuery(LimitQuery):
    """Which side of the inbox, and how much of it."""

    waiting: bool = False


class HitOut(BaseModel):
    """A record that was found."""

    kind: str
    ref: str
    title: str
    text: str
    url: str


class Hits(BaseModel):
    """What was found, newest first per kind."""

    items: list[HitOut]
    next: None = None


class SearchQuery(LimitQuery):
    """What to look for."""

    q: str = Field(min_length=1, max_length=LONGEST_QUERY)
    limit: int = Field(25, ge=1, le=MOST_ROWS, description="Rows per kind.")


@router.get("/me", response=Me, operation_id="me")
@endpoint()
def me(request: HttpRequest) -> Me:
    """Who you are: appointments, and permits per unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home = tree().by_id.get(actor.home_unit) if actor.home_unit else None
    person = None
    if actor.person is not None:
        code = home.code if home else None
        person = Whom(id=actor.person, name=actor.name, post=actor.post, home_unit=code)
    held = own_appointments(actor, request.at)  # type: ignore[attr-defined]
    return Me(
        account=str(request.user),
        person=person,
        appointments=[_appointment(one) for one in held],
        permits=_permits(actor),
    )


@router.get("/inbox", response=Inbox, operation_id="inbox")
@endpoint()
def inbox(request: HttpRequest, asked: Query[InboxQuery]) -> Inbox:
    """What waits for you, by consequence and then by term; at most `limit` per kind.

    With `waiting` what you have a stake in and waits for somebody else.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    question = waiting_cards if asked.waiting else inbox_cards
    cards = once_each(question.ask(InboxAsk(actor=actor, at=at, limit=asked.limit)))
    names = CardOut.model_fields
    return Inbox(
        items=[
            CardOut(**{name: getattr(card, name) for name in names})
            for card in sorted(cards, key=pressing)
        ]
    )


@router.get("/search", response=Hits, operation_id="search")
@endpoint(permit=READ_UNIT)
def search(request: HttpRequest, asked: Query[SearchQuery]) -> Hits:
    """Everything within your reach that holds all of the words."""
    hits = search_hits.ask(request.actor, asked.q, asked.limit)  # type: ignore[attr-defined]
    names = HitOut.model_fields
    return Hits(items=[HitOut(**{name: getattr(hit, name) for name in names}) for hit in hits])


def _appointment(held: Held) -> AppointmentOut:
    return AppointmentOut(
        role=held.role,
        label=role_label(held.role),
        unit=held.unit.code,
        below=held.below,
        kind=held.kind,
        from_on=held.from_on,
        until=held.until,
    )


def _permits(actor: Actor) -> list[PermitOut]:
    """Every permit once, with where it holds and up to which confidentiality."""
    here = tree()
    found: dict[str, dict[tuple[str, bool, str], None]] = {}
    own: set[str] = set()
    for grant in actor.grants:
        places = found.setdefault(grant.permit, {})
        level = grant.confidentiality.name.lower()
        for one in cover_of(grant.reach.ranges, here):
            places[(one.unit.code, one.below, level)] = None
        if grant.reach.own:
            own.add(grant.permit)
    return [
        PermitOut(permit=name, own=name in own, units=[_reached(place) for place in places])
        for name, places in sorted(found.items())
    ]


def _reached(place: tuple[Any, ...]) -> Reached:
    unit, below, confidentiality = place
    return Reached(unit=unit, below=below, confidentiality=confidentiality)
