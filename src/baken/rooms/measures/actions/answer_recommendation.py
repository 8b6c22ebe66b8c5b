"""The addressee answers a recommendation: accepts it, partly or not, and says who owns it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.receive_recommendation import addressee_meant, repeated_there
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import RECEIVE
from baken.rooms.measures.queries.recommendation_posts import (
    level_of_answer,
    level_to_reject,
    owners_to_choose,
    post_of_owner_of,
)
from baken.rooms.measures.queries.recommendation_terms import (
    last_word_owed,
    plan_owed,
    today_there,
)
from baken.rooms.measures.rules.recommending import REJECTED
from baken.rooms.org.queries import own_key_of

Fields = Mapping[str, Any]
# What the unit before said and planned: the history keeps it.
UNANSWERED: Mapping[str, Any] = {
    "owner": None,
    "owner_key": None,
    "owner_post": "",
    "appreciation": "",
    "appreciation_reason": "",
    "appreciated_at": None,
    "appreciated_by": None,
    "appreciated_level": 0,
    "plan": "",
    "effect_measure": "",
    "due_on": None,
    "planned_at": None,
    "planned_by": None,
}


def appreciated(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Accepted, accepted partly or rejected; rejecting takes a reason and a post of the level for it."""
    answer, reason = fields["appreciation"], fields.get("reason", "")
    level = level_of_answer(actor, record)
    _refuse(record, answer, reason, level)
    values = _ownership(record, at, fields["owner"])
    values |= {
        "appreciation": answer,
        "appreciation_reason": reason,
        "appreciated_at": at,
        "appreciated_by": actor.person,
        "appreciated_level": level,
        "first_answer_at": record.first_answer_at or at,
        **_owed_next(record, answer, at),
    }
    told = {"appreciation": answer, "level": level}
    words = {"reason": reason, **_owner_words(values)} if reason else _owner_words(values)
    return Change(values=values, facts=told, words=words, news=told)


def owned(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Another owner."""
    values = _ownership(record, at, fields["owner"])
    return Change(values=values, words=_owner_words(values))


def readdressed(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Another unit is to answer; the term stays as it was, and what was answered before holds no more.

    What was recommended before is looked for anew, in the line of that unit.
    """
    unit = addressee_meant(fields["addressee"])
    if unit.id == record.unit_id:
        raise FieldsRefused({"addressee": _("This is the addressee already.")})
    there = Recommendation(unit_id=unit.id, confidentiality=record.confidentiality)
    if not may(actor, RECEIVE, there):
        raise FieldsRefused({"addressee": _("You enter no recommendations to this unit.")})
    earlier = repeated_there(record, unit, at)
    values = {"unit_id": unit.id, "times_before": len(earlier), **UNANSWERED}
    told = {"unit": unit.code, "repeats": [one.ref for one in earlier]}
    return Change(values=values, facts=told, words={"reason": fields["reason"]})


def reacted(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The minister reacted: parliament waits no more."""
    day = fields["reaction_on"]
    if not record.offered_on <= day <= today_there(record, at):
        raise FieldsRefused({"reaction_on": _("Give a day since it was offered, until today.")})
    values: dict[str, Any] = {"reaction_on": day, "warns_at": None}
    if "publication" in fields:
        values["publication"] = fields["publication"]
    return Change(values=values, facts={"reaction_on": day.isoformat()})


def _refuse(record: Recommendation, answer: str, reason: str, level: int) -> None:
    if answer != "accepted" and not reason:
        raise FieldsRefused({"reason": _("Say why it is not accepted whole.")})
    needed = level_to_reject(record)
    if answer == REJECTED and level < needed:
        told = _("Rejecting takes a post of at least level %(level)s.") % {"level": needed}
        raise FieldsRefused({"appreciation": told})


def _owed_next(record: Recommendation, answer: str, at: datetime) -> dict[str, Any]:
    """A plan is owed of what was accepted; of what was rejected, the verdict of the source."""
    if answer != REJECTED:
        return plan_owed(record, at)
    return last_word_owed(record, at)


def _ownership(record: Recommendation, at: datetime, wanted: str) -> dict[str, Any]:
    known = owners_to_choose(record, at)
    found = next((one for one, name in known.items() if wanted in (one, name)), None)
    if found is None:
        told = _("This person neither heads the addressee nor a unit above it of the level for it.")
        raise FieldsRefused({"owner": told})
    owner = uuid.UUID(found)
    post = post_of_owner_of(record, owner, at)
    return {"owner": owner, "owner_key": own_key_of(owner), "owner_post": post}


def _owner_words(values: Mapping[str, Any]) -> dict[str, str]:
    return {"owner": str(values["owner"]), "owner_post": values["owner_post"]}
