"""Remembers that two records do not tell of the same thing, or takes that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.models import Occurrence, Report, SetApart
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.set_apart import pair_of, record_named


def set_apart(
    *, actor: Actor, record: Report | Occurrence, other: str, at: datetime
) -> Report | Occurrence:
    """Say that ``other``, a reference, tells of something else: it is not suggested here again.

    Holds in both directions, and of a report for its occurrence too; saying it twice is once.
    Returns the other record. Raises AccessDenied for who may not triage the record, FieldsRefused
    for an other that the actor cannot read.
    """
    found = _other(actor, record, other)
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, TRIAGE, fresh)
        kept = [SetApart.objects.get_or_create(**pair_of(fresh, one)) for one in _facts(found)]
        if any(is_new for _pair, is_new in kept):
            _note(fresh, found, "set_apart", actor, at)
    return found


def put_back(
    *, actor: Actor, record: Report | Occurrence, other: str, at: datetime
) -> Report | Occurrence:
    """Take back that ``other`` tells of something else; what was not said changes nothing.

    Refuses the same as ``set_apart``.
    """
    found = _other(actor, record, other)
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, TRIAGE, fresh)
        pairs = [SetApart.objects.filter(**pair_of(fresh, one)) for one in _facts(found)]
        if any([pair.delete()[0] for pair in pairs]):
            _note(fresh, found, "put_back", actor, at)
    return found


def _other(actor: Actor, record: Report | Occurrence, ref: str) -> Report | Occurrence:
    found = record_named(actor, ref)
    if found is None:
        raise FieldsRefused({"other": _("There is no such report or occurrence in your reach.")})
    if found == record:
        raise FieldsRefused({"other": _("This is the record itself.")})
    return found


def _facts(other: Report | Occurrence) -> list[Report | Occurrence]:
    """A record with, of a report, the occurrence that it tells of."""
    told = other.occurrence if isinstance(other, Report) else None
    return [other, told] if told else [other]


def _note(
    record: Report | Occurrence,
    other: Report | Occurrence,
    what: str,
    actor: Actor,
    at: datetime,
) -> None:
    """A row in the history of the record at which it was said."""
    entry = Entry(
        code=f"reports.{record._meta.model_name}.{what}",
        from_state=record.state,
        to_state=record.state,
        facts={"other": other.ref},
    )
    append(record=record, actor=signing(actor, TRIAGE, record), at=at, entry=entry)
