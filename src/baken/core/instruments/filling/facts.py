"""What an answer is in a condition: numbers in SI, days as days, lists as lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from baken.core.instruments.definitions import Form, Question
from baken.core.instruments.definitions.model import PROFILE
from baken.core.instruments.definitions.vocabulary import YES
from baken.core.instruments.expressions import Kind

NO_FACTS: Mapping[str, Any] = {}


def facts_of(question: Question, value: Any) -> Mapping[str, Any]:
    """The facts of an answer by what follows the name of its question: nothing for the answer itself.

    Of an unanswered question there are none, so that all that asks for it is unknown.
    """
    if value is None:
        return NO_FACTS
    return dict(_facts(question, value))


def _facts(question: Question, value: Any) -> Iterator[tuple[str, Any]]:
    form = question.form
    if form.type == "yes_no" and question.section == PROFILE:
        yield "", value == YES
    elif form.type == "measurement_series":
        yield "", tuple(_number(form, one) for one in value["values"])
        yield ".uncertainty", _difference(form, value["uncertainty"])
        yield ".calibrated_on", date.fromisoformat(value["calibrated_on"])
    elif form.type == "measure_list":
        yield "", tuple(one["text"] for one in value)
        yield ".level", tuple(one["level"] for one in value)
    elif form.type == "risk_list":
        yield "", tuple(one["title"] for one in value)
    elif form.columns:
        for column in form.columns:
            cells = tuple(_plain(column.form, row.get(column.id)) for row in value)
            yield f".{column.id}", cells
    else:
        yield "", _plain(form, value)


def _plain(form: Form, value: Any) -> Any:
    """One value as a condition compares it."""
    kind = form.answer_type.kind
    if value is None or kind is None:
        return None
    if kind is Kind.NUMBER:
        return _number(form, value)
    if kind is Kind.DATE:
        return date.fromisoformat(value[:10])
    return tuple(value) if kind is Kind.TEXTS else value


def _number(form: Form, value: float) -> float:
    return form.unit.in_si(value) if form.unit else float(value)


def _difference(form: Form, value: float) -> float:
    """How far a value may be beside the truth: without the offset of its unit."""
    return form.unit.difference_in_si(value) if form.unit else float(value)
