"""A sheet beside the one that it follows on: what is answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor
from baken.core.instruments.definitions import Question
from baken.core.instruments.filling import Place
from baken.rooms.sheets.models import Sheet, SheetAnswer
from baken.rooms.sheets.permits import READ
from baken.rooms.sheets.queries.filled import Whole, whole_of


@dataclass(frozen=True)
class Changed:
    """A question that is answered otherwise than before; None where it was not asked or not answered."""

    question: Question
    label: str
    before: SheetAnswer | None
    after: SheetAnswer | None


def earlier_of(record: Sheet, actor: Actor) -> Sheet | None:
    """The sheet that one follows on, when the actor reads it."""
    if record.earlier_id is None:
        return None
    found: Sheet | None = Sheet.objects.visible_to(actor, READ).filter(pk=record.earlier_id).first()
    return found


def changes_since(record: Sheet, earlier: Sheet) -> Iterator[Changed]:
    """What is answered otherwise, in the order of the sheet; of what is repeated, by its label.

    Versions of an instrument compare as far as questions kept their ids.
    """
    now, before = whole_of(record), whole_of(earlier)
    was = {(_named(before, place), place.key): row for place, row in before.answers.items()}
    for one in now.outcome.asked:
        if not one.question.is_answered:
            continue
        label = _named(now, one.place)
        new, old = now.answers.get(one.place), was.get((label, one.place.key))
        if _said(new) != _said(old):
            yield Changed(one.question, label, old, new)


def _named(whole: Whole, place: Place) -> str:
    return whole.label_of(place.repetition)


def _said(row: SheetAnswer | None) -> Any:
    return (row.value, row.reason) if row else (None, "")
