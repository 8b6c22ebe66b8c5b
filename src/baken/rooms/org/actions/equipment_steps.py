"""Takes one step of a piece of equipment: the one door for pages and API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import files_of, keep_file
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.parts import file_parts
from baken.core.workflow.unread import refuse_unread
from baken.rooms.org.actions.inspect import inspect_equipment
from baken.rooms.org.actions.other_unit import other_unit
from baken.rooms.org.models import Equipment
from baken.rooms.org.permits import INSPECT
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules.things import InspectionRow


def take_equipment_step(
    *,
    actor: Actor,
    record: Equipment,
    step: str,
    at: datetime,
    note: str = "",
    fields: Mapping[str, Any] | None = None,
    seen: int | None = None,
    document: CleanFile | None = None,
) -> Equipment:
    """Take a step with equipment that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something
    since, the step is refused. Raises StepRefused (state, guard or unread), AccessDenied (not
    theirs), FieldsRefused (what was filled in). Nothing is written then. ``document`` belongs to
    an inspection.
    """
    with transaction.atomic():
        fresh = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=codes_of)
        if step == "inspect":
            found = InspectionRow(**{"remarks": note.strip(), **cleaned})
            inspect_equipment(actor=actor, record=fresh, found=found, at=at, document=document)
            return locked(record)
        change = _CHANGES[step](fresh, cleaned, at)
        advance(record=fresh, step=step, actor=actor, at=at, note=note.strip(), change=change)
        return fresh


def add_equipment_file(
    *, actor: Actor, record: Equipment, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a photo or document to equipment that the actor inspects; the same bytes are one file.

    Raises AccessDenied for whoever does not inspect it.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, INSPECT, fresh)
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="org.equipment.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, INSPECT, fresh), at=at, entry=entry)
    return stored


def _take_out(record: Equipment, cleaned: Mapping[str, Any], at: datetime) -> Change:
    values = {"out_of_use_on": clock.local_date(at)}
    return Change(values=values, words={"reason": cleaned["reason"]})


def _put_back(record: Equipment, cleaned: Mapping[str, Any], at: datetime) -> Change:
    return Change(values={"out_of_use_on": None})


def _hand_over(record: Equipment, cleaned: Mapping[str, Any], at: datetime) -> Change:
    """Whoever manages it where it is may hand it over; the unit that gets it manages it next."""
    to = other_unit(cleaned, "unit")
    gone = why_gone(tree().by_id[to.pk])
    if gone:
        raise FieldsRefused({"unit": gone})
    if to.pk == record.unit_id:
        raise FieldsRefused({"unit": _("It is with this unit already.")})
    return Change(
        values={"unit_id": to.pk},
        facts={"from": record.unit.code, "to": to.code},
        words={"reason": cleaned["reason"]},
    )


_CHANGES = {"take_out": _take_out, "put_back": _put_back, "hand_over": _hand_over}
