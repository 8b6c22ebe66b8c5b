"""Files that experts write: what they hold, on which line, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.instruments.documents import (
    Findings,
    Part,
    Placed,
    Problem,
    Refused,
    opened,
    placed,
    yaml_text,
)
from baken.core.instruments.documents.problems import MOST_TOLD
from baken.core.instruments.texts import Text


def read(text: str) -> Any:
    return placed("f.yaml", text).plain()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("a: 1", {"a": 1}),
        ("a: 1.50", {"a": 1.5}),
        ("a: -2.5e3", {"a": -2500.0}),
        ("a: -0", {"a": 0}),
        ("a: 007", {"a": "007"}),
        ("a: 1.0.0", {"a": "1.0.0"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1.5e999", {"a": "1.5e999"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: true", {"a": True}),
        ("a: false", {"a": False}),
        ("a: ~", {"a": None}),
        ("a: null", {"a": None}),
        ("a:", {"a": None}),
        ("a: 'true'", {"a": "true"}),
        ('a: "1"', {"a": "1"}),
        ("a: 2026-11-28", {"a": "2026-11-28"}),
        ("{nl: Nee, en: No}", {"nl": "Nee", "en": "No"}),
        ("[yes, no, on, off]", ["yes", "no", "on", "off"]),
        ("- a\n- b: [1, {c: d}]", ["a", {"b": [1, {"c": "d"}]}]),
        ("1: a\n0.5: b", {1: "a", 0.5: "b"}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("<<: a", {"<<": "a"}),
        ("--- \na: 1", {"a": 1}),
    ],
)
def test_file_holds_what_is_written(text: str, value: Any) -> None:
    assert read(text) == value


def test_values_know_their_lines() -> None:
    found = placed("f.yaml", "a:\n  b: 1\n  c:\n    - x\n    - y\n")
    assert isinstance(found.value, dict)
    inner = found.value["a"]
    assert isinstance(inner.value, dict)
    assert (inner.line, inner.value["b"].line, inner.value["c"].line) == (1, 2, 3)
    assert inner.value["c"].value == (Placed("x", 4), Placed("y", 5))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: ]\n", 2, "this is no valid YAML: did not find expected node content"),
        ("a: 'x", 1, "this is no valid YAML: found unexpected end of stream"),
        ("a: \x00", 1, "this is no valid YAML: control characters are not allowed"),
        ("a: \ud800", 1, "this is no valid YAML: surrogates not allowed"),
        ('a: 1\nb: "x\\0y"', 2, "the sign \\0 is in no text"),
        ("a: 1\nb: 2\na: 3", 3, "“a” stands here twice"),
        ("a: &x 1\nb: *x", 1, "references with & and * are not possible here"),
        ("a: *x", 1, "references with & and *"),
        ("a: !!python/name:os.system x", 1, "a type with ! is not possible here"),
        ("a: !!str 1", 1, "a type with !"),
        ("a: 1\n---\nb: 1", 2, "a file is one document, without ---"),
        ("? [a]\n: b", 1, "a name is a text or a number"),
        ("true: b", 1, "a name is a text or a number"),
        ("~: b", 1, "a name is a text or a number"),
        ("[" * 21, 1, "this goes too deep; use at most 20 levels"),
        ("[" * 20_000, 1, "this goes too deep"),
        ("a: " + "x" * yaml_text.LONGEST, 1, "the file is too long"),
    ],
)
def test_text_that_is_no_such_file_is_refused(text: str, line: int, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    [problem] = refused.value.problems
    assert problem.line == line
    assert says in problem.said("en")


def test_file_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "MOST_VALUES", 10)
    assert read("[1, 2, 3, 4]") == [1, 2, 3, 4]
    with pytest.raises(Refused, match="the file has too many values; it may have 10"):
        read("[1, 2, 3, 4, 5, 6, 7]")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = placed("f.yaml", text)
    except Refused as refused:
        found = Placed(None, refused.problems[0].line)
    assert found.line >= 1


# ---- its fields ----


def part(text: str) -> Part:
    found = opened(Findings(), "f.yaml", placed("f.yaml", text))
    assert found is not None
    return found


def told(made: Part, language: str = "en") -> list[str]:
    """What was found wrong."""
    try:
        made.findings.settle()
    except Refused as refused:
        return [one.said(language) for one in refused.problems]
    return []


KNOWN = ("lathe", "drill", "press")
Reading = Callable[[Part], Any]


@pytest.mark.parametrize(
    ("read_field", "text", "value"),
    [
        (lambda one: one.text("a"), "a: ' x '", "x"),
        (lambda one: one.code("a"), "a: m_1", "m_1"),
        (lambda one: one.texts("a"), "a: {nl: Ja, en: Yes}", Text("Ja", "Yes")),
        (lambda one: one.texts_if_any("a"), "a: ~", None),
        (lambda one: one.texts_if_any("a"), "a: {nl: Ja, en: Yes}", Text("Ja", "Yes")),
        (lambda one: one.number("a"), "a: 1.5", 1.5),
        (lambda one: one.number_if_any("a"), "b: 1", None),
        (lambda one: one.number_if_any("a"), "a: -2", -2.0),
        (lambda one: one.whole("a", 1, 3), "a: 3", 3),
        (lambda one: one.whole_if_any("a", 1, 3), "b: 1", None),
        (lambda one: one.whole_if_any("a", 1, 3), "a: 1", 1),
        (lambda one: one.yes("a"), "a: true", True),
        (lambda one: one.yes("a"), "b: 1", False),
        (lambda one: one.one_of("a", KNOWN), "a: lathe", "lathe"),
        (lambda one: one.one_of("a", KNOWN, "drill"), "b: 1", "drill"),
        (lambda one: one.some_of("a", KNOWN), "a: [lathe, press]", ("lathe", "press")),
        (lambda one: one.some_of("a", None), "a: [x]", ("x",)),
        (lambda one: one.some_of("a", KNOWN), "b: 1", ()),
        (lambda one: one.part_if_any("a"), "b: 1", None),
        (lambda one: one.part("a").field, "a: {b: 1}", "a"),
        (lambda one: [p.field for p in one.parts("a")], "a: [{id: m1}, {id: 3}]", ["a.m1", "a.2"]),
        (lambda one: one.line_of("b"), "a: 1\nb: 2", 2),
        (lambda one: one.line_of("c"), "a: 1\nb: 2", 1),
        (lambda one: one.plain("a"), "a: [1]", [1]),
        (lambda one: one.has("a"), "a: 0", True),
    ],
)
def test_field_that_fits_is_read(read_field: Reading, text: str, value: Any) -> None:
    made = part(text)
    assert read_field(made) == value
    assert told(made) == []


@pytest.mark.parametrize(
    ("read_field", "text", "empty", "says"),
    [
        (lambda one: one.text("a"), "b: 1", "", "f.yaml, line 1, a: this is missing"),
        (lambda one: one.text("a"), "a: 1", "", "a text is needed"),
        (lambda one: one.text("a"), "a: ' '", "", "a text is needed"),
        (lambda one: one.text("a", longest=2), "a: abc", "", "too long; it may have 2 characters"),
        (lambda one: one.code("a"), "a: M1", "", "a code has lower-case letters"),
        (lambda one: one.code("a"), "a: 1", "", "a code has lower-case letters"),
        (lambda one: one.code("a"), f"a: {'a' * 41}", "", "at most 40 characters"),
        (lambda one: one.texts("a"), "a: x", Text("", ""), "names with values are needed, between {"),
        (lambda one: one.texts("a"), "a: {nl: x}", Text("x", ""), "a.en: the text in English is"),
        (lambda one: one.texts("a"), "a: {en: x}", Text("", "x"), "a.nl: the text in Dutch is"),
        (lambda one: one.texts("a"), "a: {nl: x, en: 1}", Text("x", ""), "a.en: a text is needed"),
        (lambda one: one.texts("a"), "a: {nl: x, en: x, de: x}", Text("x", "x"), "a.de: there is no"),
        (lambda one: one.number("a"), "a: true", 0.0, "a number is needed"),
        (lambda one: one.number("a"), "a: '1'", 0.0, "a number is needed"),
        (lambda one: one.whole("a", 1, 3), "a: 4", 1, "a whole number from 1 to 3 is needed"),
        (lambda one: one.whole("a", 1, 3), "a: true", 1, "a whole number from 1 to 3"),
        (lambda one: one.yes("a"), "a: yes", False, "write true or false"),
        (lambda one: one.one_of("a", KNOWN), "a: lathes", "", "“lathes” is not possible here; did you mean"),
        (lambda one: one.one_of("a", KNOWN), "a: xx", "", "choose from: drill, lathe, press"),
        (lambda one: one.one_of("a", ()), "a: xx", "", "choose from: -"),
        (lambda one: one.one_of("a", [f"x{n:02}" for n in range(30)]), "a: qq", "", "x19 …"),
        (lambda one: one.one_of("a", KNOWN, "drill"), "a: xx", "drill", "“xx” is not possible"),
        (lambda one: one.one_of("a", KNOWN), "a: 3", "", "a text is needed"),
        (lambda one: one.some_of("a", KNOWN), "a: lathe", (), "a list is needed, between [ and ]"),
        (lambda one: one.some_of("a", KNOWN), "a: [lathe, 3]", ("lathe",), "a text is needed"),
        (lambda one: one.some_of("a", KNOWN), "a: [drill, drill]", ("drill",), "“drill” stands here twice"),
        (lambda one: one.some_of("a", KNOWN), "a:\n - drill\n - x", ("drill",), "line 3, a: “x” is not"),
        (lambda one: one.part("a"), "b: 1", None, "this is missing"),
        (lambda one: one.part("a"), "a: 1", None, "names with values are needed"),
        (lambda one: one.code("a"), "a:", "", "this is missing"),
        (lambda one: one.number("a"), "a: ~", 0.0, "this is missing"),
        (lambda one: one.whole("a", 1, 3), "b: 1", 1, "this is missing"),
        (lambda one: one.parts("a"), "a: {b: 1}", [], "a list is needed"),
        (lambda one: one.parts("a"), "a: [1]", [], "a.1: names with values are needed"),
        (lambda one: one.items("a", most=1), "a: [1, 2]", (), "these are too many; there may be 1"),
        (lambda one: one.end(), "aa: 1", None, "f.yaml, line 1, aa: there is no such field"),
        (lambda one: one.has("title") or one.end(), "titel: 1", None, "titel: there is no such field; did"),
    ],
)  # fmt: skip
def test_field_that_does_not_fit_is_named_and_empty(
    read_field: Reading, text: str, empty: Any, says: str
) -> None:
    made = part(text)
    assert read_field(made) == empty
    [problem] = told(made)
    assert says in problem


def test_file_that_holds_no_names_is_refused() -> None:
    findings = Findings()
    assert opened(findings, "f.yaml", placed("f.yaml", "- a")) is None
    with pytest.raises(Refused, match=r"f\.yaml, line 1: names with values are needed"):
        findings.settle()


def test_mistakes_are_told_together_in_the_order_of_the_lines_and_in_the_language() -> None:
    made = part("b: 1\na: 2\nc: 3")
    made.text("a")
    made.text("b")
    made.end()
    assert told(made) == [
        "f.yaml, line 1, b: a text is needed",
        "f.yaml, line 2, a: a text is needed",
        "f.yaml, line 3, c: there is no such field; choose from: a, b",
    ]
    assert told(made, "nl")[0] == "f.yaml, regel 1, b: hier hoort een tekst"


def test_mistake_is_told_once_and_not_more_than_can_be_read() -> None:
    findings = Findings()
    assert findings.problems == ()
    for number in range(MOST_TOLD + 5):
        findings.add(Problem("f.yaml", number, "a", Text("x", "x")))
        findings.add(Problem("f.yaml", number, "a", Text("y", "y")))
    with pytest.raises(Refused) as refused:
        findings.settle()
    assert len(refused.value.problems) == MOST_TOLD
    assert {one.text.en for one in refused.value.problems} == {"x"}
