"""A sheet as the API takes it in and gives it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.core.api.schemas import Body
from baken.core.instruments.filling import Place, RaisedRisk
from baken.core.instruments.scoring import Score
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.org.queries import tree
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.queries.blind import blind_places, outcome_seen, worst_seen
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.rules import name_of

MOST_GIVEN = 2_000


class SheetOut(BaseModel):
    """A sheet."""

    id: UUID
    ref: str
    title: str
    unit: str = Field(description="Code of the unit.")
    confidentiality: str
    state: str
    instrument: str
    version: str
    serves: str = Field(description="Kind of record that it serves, such as `assessment`.")
    serial: int = Field(description="Counts the changes to what was filled in.")
    asked: int
    answered: int
    gaps: int = Field(description="Answers that say that something is not in order.")
    worst_now: str | None = Field(
        description="The worst class of its risks; null while the sheet is open to whoever scores it."
    )
    worst_after: str | None = Field(description="The same, once measures work.")
    begun_at: datetime
    touched_at: datetime
    frozen_at: datetime | None


class SheetPage(BaseModel):
    """Sheets, newest first."""

    items: list[SheetOut]
    next: str | None


class SheetAnswerOut(BaseModel):
    """An answer as it stands, or one that stands beside it."""

    key: str
    repetition: str
    serial: int
    value: Any
    reason: str
    at: datetime
    by: UUID | None
    post: str


class RepetitionOut(BaseModel):
    """Something that a section is filled in for."""

    section: str
    name: str = Field(description="As `repetition` of answers.")
    label: str


class RiskScoreOut(BaseModel):
    """How a risk was scored."""

    native: str
    common: str | None
    number: float | None
    choice: dict[str, str]


class RaisedOut(BaseModel):
    """A risk that an answer brought."""

    key: str
    repetition: str
    nth: int
    title: str
    hazard: str
    current: RiskScoreOut | None
    residual: RiskScoreOut | None
    is_proposed: bool
    is_blind: bool = Field(
        description="Others scored it: you see how once you gave your own score."
    )


class SheetTroubleOut(BaseModel):
    """What keeps the sheet from being complete."""

    code: str
    key: str
    repetition: str
    text: str


class FilledOut(BaseModel):
    """What was filled in, and what follows from it. ``since`` leaves out answers that are older."""

    serial: int
    answers: list[SheetAnswerOut]
    beside: list[SheetAnswerOut] = Field(description="Answers that wait for a choice.")
    repetitions: list[RepetitionOut]
    asked: list[str] = Field(description="`key` or `key@repetition` of what is asked now.")
    troubles: list[SheetTroubleOut]
    refusals: list[str]
    risks: list[RaisedOut]
    follow_ups: list[str]
    calculations: dict[str, Any]


class GivenBody(Body):
    """One answer; `value` null takes it away."""

    key: str = Field(max_length=64)
    repetition: str = Field("", max_length=40)
    value: Any = None
    reason: str = Field("", max_length=LONGEST_TEXT)
    seen: int = Field(
        0, ge=0, lt=2**31, description="Serial of the answer that you knew of; 0 of none."
    )


class SheetAnswersBody(Body):
    """Answers to give at once: all of them or none."""

    answers: list[GivenBody] = Field(max_length=MOST_GIVEN)


class AnswersSaved(BaseModel):
    """What became of them, each as `key` or `key@repetition`."""

    serial: int
    written: list[str]
    beside: list[str] = Field(description="Somebody else answered otherwise meanwhile.")
    hidden: list[str] = Field(description="Answers that went, because nobody asks for them now.")


class SettleBody(Body):
    """Which answer holds."""

    key: str = Field(max_length=64)
    repetition: str = Field("", max_length=40)
    serial: int = Field(
        ge=0, lt=2**31, description="Of the answer that holds; 0: that which stands."
    )
    seen: int = Field(ge=0, lt=2**31, description="The highest serial that you knew of there.")


class RepetitionBody(Body):
    """Something more to fill a section in for."""

    section: str = Field(max_length=40)
    label: str = Field(max_length=200)


class RiskScoreBody(Body):
    """One's own score of a risk."""

    key: str = Field(max_length=64)
    repetition: str = Field("", max_length=40)
    moment: str = Field("current", max_length=8, description="`current` or `residual`.")
    choice: dict[str, str] = Field(description="A value for every axis.")
    argument: str = Field("", max_length=LONGEST_TEXT)


class VersionBody(Body):
    """The version to carry a sheet over to."""

    version: str = Field(max_length=16)


class MovedOut(BaseModel):
    """What did not come along: to answer again, and asked no more."""

    again: list[str]
    gone: list[str]


_PLAIN = (
    *("id", "ref", "title", "state", "instrument", "version", "serves", "serial", "asked"),
    *("answered", "gaps", "begun_at", "touched_at", "frozen_at"),
)


def sheets_out(actor: Actor, found: Sequence[Sheet]) -> list[SheetOut]:
    """Sheets as the caller may see them."""
    here, worst = tree(), [worst_seen(actor, one) for one in found]
    return [
        SheetOut(
            **{name: getattr(one, name) for name in _PLAIN},
            unit=here.by_id[one.unit_id].code,
            confidentiality=one.get_confidentiality_display(),
            worst_now=now or None,
            worst_after=after or None,
        )
        for one, (now, after) in zip(found, worst, strict=True)
    ]


def filled_out(actor: Actor, record: Sheet, whole: Whole, since: int, language: str) -> FilledOut:
    """What was filled in since a change, and what follows from all of it."""
    outcome, blind = whole.outcome, blind_places(actor, record, whole)
    return FilledOut(
        serial=record.serial,
        answers=[_answer(row) for row in whole.answers.values() if row.serial > since],
        beside=[_answer(row) for rows in whole.rivals.values() for row in rows],
        repetitions=[
            RepetitionOut(section=row.section, name=row.name, label=row.label)
            for rows in whole.repetitions.values()
            for row in rows
        ],
        asked=[name_of(one.place) for one in outcome.asked],
        troubles=[
            SheetTroubleOut(
                code=one.code, key=one.key, repetition=one.repetition, text=one.text.said(language)
            )
            for one in outcome.troubles
        ],
        refusals=[one.said(language) for one in outcome.refusals],
        risks=[_risk(one, language, is_blind=one.place in blind) for one in outcome.risks],
        follow_ups=[one.instrument for one in outcome.follow_ups],
        calculations={
            name: _plain(value) for name, value in outcome_seen(whole, blind).calculations.items()
        },
    )


def place_of_body(body: GivenBody | SettleBody | RiskScoreBody) -> Place:
    """The place that something is about."""
    return Place(body.key, body.repetition)


def _answer(row: Any) -> SheetAnswerOut:
    names = ("key", "repetition", "serial", "value", "reason", "at", "by", "post")
    return SheetAnswerOut(**{name: getattr(row, name) for name in names})


def _risk(one: RaisedRisk, language: str, *, is_blind: bool) -> RaisedOut:
    line = one.line or {}
    return RaisedOut(
        key=one.place.key,
        repetition=one.place.repetition,
        nth=one.nth,
        title=one.trigger.title.said(language) if one.trigger else str(line.get("title", "")),
        hazard=one.trigger.hazard if one.trigger else str(line.get("hazard", "")),
        current=None if is_blind else _score(one.current),
        residual=None if is_blind else _score(one.residual),
        is_proposed=one.is_proposed,
        is_blind=is_blind,
    )


def _score(score: Score | None) -> RiskScoreOut | None:
    if score is None:
        return None
    return RiskScoreOut(
        native=score.native.code,
        common=score.common.value if score.common else None,
        number=score.number,
        choice=dict(score.choice),
    )


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)
