"""Decides on a measure: who owns it with which authority, until when, and that it is given up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.ask_others import own_again
from baken.rooms.measures.actions.put_off import counted_as_put_off, day_to_agree
from baken.rooms.measures.actions.tell_served import tell_served
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.posts import (
    acting_unit,
    level_of_post,
    people_to_choose,
    post_of_owner,
)
from baken.rooms.measures.queries.terms import NOT_OWED, decide_by, owed_by, rises_at
from baken.rooms.org.queries import own_key_of

Fields = Mapping[str, Any]


def decided(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Who decides names the owner, sees to it that they have the authority, and says until when."""
    values = _ownership(record, actor, at, fields)
    due_on = day_to_agree(record, fields.get("due_on", record.due_on), at)
    values |= owed_by(record, due_on) | counted_as_put_off(record, actor, due_on)
    values |= {"verifier": _verifier(record, at, fields, values["owner"])}
    values |= {
        "decided_at": at,
        "decided_by": actor.person,
        "decided_level": max(record.decided_level, level_of_post(actor, record)),
    }
    values |= own_again(record)
    told = {"due_on": due_on.isoformat(), "level": values["decided_level"]}
    verifier = {"verifier": str(values["verifier"])} if values["verifier"] else {}
    return Change(values=values, facts=told, words=_owner_words(values) | verifier)


def owned(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Another owner, whose authority is confirmed anew; who was to verify it does not when they own it."""
    values = _ownership(record, actor, at, fields) | own_again(record)
    if record.verifier == values["owner"]:
        values["verifier"] = None
    return Change(values=values, words=_owner_words(values))


def revised(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It waits for a decision again: what was decided holds no more.

    How often it was put off stays, and what was overdue stays so: nobody gains time by proposing anew.
    """
    due_at = min(filter(None, (record.due_at, decide_by(record, at))))
    values = {"decided_at": None, "decided_by": None, "due_at": due_at}
    if record.rises_at is not None and not record.rises:
        values["rises_at"] = min(record.rises_at, rises_at(record, due_at))
    values |= own_again(record)
    return Change(values=values, words={"reason": fields["reason"]})


def cancelled(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is given up, with the reason; it stays where it can be read.

    When it was ever decided on, what it serves leaned on it: the rooms above hear that it is gone.
    """
    values = {"cancelled_at": at, "cancelled_by": actor.person, "due_at": None, **NOT_OWED}
    values |= {"answer_due_at": None}
    told = {"level": level_of_post(actor, record)}
    leaned_on = record.decided_level > 0
    then = partial(tell_served, effect="cancelled", at=at) if leaned_on else None
    return Change(values=values, facts=told, words={"reason": fields["reason"]}, then=then)


def _ownership(record: Measure, actor: Actor, at: datetime, fields: Fields) -> dict[str, Any]:
    unit = acting_unit(record)
    owner = _person(people_to_choose(record, at)["owner"], fields["owner"], "owner")
    return {
        "owner": owner,
        "owner_key": own_key_of(owner),
        "owner_post": post_of_owner(unit, owner, at),
        "authority_confirmed_at": at,
        "authority_confirmed_by": actor.person,
    }


def _verifier(record: Measure, at: datetime, fields: Fields, owner: uuid.UUID) -> uuid.UUID | None:
    if "verifier" not in fields:
        return record.verifier if record.verifier != owner else None
    found = _person(people_to_choose(record, at)["verifier"], fields["verifier"], "verifier")
    if found == owner:
        wrong = _("The owner does not verify their own measure. Name somebody else.")
        raise FieldsRefused({"verifier": wrong})
    return found


def _person(known: Mapping[str, str], wanted: str, field: str) -> uuid.UUID:
    """The person meant by an id or a name. Raises FieldsRefused for who holds no post for it."""
    for person, name in known.items():
        if wanted in (person, name):
            return uuid.UUID(person)
    no_post = {
        "owner": _("This person leads neither the unit nor one above it."),
        "verifier": _("This person holds no post in which measures are verified."),
    }
    raise FieldsRefused({field: no_post[field]})


def _owner_words(values: Mapping[str, Any]) -> dict[str, str]:
    return {"owner": str(values["owner"]), "owner_post": values["owner_post"]}
