"""Whatever is filled in at a step becomes a plain value or a message at its field, never an error."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_LINE, LONGEST_TEXT, clean_fields
from baken.core.workflow.table import Step, StepField

KINDS = ("text", "long_text", "choice", "codes", "boolean", "integer", "date", "moment", "rows")
KINDS += ("person", "unit")
MOMENT = datetime(2026, 2, 28, 10, tzinfo=UTC)
NO_MOMENT = "Give a moment with its time zone, such as 2026-11-30T14:05:00+01:00."
CODES = {"colours": ("red", "blue", "3", "None", "True")}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def _clean(kind: str, value: Any, *, required: bool = False) -> Any:
    field = StepField("it", "It", kind, required=required, choices="colours")
    step = Step("step", "Step", ("open",), "", "p", "t", fields=(field,))
    return clean_fields(step=step, raw={"it": value}, choices_of=CODES.__getitem__)


@pytest.mark.parametrize(
    ("kind", "value", "cleaned"),
    [
        ("text", "  Cable \n", "Cable"),
        ("text", "x" * LONGEST_LINE, "x" * LONGEST_LINE),
        ("text", f"  {'x' * LONGEST_LINE}  ", "x" * LONGEST_LINE),
        ("long_text", "x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("long_text", "two\nlines", "two\nlines"),
        ("person", "P000001", "P000001"),
        ("unit", "COMPANY", "COMPANY"),
        ("occurrence", "V-2026-000001", "V-2026-000001"),
        ("choice", "red", "red"),
        ("choice", 3, "3"),
        ("codes", ["red", "blue", "red", 3], ["red", "blue", "3"]),
        ("codes", ("red",), ["red"]),
        ("codes", ["red"] * 50, ["red"]),
        ("boolean", True, True),
        ("boolean", "on", True),
        ("boolean", "ja", True),
        ("boolean", "1", True),
        ("boolean", False, False),
        ("boolean", "false", False),
        ("boolean", "nee", False),
        ("integer", 0, 0),
        ("integer", "-7", -7),
        ("integer", " 7 ", 7),
        ("integer", 10**9, 10**9),
        ("integer", -(10**9), -(10**9)),
        ("date", "2026-02-28", date(2026, 2, 28)),
        ("date", date(2026, 2, 28), date(2026, 2, 28)),
        ("date", "1900-01-01", date(1900, 1, 1)),
        ("date", "2100-12-31", date(2100, 12, 31)),
        ("moment", "2026-02-28T10:00:00Z", MOMENT),
        ("moment", "2026-02-28T11:00+01:00", MOMENT),
        ("moment", MOMENT, MOMENT),
        ("rows", [{"what": "door"}], [{"what": "door"}]),
        ("rows", [{}] * 200, [{}] * 200),
    ],
)
def test_fields_that_fit_become_plain_values(kind: str, value: Any, cleaned: Any) -> None:
    assert _clean(kind, value) == {"it": cleaned}


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("text", 7, "This must be text."),
        ("text", ["a"], "This must be text."),
        ("text", "a\x00b", "This must be text."),
        ("text", " \n\t ", "This is needed."),
        ("text", "x" * (LONGEST_LINE + 1), "Use at most 200 characters."),
        ("long_text", "x" * (LONGEST_TEXT + 1), "Use at most 50000 characters."),
        ("choice", "green", "Choose one of the options shown."),
        ("choice", "Red", "Choose one of the options shown."),
        ("choice", True, "Choose one of the options shown."),
        ("choice", 3.0, "Choose one of the options shown."),
        ("choice", ["red"], "Choose one of the options shown."),
        ("choice", {"red": 1}, "Choose one of the options shown."),
        ("codes", "red", "Give a list of codes."),
        ("codes", {"red": 1}, "Give a list of codes."),
        ("codes", ["red"] * 51, "Give a list of codes."),
        ("codes", ["red", "green", "y" * 50], f"Unknown: green, {'y' * 40}."),
        ("codes", [["red"]], "Unknown: ['red']."),
        ("boolean", "perhaps", "Answer yes or no."),
        ("boolean", 1, "Answer yes or no."),
        ("boolean", 0, "Answer yes or no."),
        ("boolean", [1], "Answer yes or no."),
        ("integer", "seven", "Give a whole number."),
        ("integer", 7.0, "Give a whole number."),
        ("integer", "7.5", "Give a whole number."),
        ("integer", True, "Give a whole number."),
        ("integer", 10**9 + 1, "Give a whole number."),
        ("integer", -(10**9) - 1, "Give a whole number."),
        ("integer", "9" * 5_000, "Give a whole number."),
        ("integer", {"a": 1}, "Give a whole number."),
        ("date", "28-02-2026", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", "2026-02-30", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", "20260228", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", "2026-W09-6", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", "1899-12-31", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", "2101-01-01", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", "0001-01-01", "Give a date as year-month-day, such as 2026-11-30."),
        ("date", 20260228.5, "Give a date as year-month-day, such as 2026-11-30."),
        ("date", {"year": 2026}, "Give a date as year-month-day, such as 2026-11-30."),
        ("moment", "2026-02-28T10:00:00", NO_MOMENT),
        ("moment", "2026-02-28", NO_MOMENT),
        ("moment", "yesterday", NO_MOMENT),
        ("moment", "1899-12-31T10:00:00Z", NO_MOMENT),
        ("moment", "0001-01-01T00:00:00+09:00", NO_MOMENT),
        ("moment", "2026-02-30T10:00:00Z", NO_MOMENT),
        ("moment", 1772272800, NO_MOMENT),
        ("moment", {"at": 1}, NO_MOMENT),
        ("rows", "door", "Give a list."),
        ("rows", {"what": "door"}, "Give a list."),
        ("rows", [{}] * 201, "Give a list."),
        ("rows", ["door"], "Give a list of objects."),
        ("rows", [{}, None], "Give a list of objects."),
    ],
)
def test_fields_that_do_not_fit_get_a_message(kind: str, value: Any, message: str) -> None:
    with pytest.raises(FieldsRefused) as caught:
        _clean(kind, value)
    assert caught.value.errors == {"it": message}


@pytest.mark.parametrize("value", [None, "", []])
@pytest.mark.parametrize("kind", KINDS)
def test_empty_field_is_left_out(kind: str, value: Any) -> None:
    assert _clean(kind, value) == {}


@pytest.mark.parametrize("value", [None, "", []])
def test_empty_field_that_is_needed_gets_a_message(value: Any) -> None:
    with pytest.raises(FieldsRefused) as caught:
        _clean("text", value, required=True)
    assert caught.value.errors == {"it": "This is needed."}


@pytest.mark.parametrize("value", ["3", [3], {str(axis): "1" for axis in range(11)}])
def test_scores_are_a_value_for_each_axis_and_not_too_many(value: Any) -> None:
    with pytest.raises(FieldsRefused, match="Give a value for every axis"):
        _clean("scores", value)


def test_yes_that_is_needed_and_answered_no_gets_a_message() -> None:
    with pytest.raises(FieldsRefused) as caught:
        _clean("boolean", False, required=True)
    assert caught.value.errors == {"it": "This step needs a yes here."}


def test_yes_that_is_needed_and_given_is_taken() -> None:
    assert _clean("boolean", "on", required=True) == {"it": True}


TWO = Step(
    "step",
    "Step",
    ("open",),
    "",
    "p",
    "t",
    fields=(StepField("title", "Title", required=True), StepField("count", "Count", "integer")),
)


def test_every_wrong_field_is_named_at_once() -> None:
    raw = {"count": "many", "colour": "red"}
    with pytest.raises(FieldsRefused) as caught:
        clean_fields(step=TWO, raw=raw, choices_of=CODES.__getitem__)
    assert caught.value.errors == {
        "colour": "This step has no such field.",
        "title": "This is needed.",
        "count": "Give a whole number.",
    }


@pytest.mark.parametrize("raw", [None, {}])
def test_step_without_fields_takes_nothing(raw: Any) -> None:
    bare = Step("step", "Step", ("open",), "", "p", "t")
    assert clean_fields(step=bare, raw=raw, choices_of=CODES.__getitem__) == {}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(KINDS), st.booleans(), json_values)
def test_any_json_at_all_is_cleaned_or_refused(kind: str, required: bool, value: Any) -> None:
    """Anything but a refusal fails the test: a page must never fall over what was typed."""
    with suppress(FieldsRefused):
        assert _clean(kind, value, required=required).keys() <= {"it"}
