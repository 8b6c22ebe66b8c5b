"""Freezes a sheet, or withdraws it; the room that it serves decides when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.org.queries import tree
from baken.rooms.sheets.models import Sheet, SheetCopy
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.copy import known_of
from baken.rooms.sheets.queries.filled import whole_of
from baken.rooms.sheets.queries.parts import copy_part
from baken.rooms.sheets.rules.frozen import checksum_of, frozen


def freeze_sheet(*, actor: Actor, record: Sheet, at: datetime) -> SheetCopy:
    """Nothing of the sheet changes from now on, and a copy is kept that needs no definition.

    Raises StepRefused while something is missing or two answers stand beside each other, and AccessDenied
    for who may not fill it in. Source: domain reference, instruments, section 2.
    """
    with transaction.atomic():
        fresh: Sheet = locked(record)
        whole = whole_of(fresh)
        unit = tree().by_id[fresh.unit_id]
        content = frozen(whole.definition, whole.outcome, known_of(fresh, whole, unit.name))
        copy = SheetCopy(record=fresh, content=content, sha256=checksum_of(content), made_at=at)
        advance(
            record=fresh,
            step="freeze",
            actor=signing(actor, FILL, fresh),
            at=at,
            change=Change(
                values={"frozen_at": at, "touched_at": at},
                facts={"sha256": copy.sha256},
                parts=copy_part(copy),
                then=lambda _record: copy.save(force_insert=True),
            ),
        )
    return copy


def withdraw_sheet(*, actor: Actor, record: Sheet, reason: str, at: datetime) -> Sheet:
    """The sheet is no longer filled in, and nothing follows from it."""
    with transaction.atomic():
        fresh: Sheet = locked(record)
        advance(
            record=fresh,
            step="withdraw",
            actor=signing(actor, FILL, fresh),
            at=at,
            change=Change(values={"touched_at": at}, words={"reason": reason}),
        )
    return fresh
