"""Questions that follow on a report, and their answers, as the API gives and takes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.rooms.library.queries import label_of
from baken.rooms.library.rules.follow_up import Question, QuestionSet
from baken.rooms.reports.queries.follow_up import Given, words

Value = str | int | float | bool | list[str]


class ChoiceOut(BaseModel):
    """One answer to choose."""

    code: str
    label: str


class QuestionOut(BaseModel):
    """One question; ``when`` names earlier questions with the answers of which one is needed."""

    code: str
    kind: str = Field(
        description="yes_no, single_choice, multi_choice, integer, decimal, date or text."
    )
    label: str
    help: str
    unit: str
    lowest: float | None
    highest: float | None
    choices: list[ChoiceOut]
    when: dict[str, list[str]]


class QuestionSetOut(BaseModel):
    """The questions about one subject, in their order."""

    subject: str
    label: str
    version: int
    questions: list[QuestionOut]


class QuestionSetList(BaseModel):
    """The questions of every subject that has some."""

    items: list[QuestionSetOut]
    next: None = None


class AnswerOut(BaseModel):
    """The newest answer to a question, as it is kept and in words."""

    subject: str
    question: str
    label: str
    value: Value
    said: str
    side: str = Field(description="reporter or handler.")
    by: str = Field(description="Name of the handler; never of the reporter.")
    at: datetime
    whole_day: bool = Field(description="True when only the day of `at` is known.")
    version: int
    earlier: list[str] = Field(description="What was answered before, in words.")


class AnswerList(BaseModel):
    """The newest answer to every question that was answered, by subject."""

    items: list[AnswerOut]
    next: None = None


class AnswersBody(Body):
    """Answers about one subject, by the code of the question; none is required."""

    subject: str = Field(max_length=40)
    answers: dict[str, Value] = Field(max_length=100)


class CodeAnswersBody(AnswersBody):
    """The same, with the receipt code."""

    code: str = Field(max_length=40)


def question_set_out(asked: QuestionSet) -> QuestionSetOut:
    """The questions of a subject in the active language."""
    return QuestionSetOut(
        subject=asked.subject,
        label=label_of("subjects", asked.subject),
        version=asked.version,
        questions=[_question_out(one) for one in asked.questions],
    )


def answer_list(answers: Iterable[Given]) -> AnswerList:
    """Answers as the API shows them."""
    return AnswerList(items=[_answer_out(one) for one in answers])


def _answer_out(one: Given) -> AnswerOut:
    plain: dict[str, Any] = {
        name: getattr(one, name) for name in AnswerOut.model_fields if name != "label"
    }
    return AnswerOut(**{**plain, "label": one.asked, "earlier": list(one.earlier)})


def _question_out(one: Question) -> QuestionOut:
    return QuestionOut(
        code=one.code,
        kind=one.kind,
        label=words(one),
        help=words(one, "help"),
        unit=one.unit,
        lowest=one.lowest,
        highest=one.highest,
        choices=[ChoiceOut(code=choice.code, label=words(choice)) for choice in one.choices],
        when={code: list(wanted) for code, wanted in one.when.items()},
    )
