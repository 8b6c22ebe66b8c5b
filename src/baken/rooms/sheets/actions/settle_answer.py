"""Chooses which of several answers to a question holds."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.instruments.filling import AnswerRefused, Place, checked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.sheets.actions.answer_questions import write_answer
from baken.rooms.sheets.actions.changing import Changing, changing
from baken.rooms.sheets.models import Sheet, SheetRival
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.parts import GONE
from baken.rooms.sheets.texts import said

STANDING = 0  # the serial by which the answer that stands is chosen


def settle_answer(
    *, actor: Actor, record: Sheet, place: Place, serial: int, seen: int, at: datetime
) -> Sheet:
    """Let one of the answers at a place hold: the one that stands (0), or the one given as that change.

    ``seen`` is the newest change of the sheet that whoever chooses knew of at this place. All others go;
    the history keeps them. Raises FieldsRefused when there is nothing to choose, or more than was seen.
    """
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.settled", at=at
    ) as change:
        rivals = {row.serial: row for row in change.whole.rivals.get(place, ())}
        if serial != STANDING and serial not in rivals:
            raise FieldsRefused({"serial": _("There is no such answer to choose any more.")})
        if not rivals or max(rivals) > seen:
            raise FieldsRefused({"serial": _("Another answer came in meanwhile. Look again.")})
        chosen = rivals.get(serial)
        if chosen is not None:
            _check_still_fits(change, place, chosen)
        SheetRival.objects.of(change.record).filter(serial__in=list(rivals)).delete()
        change.note({f"rival.{one}": GONE for one in rivals})
        if chosen is not None:
            write_answer(change, place, chosen.value, chosen.reason)
        change.facts |= {"key": place.key, "of": len(rivals) + 1}
    return change.record


def _check_still_fits(change: Changing, place: Place, chosen: SheetRival) -> None:
    """An answer that was given in another version of the instrument may be none in this one."""
    definition = change.whole.definition
    try:
        checked(definition.questions[place.key].form, chosen.value, definition.scoring)
    except AnswerRefused as refused:
        told = _("This answer no longer fits the question: %(why)s. Answer it anew.")
        raise FieldsRefused({"serial": told % {"why": said(refused.text)}}) from None
