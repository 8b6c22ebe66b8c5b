"""Turns what somebody gave into an answer, or says what is wrong with it.

An answer is plain data that reads back the same from any store: words, numbers in the unit of the
question, days and moments as text, lists, and names with values. What was typed into a form and what a
program sends is judged alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from baken.core.instruments.definitions import Form
from baken.core.instruments.definitions.answer_types import NOT_ANSWERED
from baken.core.instruments.definitions.reading.risks import score_problem
from baken.core.instruments.definitions.vocabulary import EXPOSED, MOST_ROWS
from baken.core.instruments.expressions.numbers import rounded
from baken.core.instruments.filling import sentences
from baken.core.instruments.scoring import ScoringModel, choice_problems, score
from baken.core.instruments.texts import Text, listed

LONGEST_LINE, LONGEST_TEXT = 500, 50_000
MOST_FILES = 50
MOST_VALUES = 10_000  # of a series of measurements
MOST_EXPOSED = 1_000_000
LARGEST = 1e15
YEARS = range(1900, 2200)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,12})?")
_DEGREES = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,8})?)")
_MGRS = re.compile(r"([0-9]{1,2})[C-HJ-NP-X][A-HJ-NP-Z]{2}(?:[0-9]{2}){1,5}")
_FILE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class AnswerRefused(ValueError):
    """Something that is no answer to this question; ``text`` says why, in both languages."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def checked(form: Form, raw: object, scoring: ScoringModel | None = None) -> Any:
    """The answer that something is, or None when it is none at all: nothing, blanks, an empty list.

    ``scoring`` is the model by which a list of risks is scored. Raises AnswerRefused for anything else.
    """
    if form.type in NOT_ANSWERED:
        raise AnswerRefused(sentences.NOBODY_ANSWERS)
    given = raw.strip() if isinstance(raw, str) else raw
    if given is None or given == "" or given in ([], {}):
        return None
    if form.type == "risk_list":
        return [_risk(one, nth, scoring) for nth, one in _rows(form, given)]
    return _WAYS[form.type](form, given)


def _word(form: Form, given: Any) -> str:
    if not isinstance(given, str) or given not in form.words:
        raise AnswerRefused(sentences.CHOOSE.filled(known=", ".join(_in_order(form))))
    return given


def _in_order(form: Form) -> tuple[str, ...]:
    return form.answer_type.words or tuple(one.code for one in form.options)


def _words(form: Form, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise AnswerRefused(sentences.LIST)
    chosen = {_word(form, one) for one in given}
    _count(form, len(chosen))
    return [one for one in _in_order(form) if one in chosen]


def _number(form: Form, given: Any) -> float:
    found = _float(given)
    _bound(form, found)
    return found


def _float(given: Any) -> float:
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        given = float(given.replace(",", "."))
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise AnswerRefused(sentences.NUMBER)
    if not abs(given) <= LARGEST:
        raise AnswerRefused(sentences.NUMBER)
    return rounded(given)


def _bound(form: Form, found: float) -> None:
    unit = f" {form.unit.name}" if form.unit else ""
    if form.least is not None and found < form.least:
        raise AnswerRefused(sentences.AT_LEAST.filled(least=f"{form.least:g}{unit}"))
    if form.most is not None and found > form.most:
        raise AnswerRefused(sentences.AT_MOST.filled(most=f"{form.most:g}{unit}"))


def _whole(form: Form, given: Any) -> int:
    try:
        found = _float(given)
    except AnswerRefused:
        raise AnswerRefused(sentences.WHOLE) from None
    if found != int(found):
        raise AnswerRefused(sentences.WHOLE)
    _bound(form, found)
    return int(found)


def _heads(form: Form, given: Any) -> int:
    found = _whole(form, given)
    if found < 0:
        raise AnswerRefused(sentences.AT_LEAST.filled(least=0))
    return found


def _money(form: Form, given: Any) -> float:
    found = _number(form, given)
    if found != rounded(round(found, 2)):
        raise AnswerRefused(sentences.CENTS)
    return found


def _day(form: Form, given: Any) -> str:
    found = _date(given)
    if form.earliest and found < form.earliest:
        raise AnswerRefused(sentences.NOT_BEFORE.filled(day=form.earliest))
    if form.latest and found > form.latest:
        raise AnswerRefused(sentences.NOT_AFTER.filled(day=form.latest))
    return found.isoformat()


def _date(given: Any) -> date:
    try:
        found = date.fromisoformat(given if isinstance(given, str) and len(given) == 10 else "")
    except ValueError:
        raise AnswerRefused(sentences.DAY) from None
    if found.year not in YEARS:
        raise AnswerRefused(sentences.DAY)
    return found


def _moment(form: Form, given: Any) -> str:
    try:
        found = datetime.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        raise AnswerRefused(sentences.MOMENT) from None
    if found.tzinfo is None or found.year not in YEARS:
        raise AnswerRefused(sentences.MOMENT)
    _day(form, found.date().isoformat())
    return found.isoformat()


def _text(longest: int) -> Callable[[Form, Any], str]:
    def clean(form: Form, given: Any) -> str:
        if not isinstance(given, str):
            raise AnswerRefused(sentences.TEXT)
        most = int(form.most) if form.most is not None else longest
        if len(given) > most:
            raise AnswerRefused(sentences.SHORTER.filled(most=most))
        if form.least is not None and len(given) < form.least:
            raise AnswerRefused(sentences.LONGER.filled(least=f"{form.least:g}"))
        return given

    return clean


def _line(given: Any) -> str:
    """A text of one line within something larger."""
    if not isinstance(given, str):
        raise AnswerRefused(sentences.TEXT)
    if len(given) > LONGEST_LINE:
        raise AnswerRefused(sentences.SHORTER.filled(most=LONGEST_LINE))
    return given.strip()


def _location(_form: Form, given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        given = _location_in(given)
    if not isinstance(given, dict):
        raise AnswerRefused(sentences.PLACE)
    if set(given) == {"mgrs"} and isinstance(given["mgrs"], str):
        found = _MGRS.fullmatch(given["mgrs"].replace(" ", "").upper())
        if found and 1 <= int(found[1]) <= 60:
            return {"mgrs": found[0]}
    if set(given) == {"lat", "lon"}:
        lat, lon = _float(given["lat"]), _float(given["lon"])
        if abs(lat) <= 90 and abs(lon) <= 180:
            return {"lat": lat, "lon": lon}
    raise AnswerRefused(sentences.PLACE)


def _location_in(text: str) -> dict[str, Any]:
    """What somebody typed: two numbers of degrees, or else a grid reference."""
    found = _DEGREES.fullmatch(text)
    return {"lat": found[1], "lon": found[2]} if found else {"mgrs": text}


def _files(form: Form, given: Any) -> list[str]:
    if not isinstance(given, list) or not all(
        isinstance(one, str) and _FILE.fullmatch(one) for one in given
    ):
        raise AnswerRefused(sentences.FILES)
    found = list(dict.fromkeys(given))
    _count(form, len(found), MOST_FILES)
    return found


def _signature(_form: Form, given: Any) -> dict[str, str]:
    """A name written by hand; whoever stores the answer keeps by whom and when."""
    name = given.get("name") if isinstance(given, dict) else given
    if not isinstance(name, str) or not name.strip():
        raise AnswerRefused(sentences.SIGNED)
    return {"name": _line(name)}


def _rows(form: Form, given: Any) -> list[tuple[int, Any]]:
    if not isinstance(given, list):
        raise AnswerRefused(sentences.LIST)
    _count(form, len(given))
    return list(enumerate(given, start=1))


def _count(form: Form, count: int, most: int = MOST_ROWS) -> None:
    allowed = most if form.most is None else int(form.most)
    if count > allowed:
        raise AnswerRefused(sentences.FEWER_NEEDED.filled(most=allowed))
    if form.least is not None and count < form.least:
        raise AnswerRefused(sentences.MORE_NEEDED.filled(least=f"{form.least:g}"))


def _table(form: Form, given: Any) -> list[dict[str, Any]]:
    return [_table_row(form, row, nth) for nth, row in _rows(form, given)]


def _table_row(form: Form, row: Any, nth: int) -> dict[str, Any]:
    _check_names(row, [one.id for one in form.columns], nth)
    found = {}
    for column in form.columns:
        value = _within(nth, column.id, partial(checked, column.form, row.get(column.id)))
        if value is None and column.required:
            told = sentences.PART_NEEDED.filled(name=column.text)
            raise AnswerRefused(sentences.NOT_A_ROW.filled(row=nth, told=told))
        if value is not None:
            found[column.id] = value
    return found


def _check_names(row: Any, known: list[str], nth: int) -> None:
    if not isinstance(row, Mapping):
        raise AnswerRefused(sentences.NOT_A_ROW.filled(row=nth, told=sentences.PARTS))
    for name in row:
        if name not in known:
            told = sentences.UNKNOWN_PART.filled(name=str(name)[:40])
            raise AnswerRefused(sentences.NOT_A_ROW.filled(row=nth, told=told))


def _within(nth: int, name: str, make: Callable[[], Any]) -> Any:
    """What is made of one cell; a refusal says in which row and under which name."""
    try:
        return make()
    except AnswerRefused as refused:
        told = sentences.IN_ROW.filled(row=nth, name=name, told=refused.text)
        raise AnswerRefused(told) from None


def _series(form: Form, given: Any) -> dict[str, Any]:
    """Measured values with the uncertainty, in the same unit, and the day of the last calibration.

    Source: domain reference, instruments, section 7 (a value without these is not accepted).
    """
    if not isinstance(given, dict):
        raise AnswerRefused(sentences.PARTS)
    known = ("values", "uncertainty", "calibrated_on", "instrument")
    for name in given:
        if name not in known:
            raise AnswerRefused(sentences.UNKNOWN_PART.filled(name=str(name)[:40]))
    values = given.get("values")
    if not isinstance(values, list) or not 0 < len(values) <= MOST_VALUES:
        raise AnswerRefused(sentences.IN_PART.filled(name="values", told=sentences.LIST))
    for name in ("uncertainty", "calibrated_on"):
        if given.get(name) in (None, ""):
            raise AnswerRefused(sentences.PART_NEEDED.filled(name=name))
    return {
        "values": [_number(form, one) for one in values],
        "uncertainty": _float(given["uncertainty"]),
        "calibrated_on": _date(given["calibrated_on"]).isoformat(),
        "instrument": _line(given.get("instrument", "")),
    }


def _lines(form: Form, given: Any) -> list[str]:
    if isinstance(given, str):
        given = [line for line in given.splitlines() if line.strip()]
    return [_needed(one, nth, "text") for nth, one in _rows(form, given)]


def _needed(value: Any, nth: int, name: str) -> str:
    found = _within(nth, name, partial(_line, value))
    if not found:
        told = sentences.PART_NEEDED.filled(name=name)
        raise AnswerRefused(sentences.NOT_A_ROW.filled(row=nth, told=told))
    return str(found)


def _measures(form: Form, given: Any) -> list[dict[str, str]]:
    found = []
    for nth, row in _rows(form, given):
        _check_names(row, ["text", "level", "owner", "when"], nth)
        one = {name: _needed(row.get(name, ""), nth, name) for name in ("text", "level")}
        for name in ("owner", "when"):
            one[name] = _within(nth, name, partial(_line, row.get(name, "")))
        found.append(one)
    return found


def _risk(row: Any, nth: int, scoring: ScoringModel | None) -> dict[str, Any]:
    """A line of a list of risks: what may happen, to how many, and how it is scored now and afterwards."""
    names = ["title", "hazard", "scenario", "exposed", "current", "residual", "measures"]
    _check_names(row, names, nth)
    return {
        "title": _needed(row.get("title", ""), nth, "title"),
        "hazard": _within(nth, "hazard", partial(_line, row.get("hazard", ""))),
        "scenario": _within(nth, "scenario", partial(_line, row.get("scenario", ""))),
        "exposed": _within(nth, "exposed", partial(_exposed, row.get("exposed") or {})),
        "current": _within(nth, "current", partial(_choice, row.get("current"), scoring)),
        "residual": _within(nth, "residual", partial(_choice, row.get("residual"), scoring)),
        "measures": _within(nth, "measures", partial(_names, row.get("measures") or [])),
    }


def _names(given: Any) -> list[str]:
    if not isinstance(given, list):
        raise AnswerRefused(sentences.LIST)
    return [_line(one) for one in given[:MOST_ROWS]]


def _exposed(given: Any) -> dict[str, int]:
    if not isinstance(given, Mapping) or not set(given) <= set(EXPOSED):
        raise AnswerRefused(sentences.CHOOSE.filled(known=", ".join(EXPOSED)))
    heads = Form("headcount", most=MOST_EXPOSED)
    return {name: _heads(heads, given[name]) for name in EXPOSED if name in given}


def _choice(given: Any, scoring: ScoringModel | None) -> dict[str, str] | None:
    if given in (None, {}, ""):
        return None
    if scoring is None or not isinstance(given, Mapping):
        raise AnswerRefused(sentences.PARTS)
    problems = choice_problems(scoring, given)
    if problems:
        told = [score_problem(one.reason, one.axis, one.given, one.values) for one in problems]
        raise AnswerRefused(sentences.SCORE_NEEDED.filled(told=listed(told)))
    return dict(score(scoring, given).choice)


_LINE = _text(LONGEST_LINE)
_WAYS: Mapping[str, Callable[[Form, Any], Any]] = {
    **dict.fromkeys(("yes_no", "yes_no_na", "yes_no_partial_na", "single_choice"), _word),
    "multi_choice": _words,
    **dict.fromkeys(("scale", "integer"), _whole),
    **dict.fromkeys(("decimal", "duration"), _number),
    "headcount": _heads,
    "money": _money,
    "date": _day,
    "datetime": _moment,
    "text": _LINE,
    "long_text": _text(LONGEST_TEXT),
    **dict.fromkeys(
        ("person", "function_group", "org_unit", "substance", "equipment", "material_item"), _LINE
    ),
    "location": _location,
    **dict.fromkeys(("photo", "file"), _files),
    "signature": _signature,
    "table": _table,
    "measurement_series": _series,
    "phase_list": _lines,
    "measure_list": _measures,
}
