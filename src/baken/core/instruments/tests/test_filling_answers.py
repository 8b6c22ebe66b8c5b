"""What is taken for an answer, and what is refused, in both languages and with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from baken.core.instruments.definitions import Form
from baken.core.instruments.definitions.answer_types import ANSWER_TYPES, NOT_ANSWERED
from baken.core.instruments.filling import AnswerRefused, checked
from baken.core.instruments.filling.answers import LONGEST_LINE, LONGEST_TEXT
from baken.core.instruments.tests.instruments import load, question, questions
from baken.core.instruments.tests.scales import PRODUCT, read

OPTIONS = (
    "options: [{code: x, text: {nl: x, en: x}}, {code: y, text: {nl: y, en: y}},"
    " {code: z, text: {nl: z, en: z}}]"
)
BOUNDED = "constraints: {min: 2, max: 4}"
DAYS = "constraints: {min: 2020-01-01, max: 2030-12-31}"
COLUMNS = (
    "columns: [{id: name, type: text, required: true, text: {nl: Naam, en: Name}},"
    " {id: mass, type: decimal, text: {nl: Zwaar, en: Heavy}, constraints: {min: 0}}]"
)
SERIES = {"values": [80, "81,5"], "uncertainty": 1, "calibrated_on": "2026-01-31"}
FILE = "0197c1a2-1111-7222-8333-444455556666"
SCORES = {"harm": 10, "chance": "often"}


def form(kind: str, more: str = "") -> Form:
    return load(questions(question("a", kind, more))).questions["a"].form


def answer(kind: str, raw: object, more: str = "") -> Any:
    return checked(form(kind, more), raw, read(PRODUCT))


@pytest.mark.parametrize(
    ("kind", "more", "raw", "value"),
    [
        ("yes_no", "", " yes ", "yes"),
        ("yes_no_na", "", "na", "na"),
        ("yes_no_partial_na", "", "partial", "partial"),
        ("single_choice", OPTIONS, "y", "y"),
        ("multi_choice", OPTIONS, ["z", "x", "z"], ["x", "z"]),
        ("multi_choice", OPTIONS + ", " + BOUNDED, ["z", "x"], ["x", "z"]),
        ("scale", "constraints: {min: 1, max: 5}", "5", 5),
        ("integer", BOUNDED, "4", 4),
        ("integer", "", -3.0, -3),
        ("decimal", "", "3,5", 3.5),
        ("decimal", "", "+0.25", 0.25),
        ("decimal", "", 0.1 + 0.2, 0.3),
        ("decimal", "unit: cm, " + BOUNDED, 2, 2.0),
        ("money", "", "4800,25", 4800.25),
        ("date", DAYS, "2030-12-31", "2030-12-31"),
        ("datetime", "", "2026-11-28T14:05:00+01:00", "2026-11-28T14:05:00+01:00"),
        ("duration", "unit: min, constraints: {min: 0, max: 600}", 30, 30.0),
        ("text", BOUNDED, "abcd", "abcd"),
        ("long_text", "", "a\n\nb ", "a\n\nb"),
        ("person", "", "P-1", "P-1"),
        ("location", "", "52.1326, 5.2913", {"lat": 52.1326, "lon": 5.2913}),
        ("location", "", {"lat": -90, "lon": 180}, {"lat": -90.0, "lon": 180.0}),
        ("location", "", "31u ft 9000", {"mgrs": "31UFT9000"}),
        ("location", "", {"mgrs": "31UFT1234512345"}, {"mgrs": "31UFT1234512345"}),
        ("photo", "", [FILE, FILE], [FILE]),
        ("signature", "", " J. Jansen ", {"name": "J. Jansen"}),
        ("signature", "", {"name": "J. Jansen"}, {"name": "J. Jansen"}),
        ("headcount", "", "0", 0),
        ("table", COLUMNS, [{"name": " saw ", "mass": "2,5"}, {"name": "rope", "mass": ""}],
         [{"name": "saw", "mass": 2.5}, {"name": "rope"}]),
        ("measurement_series", "unit: dB(A)", SERIES,
         {**SERIES, "values": [80.0, 81.5], "uncertainty": 1.0, "instrument": ""}),
        ("phase_list", "", "one\n\n two \n", ["one", "two"]),
        ("phase_list", "", ["one"], ["one"]),
        ("measure_list", "", [{"text": "Guard", "level": "source"}],
         [{"text": "Guard", "level": "source", "owner": "", "when": ""}]),
        ("risk_list", "", [{"title": "Fall", "current": SCORES, "exposed": {"own": 3}, "measures": ["net"]}],
         [{"title": "Fall", "hazard": "", "scenario": "", "exposed": {"own": 3}, "residual": None,
           "current": {"harm": "10", "chance": "often"}, "measures": ["net"]}]),
        ("risk_list", "", [{"title": "Fall"}],
         [{"title": "Fall", "hazard": "", "scenario": "", "exposed": {}, "residual": None, "current": None,
           "measures": []}]),
    ],
)  # fmt: skip
def test_answer_is_taken(kind: str, more: str, raw: object, value: Any) -> None:
    taken = answer(kind, raw, more)
    assert taken == value
    assert answer(kind, taken, more) == taken


@pytest.mark.parametrize("raw", [None, "", "  ", [], {}])
@pytest.mark.parametrize("kind", ["yes_no", "text", "decimal", "photo", "risk_list", "location"])
def test_nothing_is_no_answer(kind: str, raw: object) -> None:
    assert answer(kind, raw) is None


@pytest.mark.parametrize(
    ("kind", "more", "raw", "says"),
    [
        ("yes_no", "", "na", "choose from: yes, no"),
        ("yes_no", "", True, "choose from: yes, no"),
        ("single_choice", OPTIONS, "q", "choose from: x, y, z"),
        ("multi_choice", OPTIONS, "x", "give a list"),
        ("multi_choice", OPTIONS, ["x", 1], "choose from: x, y, z"),
        ("multi_choice", OPTIONS + ", " + BOUNDED, ["x", "x"], "give at least 2"),
        ("integer", "", "3.5", "give a whole number"),
        ("integer", "", "three", "give a whole number"),
        ("integer", BOUNDED, 5, "this is at most 4"),
        ("headcount", "", -1, "this is at least 0"),
        ("decimal", "", "1e3", "give a number, such as 12 or 3.5"),
        ("decimal", "", True, "give a number, such as 12 or 3.5"),
        ("decimal", "", float("nan"), "give a number, such as 12 or 3.5"),
        ("decimal", "", 10**400, "give a number, such as 12 or 3.5"),
        ("decimal", "", 1e16, "give a number, such as 12 or 3.5"),
        ("decimal", "unit: cm, " + BOUNDED, 1.99, "this is at least 2 cm"),
        ("decimal", "unit: cm, " + BOUNDED, 4.01, "this is at most 4 cm"),
        ("money", "", 1.005, "give an amount with at most two decimals"),
        ("date", "", "28-11-2026", "give a day as 2026-11-28"),
        ("date", "", "2026-02-30", "give a day as 2026-11-28"),
        ("date", "", "1815-06-18", "give a day as 2026-11-28"),
        ("date", "", 20261128, "give a day as 2026-11-28"),
        ("date", DAYS, "2019-12-31", "this is not before 2020-01-01"),
        ("date", DAYS, "2031-01-01", "this is not after 2030-12-31"),
        ("datetime", "", "2026-11-28T14:05:00", "give a moment with its time zone, such as"),
        ("datetime", "", "soon", "give a moment with its time zone, such as"),
        ("datetime", "", 3, "give a moment with its time zone, such as"),
        ("datetime", "", "0001-01-01T00:00:00+00:00", "give a moment with its time zone, such as"),
        ("text", "", 3, "give a text"),
        ("text", "", "x" * (LONGEST_LINE + 1), f"use at most {LONGEST_LINE} characters"),
        ("long_text", "", "x" * (LONGEST_TEXT + 1), f"use at most {LONGEST_TEXT} characters"),
        ("text", BOUNDED, "abcde", "use at most 4 characters"),
        ("text", BOUNDED, "a", "use at least 2 characters"),
        ("location", "", "nowhere", "give a place as 52.1326, 5.2913 or in MGRS"),
        ("location", "", "61UFT9000", "give a place as 52.1326, 5.2913 or in MGRS"),
        ("location", "", "31UFT900", "give a place as 52.1326, 5.2913 or in MGRS"),
        ("location", "", {"lat": 91, "lon": 0}, "give a place as 52.1326, 5.2913 or in MGRS"),
        ("location", "", {"lat": 1}, "give a place as 52.1326, 5.2913 or in MGRS"),
        ("location", "", 3, "give a place as 52.1326, 5.2913 or in MGRS"),
        ("photo", "", FILE, "add the files first"),
        ("photo", "", ["../x"], "add the files first"),
        ("photo", "", [FILE[:-2] + f"{number:02}" for number in range(51)], "give at most 50"),
        ("signature", "", {"name": " "}, "write your name"),
        ("signature", "", 3, "write your name"),
        ("table", COLUMNS, "x", "give a list"),
        ("table", COLUMNS, ["x"], "row 1: give names with values"),
        ("table", COLUMNS, [{"name": "saw"}, {"mass": 1}], "row 2: Name: this is needed"),
        ("table", COLUMNS, [{"name": "saw", "mass": -1}], "row 1, mass: this is at least 0"),
        ("table", COLUMNS, [{"name": "saw", "size": 1}], "row 1: “size” does not belong here"),
        ("table", COLUMNS, [{"name": "saw"}] * 501, "give at most 500"),
        ("measurement_series", "unit: dB(A)", [80], "give names with values"),
        ("measurement_series", "unit: dB(A)", {**SERIES, "values": []}, "values: give a list"),
        ("measurement_series", "unit: dB(A)", {**SERIES, "values": ["x"]}, "give a number"),
        ("measurement_series", "unit: dB(A)", {**SERIES, "uncertainty": None}, "uncertainty: this is"),
        ("measurement_series", "unit: dB(A)", {**SERIES, "calibrated_on": ""}, "calibrated_on: this is"),
        ("measurement_series", "unit: dB(A)", {**SERIES, "by": "me"}, "“by” does not belong here"),
        ("phase_list", "", [" "], "row 1: text: this is needed"),
        ("phase_list", "", ["x" * 501], "row 1, text: use at most 500 characters"),
        ("phase_list", "", [3], "row 1, text: give a text"),
        ("measure_list", "", [{"text": "Guard"}], "row 1: level: this is needed"),
        ("measure_list", "", [{"text": "Guard", "level": "ppe", "owner": 3}], "row 1, owner: give a text"),
        ("risk_list", "", [{"hazard": "x"}], "row 1: title: this is needed"),
        ("risk_list", "", [{"title": "x", "current": {"harm": 10}}], "row 1, current: choose a value"),
        ("risk_list", "", [{"title": "x", "current": "high"}], "row 1, current: give names with values"),
        ("risk_list", "", [{"title": "x", "exposed": {"enemy": 1}}], "row 1, exposed: choose from: own"),
        ("risk_list", "", [{"title": "x", "exposed": {"own": -1}}], "row 1, exposed: this is at least 0"),
        ("risk_list", "", [{"title": "x", "measures": "net"}], "row 1, measures: give a list"),
        ("risk_list", "", {"title": "x"}, "give a list"),
        ("computed", "expr: 1 + 1", "2", "nobody answers this question"),
        ("statement", "", "2", "nobody answers this question"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_the_reason(
    kind: str, more: str, raw: object, says: str
) -> None:
    with pytest.raises(AnswerRefused) as refused:
        answer(kind, raw, more)
    assert str(refused.value).startswith(says)
    assert refused.value.text.nl != refused.value.text.en


def test_risk_is_not_scored_without_a_model() -> None:
    with pytest.raises(AnswerRefused):
        checked(form("risk_list"), [{"title": "x", "current": SCORES}])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
ALL_FORMS = [
    load(questions(question("a", kind, {
        "single_choice": OPTIONS, "multi_choice": OPTIONS, "scale": "constraints: {min: 1, max: 5}",
        "duration": "unit: min, constraints: {min: 0, max: 600}", "table": COLUMNS,
        "measurement_series": "unit: dB(A)",
    }.get(kind, "")))).questions["a"].form
    for kind in ANSWER_TYPES if kind not in NOT_ANSWERED
]  # fmt: skip


@generated(st.sampled_from(ALL_FORMS), ANYTHING)
def test_anything_is_an_answer_or_refused(asked: Form, raw: object) -> None:
    try:
        taken = checked(asked, raw, read(PRODUCT))
    except AnswerRefused:
        return
    assert checked(asked, taken, read(PRODUCT)) == taken
