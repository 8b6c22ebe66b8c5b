"""Gives protection of persons its last day: it is for a time, and never for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import agreed_beside
from baken.rooms.measures.queries.terms import today_of
from baken.rooms.measures.rules.control import needs_end
from baken.rooms.measures.texts import REFUSALS

Fields = Mapping[str, Any]


def limited(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A last day for what has none, or a sooner one: a later one is for a new decision or plan."""
    ends_on: date = fields["ends_on"]
    if ends_on < today_of(record, at):
        raise FieldsRefused({"ends_on": _("This day is over.")})
    if record.ends_on is not None and ends_on >= record.ends_on:
        raise FieldsRefused({"ends_on": _("Give a day before the one it has now.")})
    return Change(values={"ends_on": ends_on}, facts={"ends_on": ends_on.isoformat()})


def last_day_of_plan(record: Measure, at: datetime, fields: Fields) -> date | None:
    """The last day of a new plan: the one that is given, else the one it has while that is not over.

    Raises FieldsRefused for a day that is over, and without one when only persons are protected.
    Source: domain reference, instruments, section 5.
    """
    today, known = today_of(record, at), record.ends_on
    if "ends_on" in fields and fields["ends_on"] < today:
        raise FieldsRefused({"ends_on": _("This day is over.")})
    kept = known if known is not None and known >= today else None
    found: date | None = fields.get("ends_on", kept)
    levels = (record.control_level, *(one.control_level for one in agreed_beside(record)))
    if found is None and needs_end(levels):
        raise FieldsRefused({"ends_on": REFUSALS["ppe_without_end"]})
    return found
