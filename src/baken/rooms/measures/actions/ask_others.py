"""Asks a unit or a party outside to do a measure that is not in one's own power, and keeps the answer.

The unit that is asked acts on it from then on, so that it reads it; what it declines comes back.
Source: domain reference, risk management, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.posts import acting_unit
from baken.rooms.measures.queries.terms import answer_by
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.heirs import why_gone

Fields = Mapping[str, Any]
OWN, OTHER = "own", "other"
_NOBODY_ASKED: dict[str, Any] = {
    **dict.fromkeys(
        ("asked_at", "asked_by", "asked_unit_id", "asked_from_id", "answered_at", "answered_by")
    ),
    **{"asked_party": "", "answer": "", "answer_due_at": None, "climbs": 0},
}
_NO_OWNER: dict[str, Any] = {
    **dict.fromkeys(("owner", "owner_key", "authority_confirmed_at", "authority_confirmed_by")),
    "owner_post": "",
}


def unit_asked(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Another unit is asked; it has so many working days to answer."""
    unit = _unit(record, fields["unit"])
    values = {**_asked(record, actor, at), "asked_unit_id": unit.id, "owner_unit_id": unit.id}
    values |= {"asked_from_id": record.owner_unit_id}
    told = {"unit": unit.code}
    return Change(values=values, facts=told, words={"question": fields["question"]}, news=told)


def party_asked(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A party outside is asked; who manages the measure writes down what it answers."""
    values = {**_asked(record, actor, at), "asked_party": fields["party"], "asked_unit_id": None}
    return Change(values=values, words={"party": fields["party"], "question": fields["question"]})


def answered(answer: str, record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """They do it, or not and why; what was declined lies again with who asked.

    Whoever owned it leads another unit than the one that accepts: that unit names an owner of its own.
    Who that was stays in the history.
    """
    values: dict[str, Any] = {"answer": answer, "answered_at": at, "answered_by": actor.person}
    values |= {"answer_due_at": None}
    if not record.asked_party:
        back = {"owner_unit_id": record.asked_from_id, "asked_from_id": None}
        values |= back if answer == "declined" else _NO_OWNER
    said = fields.get("answer") or fields.get("reason", "")
    return Change(values=values, facts={"answer": answer}, words={"answer": said})


def own_again(record: Measure) -> dict[str, Any]:
    """What a measure carries that was declined and is done in one's own power; nothing for another.

    Who was asked and what they answered stays in the history.
    """
    if record.answer != "declined":
        return {}
    return {"power": OWN, **_NOBODY_ASKED}


def climbed(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Nobody answered in time: the level above is asked, up to the top, where it stays.

    What a party outside does not answer goes on being done by the unit that acts.
    """
    here = tree()
    unit = here.by_id[record.asked_unit_id] if record.asked_unit_id else acting_unit(record)
    to = here.by_id[unit.parent_id] if unit.parent_id else unit
    values = {
        "asked_unit_id": to.id,
        "owner_unit_id": record.owner_unit_id if record.asked_party else to.id,
        "climbs": record.climbs + 1,
        "answer_due_at": answer_by(record, at) if to.parent_id else None,
    }
    told = {"unit": to.code, "climbs": record.climbs + 1}
    return Change(values=values, facts=told, news=told)


def _asked(record: Measure, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "power": OTHER,
        "asked_at": at,
        "asked_by": actor.person,
        "asked_party": "",
        "asked_from_id": None,
        "answer": "",
        "answered_at": None,
        "answered_by": None,
        "climbs": 0,
        "answer_due_at": answer_by(record, at),
    }


def _unit(record: Measure, code: str) -> UnitView:
    unit = tree().find(code)
    if unit is None:
        raise FieldsRefused({"unit": _("There is no unit with this code.")})
    if gone := why_gone(unit):
        raise FieldsRefused({"unit": gone})
    if unit.id == acting_unit(record).id:
        raise FieldsRefused({"unit": _("This unit acts already. Ask another one.")})
    return unit
