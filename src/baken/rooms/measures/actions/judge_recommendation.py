"""Whoever recommended gives the verdict, closes and opens again; the clock tells what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.recommending import recommending
from baken.rooms.library.rules.recommending import OFFICE
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.recommendation_terms import (
    NOT_OWED_YET,
    answer_owed,
    last_word_owed,
    next_warning,
    today_there,
)
from baken.rooms.measures.rules.recommending import ASSESSED, waits_for_source
from baken.rooms.measures.workflow import SEALED_RECOMMENDATION

Fields = Mapping[str, Any]
# What holds no more once it is opened again: the history keeps it.
_ANEW: dict[str, Any] = {
    "proof": "",
    "none_needed": "",
    "reported_at": None,
    "reported_by": None,
    "effect": "",
    "effect_check_on": None,
    "effect_checked_at": None,
    "effect_checked_by": None,
    "verdict": "",
    "verdict_reason": "",
    "verdict_document": "",
    "assessed_at": None,
    "assessed_by": None,
    "closed_at": None,
    "closed_by": None,
}


def assessed(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The verdict of the source; of one that does not use Baken, with the document that says so."""
    document = fields.get("verdict_document", "")
    if recommending().speaker_for(record.source) == OFFICE and not document:
        told = _("You speak for somebody who does not use Baken. Name the document that says so.")
        raise FieldsRefused({"verdict_document": told})
    values: dict[str, Any] = {
        "verdict": fields["verdict"],
        "verdict_reason": fields["verdict_reason"],
        "verdict_document": document,
        "assessed_at": at,
        "assessed_by": actor.person,
    }
    if waits_for_source(
        state=ASSESSED,
        appreciation=record.appreciation,
        verdict=fields["verdict"],
        has_effect=bool(record.effect),
    ):
        values |= last_word_owed(record, at)
    told_facts = {"verdict": fields["verdict"], "document": document}
    words = {"verdict_reason": fields["verdict_reason"]}
    return Change(values=values, facts=told_facts, words=words)


def closed(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The source calls it done; parliament waits on while there is no reaction."""
    values = {"closed_at": at, "closed_by": actor.person, **NOT_OWED_YET}
    return Change(values=values, facts={"verdict": record.verdict})


def reopened(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The source opens it again, with the reason; the addressee answers anew."""
    return opened_again(record, at, facts={}, words={"reason": fields["reason"]})


def opened_again(
    record: Recommendation,
    at: datetime,
    *,
    facts: Mapping[str, Any],
    words: Mapping[str, Any] | None = None,
) -> Change:
    """It is to be answered anew, with new proof and a new verdict."""
    values = {**_ANEW, **answer_owed(record, today_there(record, at)), "reopened_at": at}
    values["touched_at"] = at
    seal = [name for name in SEALED_RECOMMENDATION if name in values]
    return Change(values=values, facts=facts, words=words or {}, seal=seal)


def reminded(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The term of the next step is over: told once."""
    return Change(values={"reminds_at": None}, news={"from": record.state})


def warned(record: Recommendation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Parliament gets it soon: told after each of the weeks for it."""
    values = {"warns_at": next_warning(record, at), "warned": record.warned + 1}
    return Change(values=values, facts={"warned": values["warned"]})
