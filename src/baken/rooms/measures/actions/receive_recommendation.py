"""Enters a recommendation, and opens again what it repeats."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing, system_actor
from baken.core.links.registry import tie, untie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, advance, begin, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.measures.actions.judge_recommendation import opened_again
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import RECEIVE
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.queries.recommendation_posts import enters_for_source
from baken.rooms.measures.queries.recommendation_terms import (
    answer_owed,
    parliament_terms,
    today_there,
)
from baken.rooms.measures.queries.repeats import REPEATS, came_again_since_closed, earlier_than
from baken.rooms.measures.rules.recommending import CLOSED
from baken.rooms.measures.workflow import RECEIVING, SEALED_RECOMMENDATION
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.heirs import why_gone

_PUBLIC = ("source", "report_number", "category", "cause")


def receive_recommendation(
    *, actor: Actor, fields: Mapping[str, Any], at: datetime
) -> Recommendation:
    """A new recommendation to an addressee; what it repeats is tied to it, and opened when it was closed.

    Raises AccessDenied for who enters none, and FieldsRefused with a sentence per field: also for whoever
    enters one of another source than their own. Source: domain reference, learning, section 3.
    """
    refuse_unless(actor, RECEIVE)
    cleaned = clean_fields(step=RECEIVING, raw=fields, choices_of=choices_of)
    record = _new(cleaned, addressee_meant(cleaned["addressee"]), actor, at)
    refuse_unless(actor, RECEIVE, record)
    _refuse(record, actor, at)
    with transaction.atomic():
        record.ref = next_reference(Recommendation.prefix, clock.local_date(at))
        _set_terms(record, at)
        earlier = earlier_than(record)
        record.times_before = len(earlier)
        signer = signing(actor, RECEIVE, record)
        begin(
            record=record,
            code="measures.recommendation.received",
            actor=signer,
            at=at,
            change=_told(record, earlier),
            notice="addressee",
        )
        for one in earlier:
            repeat(record, one, at)
    return record


def addressee_meant(code: str) -> UnitView:
    """The unit of a code. Raises FieldsRefused for one that is unknown or gone."""
    unit = tree().find(code)
    if unit is None:
        raise FieldsRefused({"addressee": _("There is no unit with this code.")})
    if gone := why_gone(unit):
        raise FieldsRefused({"addressee": gone})
    return unit


def _new(
    fields: Mapping[str, Any], addressee: UnitView, actor: Actor, at: datetime
) -> Recommendation:
    values = {one.name: fields.get(one.name, "") for one in RECEIVING.fields}
    del values["addressee"]
    return Recommendation(
        number=row_number(at),
        unit_id=addressee.id,
        received_at=at,
        received_by=actor.person,
        touched_at=at,
        **values,
    )


def _refuse(record: Recommendation, actor: Actor, at: datetime) -> None:
    if not enters_for_source(actor, record):
        raise FieldsRefused({"source": _("You do not stand for this source.")})
    if record.offered_on > today_there(record, at):
        raise FieldsRefused({"offered_on": _("This day has not come yet.")})
    if record.report_on > record.offered_on:
        raise FieldsRefused({"report_on": _("This is after the day on which it was offered.")})


def _set_terms(record: Recommendation, at: datetime) -> None:
    values = answer_owed(record, record.offered_on) | parliament_terms(record, at)
    for name, value in values.items():
        setattr(record, name, value)


def _told(record: Recommendation, earlier: list[Recommendation]) -> Change:
    told: dict[str, Any] = {name: getattr(record, name) for name in _PUBLIC}
    told |= {"offered_on": record.offered_on.isoformat(), "repeats": [one.ref for one in earlier]}
    told["addressee"] = tree().by_id[record.unit_id].code
    words = {"title": record.title, "description": record.description}
    return Change(facts=told, words=words, seal=SEALED_RECOMMENDATION)


def repeat(record: Recommendation, earlier: Recommendation, at: datetime) -> None:
    """Tie a recommendation to an earlier one; the product opens it again when it was closed."""
    tie(source=record, relation=REPEATS, target=earlier, at=at)
    fresh: Recommendation = locked(earlier)
    if fresh.state == CLOSED and came_again_since_closed(fresh):
        actor = system_actor("recommendations")
        change = opened_again(fresh, at, facts={"repeated_by": record.ref})
        advance(record=fresh, step="recur", actor=actor, at=at, change=change)


def repeated_there(record: Recommendation, unit: UnitView, at: datetime) -> list[Recommendation]:
    """What a recommendation repeats once it is addressed to another unit, tied to it and opened again."""
    moved = copy(record)
    moved.unit_id = unit.id
    before, now = earlier_than(record), earlier_than(moved)
    for one in before:
        if one not in now:
            untie(source=record, relation=REPEATS, target=one)
    for one in now:
        if one not in before:
            repeat(record, one, at)
    return now
