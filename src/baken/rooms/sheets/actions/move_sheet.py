"""Carries a sheet that is being filled in over to another version of its instrument."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.instruments.filling import Moved, moved_to
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.instruments import instrument
from baken.rooms.sheets.actions.changing import Changing, changing
from baken.rooms.sheets.models import Sheet, SheetAnswer, SheetRepetition, SheetRival, SheetScore
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.parts import (
    GONE,
    answer_key,
    rival_part,
    score_part,
)


def move_sheet(*, actor: Actor, record: Sheet, version: str, at: datetime) -> Moved:
    """The same sheet in another version: what is asked alike keeps its answer.

    An answer to a question that changed stands beside none: it is kept as one to choose again. Returns
    what came along and what did not. Raises FieldsRefused for a version that there is none of.
    Source: domain reference, instruments, section 2.
    """
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.moved", at=at
    ) as change:
        try:
            new = instrument(change.record.instrument, version)
        except LookupError:
            raise FieldsRefused({"version": _("There is no such version.")}) from None
        if version == change.record.version:
            raise FieldsRefused({"version": _("This sheet is in that version.")})
        moved = moved_to(new, change.whole.definition, change.whole.filled)
        _take_away(change, moved)
        change.facts |= {"from": change.record.version, "to": version}
        change.record.version, change.record.sha256 = version, new.sha256
        change.next_serial()
    return moved


def _take_away(change: Changing, moved: Moved) -> None:
    """Answers, scores and repetitions that do not come along; of a changed question the answer is offered."""
    whole = change.whole
    for place in (*moved.again, *moved.gone):
        row = whole.answers[place]
        SheetAnswer.objects.of(change.record).filter(pk=row.pk).delete()
        change.note({answer_key(*place): GONE})
        if place in moved.again:
            offered = SheetRival.objects.create(
                record=change.record,
                key=place.key,
                repetition=place.repetition,
                serial=change.next_serial(),
                value=row.value,
                reason=row.reason,
                at=row.at,
                by=row.by,
                post=row.post,
            )
            change.note(rival_part(offered))
    for place, rows in whole.scores.items():
        if place not in moved.filled.scores:
            SheetScore.objects.of(change.record).filter(pk__in=[one.pk for one in rows]).delete()
            change.note({next(iter(score_part(one))): GONE for one in rows})
    for section, found in whole.repetitions.items():
        if section not in moved.filled.repetitions:
            names = [one.name for one in found]
            SheetRepetition.objects.of(change.record).filter(name__in=names).delete()
            change.note({f"repetition.{name}": GONE for name in names})
