"""Answers to an instrument that are sent to be worked out, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.instruments.definitions.vocabulary import (
    MOST_QUESTIONS,
    MOST_REPETITIONS,
    MOST_SECTIONS,
)
from baken.core.instruments.filling import Outcome, Place, RaisedRisk, Scored
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring import Score
from baken.core.instruments.texts import Text
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.library.rules.trying_out import LONGEST_REPETITION, Sent

MOST_ANSWERS = MOST_QUESTIONS * 5
LONGEST_KEY = 64


class PlaceBody(Body):
    """Where an answer stands."""

    question: str = Field(max_length=LONGEST_KEY, description="`key` of the question.")
    repetition: str = Field("", max_length=LONGEST_REPETITION)

    @property
    def place(self) -> Place:
        """As the engine names it."""
        return Place(self.question, self.repetition)


class TriedAnswer(PlaceBody):
    """An answer, in the unit of its question; `value` null is unanswered."""

    value: Any = None
    reason: str = Field("", max_length=LONGEST_TEXT, description="Why it does not apply.")
    evidence: int = Field(0, ge=0, le=1_000, description="How many photos or documents go along.")

    @property
    def sent(self) -> Sent:
        """As it is checked."""
        return Sent(self.value, self.reason, self.evidence)


class TriedScore(PlaceBody):
    """How the risk that an answer brought is scored: axis to value."""

    current: dict[str, str | float] | None = Field(None, max_length=20)
    residual: dict[str, str | float] | None = Field(None, max_length=20)

    @property
    def scored(self) -> Scored:
        """As the engine takes it."""
        return Scored(self.current, self.residual)


class OutcomeBody(Body):
    """What was filled in. `repetitions` gives by section the names of what it is repeated for."""

    answers: list[TriedAnswer] = Field([], max_length=MOST_ANSWERS)
    repetitions: dict[str, list[str]] = Field(
        {}, max_length=MOST_SECTIONS, description=f"At most {MOST_REPETITIONS} names a section."
    )
    scores: list[TriedScore] = Field([], max_length=MOST_ANSWERS)


class AnswerPlaceOut(BaseModel):
    """Where an answer stands."""

    question: str
    repetition: str


class NumberAskedOut(AnswerPlaceOut):
    """A question that is asked now; `computed` is what a formula gave."""

    is_answered: bool
    computed: Any


class ShownOut(BaseModel):
    """A section that is shown now, once for each repetition."""

    section: str
    repetition: str
    asked: list[NumberAskedOut]


class TriedTroubleOut(AnswerPlaceOut):
    """What keeps the sheet from being complete; `question` may be a section not repeated enough."""

    code: str
    text: str


class TriedClass(BaseModel):
    """What came of a score."""

    model: str
    version: int
    native: str
    common: str | None
    number: float | None
    choice: dict[str, str]


class TriedRisk(AnswerPlaceOut):
    """A risk that an answer brought, or the `nth` line of a list of risks."""

    nth: int
    title: str
    hazard: str
    current: TriedClass | None
    residual: TriedClass | None
    is_proposed: bool = Field(description="Nobody scored it: the class is what is proposed.")


class TriedFollowUpOut(BaseModel):
    """Another instrument that is asked for, and the answers that ask for it."""

    instrument: str
    is_announced: bool
    places: list[AnswerPlaceOut]


class TriedToldOut(BaseModel):
    """Something to be done; `place` is null when the whole sheet brings it."""

    do: str
    text: str
    place: AnswerPlaceOut | None


class ProgressOut(BaseModel):
    """How far the sheet is."""

    asked: int
    answered: int
    required: int
    required_answered: int
    percentage: int


class OutcomeOut(BaseModel):
    """Everything that follows. Nothing of it is kept. Sentences are in the language of the caller."""

    instrument: str
    version: str
    sha256: str
    is_complete: bool
    profile: list[NumberAskedOut]
    sections: list[ShownOut]
    hidden: list[AnswerPlaceOut] = Field(description="Answers to questions that are not asked now.")
    troubles: list[TriedTroubleOut]
    refusals: list[str]
    calculations: dict[str, Any]
    risks: list[TriedRisk]
    worst_now: str | None
    worst_after: str | None
    follow_ups: list[TriedFollowUpOut]
    told: list[TriedToldOut]
    progress: ProgressOut


def outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """What follows, as the API gives it; the instrument itself is left to the caller."""
    progress = outcome.progress
    return {
        "is_complete": outcome.is_complete,
        "profile": _asked(outcome.profile),
        "sections": [
            ShownOut(section=one.section.id, repetition=one.repetition, asked=_asked(one.asked))
            for one in outcome.sections
        ],
        "hidden": _places(outcome.hidden),
        "troubles": [
            TriedTroubleOut(
                question=one.key, repetition=one.repetition, code=one.code, text=_said(one.text)
            )
            for one in outcome.troubles
        ],
        "refusals": [_said(one) for one in outcome.refusals],
        "calculations": dict(outcome.calculations),
        "risks": [_risk(one) for one in outcome.risks],
        "worst_now": _class(outcome.worst_now),
        "worst_after": _class(outcome.worst_after),
        "follow_ups": [
            TriedFollowUpOut(
                instrument=one.instrument,
                is_announced=one.is_announced,
                places=_places(one.places),
            )
            for one in outcome.follow_ups
        ],
        "told": [
            TriedToldOut(
                do=one.what,
                text=_said(one.text) if one.text else "",
                place=_place(one.place) if one.place else None,
            )
            for one in outcome.told
        ],
        "progress": ProgressOut(**{name: getattr(progress, name) for name in _PROGRESS}),
    }


_PROGRESS = tuple(ProgressOut.model_fields)


def _said(text: Text) -> str:
    return text.said(get_language() or "nl")


def _place(place: Place) -> AnswerPlaceOut:
    return AnswerPlaceOut(question=place.key, repetition=place.repetition)


def _places(places: Iterable[Place]) -> list[AnswerPlaceOut]:
    return [_place(one) for one in places]


def _asked(found: Iterable[Any]) -> list[NumberAskedOut]:
    return [
        NumberAskedOut(
            question=one.place.key,
            repetition=one.place.repetition,
            is_answered=one.is_answered,
            computed=one.computed,
        )
        for one in found
    ]


def _risk(one: RaisedRisk) -> TriedRisk:
    line = one.line or {}
    return TriedRisk(
        question=one.place.key,
        repetition=one.place.repetition,
        nth=one.nth,
        title=_said(one.trigger.title) if one.trigger else line.get("title", ""),
        hazard=one.trigger.hazard if one.trigger else line.get("hazard", ""),
        current=_score(one.current),
        residual=_score(one.residual),
        is_proposed=one.is_proposed,
    )


def _score(one: Score | None) -> TriedClass | None:
    if one is None:
        return None
    return TriedClass(
        model=one.model,
        version=one.version,
        native=one.native.code,
        common=_class(one.common),
        number=one.number,
        choice=dict(one.choice),
    )


def _class(one: RiskClass | None) -> str | None:
    return one.value if one else None
