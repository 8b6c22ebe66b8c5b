"""Puts a measure off, and shows what is overdue a level up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.history import agreed_day
from baken.rooms.measures.queries.posts import acting_unit, level_of_post, top_level
from baken.rooms.measures.queries.terms import levels_up, owed_by, rises_at, today_of
from baken.rooms.measures.rules.steps import MeasureFacts, why_not_put_off_again
from baken.rooms.measures.texts import REFUSALS
from baken.rooms.org.queries import tree

Fields = Mapping[str, Any]


def put_off(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Another day, with the reason; from the second time on it is kept at which level that was."""
    due_on = day_to_agree(record, fields["due_on"], at)
    if record.due_on is not None and due_on <= record.due_on:
        raise FieldsRefused({"due_on": _("Give a day after the one it has now.")})
    level = _level(record, actor)
    told = {
        "from": record.due_on.isoformat() if record.due_on else "",
        "due_on": due_on.isoformat(),
        "times": record.postponed + 1,
        "level": level,
    }
    values = {
        **owed_by(record, due_on),
        "postponed": record.postponed + 1,
        "postponed_level": level,
    }
    return Change(values=values, facts=told, words={"reason": fields["reason"]}, news=told)


def day_to_agree(record: Measure, due_on: date | None, at: datetime) -> date:
    """The day itself, when a measure can be agreed to be done by it.

    Raises FieldsRefused without a day, for one that is over where the unit lives, and for one before the
    work starts.
    """
    if due_on is None:
        raise FieldsRefused({"due_on": _("Say until when.")})
    if due_on < today_of(record, at):
        raise FieldsRefused({"due_on": _("This day is over.")})
    if record.start_on is not None and due_on < record.start_on:
        raise FieldsRefused({"due_on": _("This is before the day on which it starts.")})
    return due_on


def counted_as_put_off(record: Measure, actor: Actor, due_on: date) -> dict[str, Any]:
    """What a decision that is taken anew counts, when its day is later than the one agreed before.

    Proposing anew is no way around who may put it off. Raises FieldsRefused for who may not.
    Source: domain reference, risk management, section 17, test 13.
    """
    agreed = agreed_day(record)
    if agreed is None or due_on <= agreed:
        return {}
    facts = MeasureFacts(
        is_owner=actor.person == record.owner,
        postponed=record.postponed,
        postponed_level=record.postponed_level,
        post_level=lambda: level_of_post(actor, record),
        top_level=top_level(record),
    )
    if record.postponed and (code := why_not_put_off_again(facts)):
        raise FieldsRefused({"due_on": REFUSALS[code]})
    return {"postponed": record.postponed + 1, "postponed_level": _level(record, actor)}


def _level(record: Measure, actor: Actor) -> int:
    """At which level it is put off: the first time at that of the unit that acts."""
    return level_of_post(actor, record) if record.postponed else acting_unit(record).level


def risen(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is shown to the unit above the one it was shown to before; at the top it stays there."""
    first = record.raised_to_id is None
    below = acting_unit(record) if first else tree().by_id[record.raised_to_id]
    line = tree().line_up(below)
    to = line[min(levels_up(record) if first else 1, len(line) - 1)]
    values = {
        "raised_to_id": to.id,
        "rises": record.rises + 1,
        "rises_at": rises_at(record, at) if to.parent_id else None,
    }
    told = {"to": to.code, "rises": record.rises + 1}
    return Change(values=values, facts=told, news=told)
