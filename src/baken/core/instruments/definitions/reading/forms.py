"""Reads how an answer looks: its kind, unit, bounds, options and columns."""

from __future__ import annotations

from datetime import date

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.answer_types import (
    ANSWER_TYPES,
    LIMITS,
    TABLE_TYPES,
    AnswerType,
)
from baken.core.instruments.definitions.model import Column, Form, Option
from baken.core.instruments.definitions.units import TIME_UNITS, UNITS, Unit
from baken.core.instruments.definitions.vocabulary import MOST_COLUMNS, MOST_OPTIONS
from baken.core.instruments.documents import Part, Placed
from baken.core.instruments.documents import sentences as plain_sentences
from baken.core.instruments.expressions import Kind
from baken.core.instruments.scoring import ScoringModel

TYPED_FIELDS = tuple(dict.fromkeys(name for one in ANSWER_TYPES.values() for name in one.fields))
MOST_STEPS = 10
_NUMBERS = frozenset({"integer", "decimal", "money", "duration", "measurement_series", "scale"})


def read_form(part: Part, scoring: ScoringModel | None) -> Form | None:
    """The form of a question or column; None when its type is no type."""
    given = part.one_of("type", ANSWER_TYPES)
    if given not in ANSWER_TYPES:
        for name in TYPED_FIELDS:
            part.has(name)
        return None
    kind = ANSWER_TYPES[given]
    _check_fields(part, kind)
    unit = _unit(part, kind)
    bounds = part.part(LIMITS) if LIMITS in kind.fields and part.has(LIMITS) else None
    earliest, latest = _days(bounds) if bounds and kind.kind is Kind.DATE else (None, None)
    least, most = _bounds(bounds, kind) if bounds and kind.kind is not Kind.DATE else (None, None)
    if bounds:
        bounds.end()
    if unit and not unit.counts_as_written and given not in ("computed",) and None in (least, most):
        part.wrong(LIMITS, sentences.BOUNDS_NEEDED.filled(unit=unit.name, si=unit.si))
    return Form(
        type=given,
        unit=unit,
        least=least,
        most=most,
        earliest=earliest,
        latest=latest,
        options=_options(part, scoring) if "options" in kind.fields else (),
        columns=_columns(part, scoring) if "columns" in kind.fields else (),
        low=part.texts_if_any("low") if "low" in kind.fields else None,
        high=part.texts_if_any("high") if "high" in kind.fields else None,
    )


def _check_fields(part: Part, kind: AnswerType) -> None:
    """Refuse fields of other types, and note those that this one needs."""
    for name in TYPED_FIELDS:
        is_there = part.has(name)
        if is_there and name not in kind.fields:
            part.wrong(name, sentences.NOT_FOR_TYPE.filled(type=kind.code))
        if not is_there and name in kind.needs:
            part.wrong(name, sentences.NEEDED_FOR_TYPE.filled(type=kind.code))


def _unit(part: Part, kind: AnswerType) -> Unit | None:
    if "unit" not in kind.fields or not part.has("unit"):
        return None
    known = TIME_UNITS if kind.code == "duration" else tuple(UNITS)
    return UNITS.get(part.one_of("unit", known))


def _bounds(bounds: Part, kind: AnswerType) -> tuple[float | None, float | None]:
    """Bounds of a number, or of how long or how many, which are whole and not below zero."""
    least, most = bounds.number_if_any("min"), bounds.number_if_any("max")
    if kind.code not in _NUMBERS or kind.code == "scale":
        for name, one in (("min", least), ("max", most)):
            if one is not None and (one < 0 or one != int(one)):
                bounds.wrong(name, sentences.WHOLE_BOUNDS)
    if least is not None and most is not None and least > most:
        bounds.wrong("min", sentences.LEAST_ABOVE_MOST)
    if kind.code == "scale" and (
        least is None or most is None or not 0 < most - least <= MOST_STEPS
    ):
        bounds.wrong("max", sentences.SCALE_STEPS)
    return least, most


def _days(bounds: Part) -> tuple[date | None, date | None]:
    earliest, latest = _day(bounds, "min"), _day(bounds, "max")
    if earliest and latest and earliest > latest:
        bounds.wrong("min", sentences.LEAST_ABOVE_MOST)
    return earliest, latest


def _day(bounds: Part, name: str) -> date | None:
    if not bounds.has(name):
        return None
    value = bounds.plain(name)
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        bounds.wrong(name, sentences.DAY_NEEDED)
        return None


def _options(part: Part, scoring: ScoringModel | None) -> tuple[Option, ...]:
    found: list[Option] = []
    for place, one in enumerate(part.items("options", most=MOST_OPTIONS), start=1):
        option = _option(part, f"options.{place}", one, scoring)
        if option is None:
            continue
        if option.code in [known.code for known in found]:
            part.wrong("options", plain_sentences.TWICE.filled(given=option.code), one.line)
        found.append(option)
    if part.has("options") and not found:
        part.wrong("options", plain_sentences.EMPTY)
    return tuple(found)


def _option(part: Part, name: str, one: Placed, scoring: ScoringModel | None) -> Option | None:
    """An option with its text, or a class of the scoring model, that brings its own."""
    if isinstance(one.value, str):
        known = {native.code: native.text for native in scoring.classes} if scoring else {}
        if one.value not in known:
            part.wrong(name, sentences.OPTION_TEXT, one.line)
            return None
        return Option(one.value, known[one.value])
    inner = part.inside(name, one)
    if inner is None:
        return None
    made = Option(inner.code("code"), inner.texts("text"))
    inner.end()
    return made


def _columns(part: Part, scoring: ScoringModel | None) -> tuple[Column, ...]:
    found: list[Column] = []
    for inner in part.parts("columns", most=MOST_COLUMNS):
        column = _column(inner, scoring)
        if column and column.id in [one.id for one in found]:
            inner.wrong("id", plain_sentences.TWICE.filled(given=column.id))
        elif column:
            found.append(column)
    return tuple(found)


def _column(inner: Part, scoring: ScoringModel | None) -> Column | None:
    code, text, required = inner.code("id"), inner.texts("text"), inner.yes("required")
    form = read_form(inner, scoring)
    inner.end()
    if form is not None and form.type not in TABLE_TYPES:
        inner.wrong("type", sentences.NOT_IN_TABLE.filled(type=form.type))
        return None
    return Column(code, text, form, required) if form else None
