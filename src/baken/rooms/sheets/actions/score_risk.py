"""Scores a risk that an answer brought; everybody scores for themselves and the worst counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.instruments.filling import Place
from baken.core.instruments.scoring import ScoringModel, choice_problems, score
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.sheets.actions.changing import Changing, changing
from baken.rooms.sheets.models import Sheet, SheetScore
from baken.rooms.sheets.permits import SCORE
from baken.rooms.sheets.queries.parts import score_part
from baken.rooms.sheets.rules import MOMENTS, is_scorable


def score_risk(
    *,
    actor: Actor,
    record: Sheet,
    place: Place,
    moment: str,
    choice: Mapping[str, object],
    argument: str,
    at: datetime,
) -> SheetScore:
    """One's own score of the risk at a place, as it is now or once measures work; a later one replaces it.

    Raises FieldsRefused when there is no risk there to score, and for a choice that the model of the risk
    does not know. Source: domain reference, instruments, section 4.1.
    """
    with changing(
        actor=actor, record=record, permit=SCORE, code="sheets.sheet.scored", at=at
    ) as change:
        model = _model_at(change, place)
        if moment not in MOMENTS:
            raise FieldsRefused({"moment": _("Choose one of the options shown.")})
        if wrong := _wrong_with(model, choice):
            raise FieldsRefused(wrong)
        if len(argument) > LONGEST_TEXT:
            told = _("Use at most %(most)s characters.") % {"most": LONGEST_TEXT}
            raise FieldsRefused({"argument": told})
        row, _made = SheetScore.objects.of(change.record).update_or_create(
            key=place.key,
            repetition=place.repetition,
            moment=moment,
            by=actor.person,
            defaults={
                "record": change.record,
                "choice": dict(score(model, choice).choice),
                "argument": argument.strip(),
                "at": at,
                "post": change.actor.post,
            },
        )
        change.next_serial()
        change.note(score_part(row))
        change.facts |= {"key": place.key, "moment": moment}
    found: SheetScore = row
    return found


def _model_at(change: Changing, place: Place) -> ScoringModel:
    question = change.whole.definition.questions.get(place.key)
    trigger = question.risk if question else None
    if trigger is None or trigger.scoring is None or not is_scorable(place, change.whole.outcome):
        raise FieldsRefused({"key": _("No answer here brings a risk to score.")})
    return trigger.scoring


def _wrong_with(model: ScoringModel, choice: Mapping[str, object]) -> dict[str, str]:
    axes = {axis.code: axis for axis in model.axes}
    return {
        one.axis: _("Choose one of the options shown.")
        if one.axis in axes
        else _("This model has no such axis.")
        for one in choice_problems(model, choice)
    }
