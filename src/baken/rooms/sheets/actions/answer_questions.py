"""Answers questions of a sheet: several at once, by several people at once, and no answer is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.instruments.filling import AnswerRefused, Place, checked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.sheets.actions.changing import Changing, changing
from baken.rooms.sheets.actions.given import NewAnswer
from baken.rooms.sheets.models import Sheet, SheetAnswer, SheetRival
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.queries.parts import GONE, answer_key, answer_part, rival_part
from baken.rooms.sheets.rules import BESIDE, KNOWN, Standing, fate_of, name_of
from baken.rooms.sheets.texts import said

MOST_AT_ONCE = 2_000
Checked = tuple[NewAnswer, Any, str]


@dataclass(frozen=True)
class Saved:
    """What became of what was given: the places that changed, stand beside or were hidden.

    ``whole`` is the sheet as it stands since, so that whoever tells of it reads nothing again.
    """

    record: Sheet
    written: tuple[Place, ...]
    beside: tuple[Place, ...]
    hidden: tuple[Place, ...]
    whole: Whole


def answer_questions(
    *, actor: Actor, record: Sheet, given: Sequence[NewAnswer], at: datetime
) -> Saved:
    """Give answers; those that somebody else gave meanwhile and that differ stand beside each other.

    Raises AccessDenied for who may not fill in this sheet, StepRefused when it is no longer filled in, and
    FieldsRefused with a message by ``key`` or ``key@repetition`` for what is no answer: nothing is written
    then. An answer to a question that is not asked now is kept nowhere and told in ``hidden``.
    Source: domain reference, instruments, section 3; mission, part A, system 3.
    """
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.answered", at=at
    ) as change:
        answers = _checked(change, given)
        fates = [(one.place, _given(change, one, value, why)) for one, value, why in answers]
        written = tuple(place for place, fate in fates if fate not in (KNOWN, BESIDE))
        beside = tuple(place for place, fate in fates if fate == BESIDE)
        change.facts |= {"answered": len(written), "beside": len(beside)}
    return Saved(change.record, written, beside, change.hidden, change.whole)


def _checked(change: Changing, given: Sequence[NewAnswer]) -> list[Checked]:
    """Every answer as it counts. Raises FieldsRefused with all that is wrong."""
    if len(given) > MOST_AT_ONCE:
        raise FieldsRefused(
            {"": _("Give at most %(most)s answers at once.") % {"most": MOST_AT_ONCE}}
        )
    found, wrong = [], {}
    for one in given:
        try:
            found.append((one, *_one_checked(change, one)))
        except AnswerRefused as refused:
            wrong[name_of(one.place)] = said(refused.text)
        except LookupError as problem:
            wrong[name_of(one.place)] = str(problem.args[0])
    twice = _named_twice(given)
    if wrong or twice:
        raise FieldsRefused({name_of(one): _("This was given twice.") for one in twice} | wrong)
    return found


def _one_checked(change: Changing, one: NewAnswer) -> tuple[Any, str]:
    question = change.whole.definition.questions.get(one.place.key)
    if question is None:
        raise LookupError(_("There is no question with this key."))
    along = change.whole.definition.repeat_of[one.place.key]
    known = {row.name for row in change.whole.repetitions.get(along, ())} if along else {""}
    if one.place.repetition not in known:
        raise LookupError(_("This is not filled in for that."))
    value = checked(question.form, one.raw, change.whole.definition.scoring)
    reason = one.reason.strip()
    if len(reason) > LONGEST_TEXT:
        raise LookupError(_("Use at most %(most)s characters.") % {"most": LONGEST_TEXT})
    return value, reason if value is not None else ""


def _named_twice(given: Iterable[NewAnswer]) -> list[Place]:
    places = [one.place for one in given]
    return [place for place in dict.fromkeys(places) if places.count(place) > 1]


def _given(change: Changing, one: NewAnswer, value: Any, reason: str) -> str:
    """Write one answer where it belongs; returns what became of it."""
    row = change.whole.answers.get(one.place)
    known = Standing(row.serial, row.value, row.reason) if row else Standing()
    is_own = row is not None and row.by is not None and row.by == change.actor.person
    fate = fate_of(known, seen=one.seen, value=value, reason=reason, is_own=is_own)
    if fate == BESIDE:
        _keep_beside(change, one.place, value, reason)
    elif fate != KNOWN:
        write_answer(change, one.place, value, reason)
    return fate


def write_answer(change: Changing, place: Place, value: Any, reason: str) -> None:
    """Let an answer be the one that stands, or take away the one there is; what stood is in the history."""
    row = change.whole.answers.get(place)
    serial = change.next_serial()
    if value is None:
        if row is not None:
            SheetAnswer.objects.of(change.record).filter(pk=row.pk).delete()
            change.note({answer_key(*place): GONE})
        return
    fresh = row or SheetAnswer(record=change.record, key=place.key, repetition=place.repetition)
    fresh.serial, fresh.value, fresh.reason, fresh.at = serial, value, reason, change.at
    fresh.by, fresh.post = change.actor.person, change.actor.post
    fresh.save()
    change.note(answer_part(fresh))


def _keep_beside(change: Changing, place: Place, value: Any, reason: str) -> None:
    """Let an answer stand beside the other, once: sent again it is the same, changed it takes its place."""
    own = [
        row
        for row in change.whole.rivals.get(place, ())
        if row.by is not None and row.by == change.actor.person
    ]
    if any((row.value, row.reason) == (value, reason) for row in own):
        return
    if own:
        SheetRival.objects.of(change.record).filter(pk__in=[row.pk for row in own]).delete()
        change.note({f"rival.{row.serial}": GONE for row in own})
    row = SheetRival.objects.create(
        record=change.record,
        key=place.key,
        repetition=place.repetition,
        serial=change.next_serial(),
        value=value,
        reason=reason,
        at=change.at,
        by=change.actor.person,
        post=change.actor.post,
    )
    change.note(rival_part(row))
