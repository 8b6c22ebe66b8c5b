"""What every change of a sheet has in common: it is locked, open, one's to make, counted and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, signing
from baken.core.events.outbox import emit
from baken.core.instruments.filling import Place
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.sheets.events import SHEET_FILLED
from baken.rooms.sheets.models import Sheet, SheetAnswer, SheetRival
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.queries.parts import GONE, answer_key
from baken.rooms.sheets.rules import gaps_in


@dataclass
class Changing:
    """A sheet that is being changed: what the history will say of it, and what was read of it."""

    record: Sheet
    whole: Whole
    actor: Actor
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    is_changed: bool = False
    hidden: tuple[Place, ...] = ()

    def next_serial(self) -> int:
        """The number of one more change."""
        self.record.serial += 1
        self.is_changed = True
        return self.record.serial

    def note(self, parts: Mapping[str, Any]) -> None:
        """Have the history vouch for rows as they are now."""
        self.parts |= parts
        self.is_changed = True


@contextmanager
def changing(
    *, actor: Actor, record: Sheet, permit: str, code: str, at: datetime
) -> Iterator[Changing]:
    """A sheet to change, in one transaction: locked, access, rules; afterwards counts and history.

    Nothing is written when nothing changed. Raises AccessDenied for who may not, StepRefused when the
    sheet is no longer filled in.
    """
    with transaction.atomic():
        fresh: Sheet = locked(record)
        refuse_unless(actor, permit, fresh)
        if fresh.state != "open":
            text = _("This sheet is no longer filled in: nothing of it changes.")
            raise StepRefused("answer", [Refusal("not_open", text)])
        change = Changing(fresh, whole_of(fresh), signing(actor, permit, fresh), at)
        yield change
        if change.is_changed:
            _settle(change, code)


def _settle(change: Changing, code: str) -> None:
    """Take away what is hidden now, count anew, and write the history."""
    whole = _without_hidden(change)
    change.whole = whole
    record, progress = change.record, whole.outcome.progress
    record.asked, record.answered = progress.asked, progress.answered
    values = {place: one.value for place, one in whole.answers.items()}
    record.gaps = gaps_in(values, [one.place for one in whole.outcome.asked])
    worst = (whole.outcome.worst_now, whole.outcome.worst_after)
    record.worst_now, record.worst_after = (one.value if one else "" for one in worst)
    record.touched_at = change.at
    counted = ("serial", "asked", "answered", "gaps", "worst_now", "worst_after", "touched_at")
    record.save(update_fields=[*counted, "version", "sha256"])
    entry = Entry(
        code=code,
        from_state=record.state,
        to_state=record.state,
        facts=change.facts,
        parts=change.parts,
    )
    append(record=record, actor=change.actor, at=change.at, entry=entry)
    emit(name=SHEET_FILLED, record=record, at=change.at, payload={"serial": record.serial})


def _without_hidden(change: Changing) -> Whole:
    """The sheet after the change, without answers to questions that are not asked any more.

    They are gone until somebody answers anew. What hides may hide more: looked at until nothing is left.
    Source: domain reference, instruments, section 3 (hidden questions keep no answer).
    """
    whole = whole_of(change.record)
    while whole.outcome.hidden:
        gone = whole.outcome.hidden
        rows = [whole.answers[place].pk for place in gone]
        SheetAnswer.objects.of(change.record).filter(pk__in=rows).delete()
        change.note({answer_key(*place): GONE for place in gone})
        change.hidden += gone
        whole = whole_of(change.record)
    _drop_hidden_rivals(change, whole)
    if change.hidden:
        change.next_serial()
        change.facts["hidden"] = len(change.hidden)
    return whole


def _drop_hidden_rivals(change: Changing, whole: Whole) -> None:
    """Second answers to what is not asked any more wait for nobody."""
    asked = {one.place for one in whole.outcome.asked}
    gone = [row for place, rows in whole.rivals.items() if place not in asked for row in rows]
    if gone:
        SheetRival.objects.of(change.record).filter(pk__in=[row.pk for row in gone]).delete()
        change.note({f"rival.{row.serial}": GONE for row in gone})
