"""Reading an entry of a data file: what is wrong is said with file, entry and field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem, Entry, by_code, head_of, items_of
from baken.core.instruments.texts import Text


def entry(**values: Any) -> Entry:
    return Entry("f.yaml", "x", values)


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (lambda one: one.whole("a", 1, 3), 3, 3),
        (lambda one: one.whole_or_none("a", 1, 3), 1, 1),
        (lambda one: one.whole_or_none("a", 1, 3), None, None),
        (lambda one: one.number("a"), 2, 2.0),
        (lambda one: one.number("a"), 0.1, 0.1),
        (lambda one: one.words("a"), ["b", "c"], ("b", "c")),
        (lambda one: one.words("a"), [], ()),
        (lambda one: one.inner("a").text("b"), {"b": "c"}, "c"),
    ],
)
def test_field_that_fits_is_read(read: Callable[[Entry], Any], value: Any, found: Any) -> None:
    assert read(entry(a=value)) == found


@pytest.mark.parametrize(
    ("read", "value", "says"),
    [
        (lambda one: one.whole("a", 1, 3), 4, "f.yaml, x, a: give a whole number from 1 to 3"),
        (lambda one: one.whole("a", 1, 3), True, "give a whole number"),
        (lambda one: one.whole("a", 1, 3), 1.0, "give a whole number"),
        (lambda one: one.number("a"), 0, "f.yaml, x, a: a number above zero is needed"),
        (lambda one: one.number("a"), -1, "a number above zero"),
        (lambda one: one.number("a"), True, "a number above zero"),
        (lambda one: one.number("a"), "1", "a number above zero"),
        (lambda one: one.number("a"), float("inf"), "a number above zero"),
        (lambda one: one.number("a"), float("nan"), "a number above zero"),
        (lambda one: one.words("a"), "b", "f.yaml, x, a: a list of texts between quotation marks"),
        (lambda one: one.words("a"), [1], "a list of texts"),
        (lambda one: one.words("a"), [""], "a list of texts"),
        (lambda one: one.words("a"), ["b", "b"], "one of these stands twice"),
        (lambda one: one.lines("b"), None, "f.yaml, x, b_en: give as many sentences in Dutch"),
        (lambda one: one.lines("c"), None, "f.yaml, x, c_en: a list of sentences is needed"),
        (lambda one: one.entries("a"), ["b"], "f.yaml, x, a 1: names with values are needed"),
        (lambda one: one.inner("a"), [], "f.yaml, x, a: names with values are needed"),
        (lambda one: one.inner("a").text("b"), {}, "f.yaml, x, a, b: a text is needed"),
    ],
)
def test_field_that_does_not_fit_is_named(
    read: Callable[[Entry], Any], value: Any, says: str
) -> None:
    with pytest.raises(DataProblem, match=says):
        read(entry(a=value, b_nl=["Bel."], c_en="Call."))


def test_code_that_stands_twice_is_named() -> None:
    with pytest.raises(DataProblem, match=r"f\.yaml, x, code: this code stands twice"):
        by_code([entry(), entry()], "f.yaml")


def test_items_stand_under_items() -> None:
    assert [one.code for one in items_of("f.yaml", {"items": [{"code": "x"}]})] == ["x"]
    with pytest.raises(DataProblem, match=r"f\.yaml: a list under “items” is needed"):
        items_of("f.yaml", [])


def test_head_that_is_no_names_with_values_is_refused() -> None:
    assert head_of("f.yaml", {"version": 1, "source": "Arbowet"}).text("source") == "Arbowet"
    with pytest.raises(DataProblem, match=r"f\.yaml, head: names with values are needed"):
        head_of("f.yaml", ["version"])


@pytest.mark.parametrize(("language", "said"), [("nl", "Ja"), ("en-gb", "Yes"), ("fr", "Ja")])
def test_text_is_dutch_unless_english_is_asked_for(language: str, said: str) -> None:
    assert Text("Ja", "Yes").said(language) == said
