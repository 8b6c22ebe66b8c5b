"""The addressee plans what was accepted, carries it out, proves it and looks at the effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.beside import works_for
from baken.rooms.measures.queries.recommendation_terms import (
    NOT_OWED_YET,
    effect_owed,
    last_word_owed,
    owed_on,
    today_there,
)
from baken.rooms.measures.rules.recommending import ASSESSED

Fields = Mapping[str, Any]


def planned(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What is done until when, and how its effect is measured; the measures are proposed about it."""
    due_on = fields["due_on"]
    if due_on < today_there(record, at):
        raise FieldsRefused({"due_on": _("This day is over.")})
    values = {
        "plan": fields["plan"],
        "effect_measure": fields["effect_measure"],
        "due_on": due_on,
        "planned_at": at,
        "planned_by": actor.person,
        **owed_on(record, due_on),
    }
    told = {"due_on": due_on.isoformat()}
    return Change(values=values, facts=told, words={"plan": fields["plan"]})


def begun(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Somebody began."""
    return Change()


def progressed(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """How far it is."""
    return Change(words={"progress": fields["progress"]})


def reported(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is done, with proof; by a measure that was verified to work, or with why none was needed.

    Source: domain reference, learning, section 3.
    """
    none_needed = fields.get("none_needed", "")
    if not none_needed and not works_for(record):
        told = _("No measure about it was verified to work. Say why none was needed, or wait.")
        raise FieldsRefused({"none_needed": told})
    values = {
        "proof": fields["proof"],
        "none_needed": none_needed,
        "reported_at": at,
        "reported_by": actor.person,
        "effect": "",
        "effect_checked_at": None,
        "effect_checked_by": None,
        **effect_owed(record, at),
    }
    told_facts = {"effect_check_on": values["effect_check_on"].isoformat()}
    words = {"proof": fields["proof"], **({"none_needed": none_needed} if none_needed else {})}
    return Change(values=values, facts=told_facts, words=words)


def effect_noted(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What came of it, from the day on which that is looked at."""
    owed = last_word_owed(record, at) if record.state == ASSESSED else NOT_OWED_YET
    values = {"effect": fields["effect"], "effect_checked_at": at, **owed}
    values["effect_checked_by"] = actor.person
    return Change(values=values, words={"effect": fields["effect"]})
