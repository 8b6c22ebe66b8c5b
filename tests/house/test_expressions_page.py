"""What the pages about conditions and formulas say is so: each example is tried, no function is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from baken.core.instruments.expressions import Declared, Kind, compiled, table_of
from baken.core.instruments.expressions.functions import FUNCTIONS
from baken.core.instruments.expressions.parse import DEEPEST, LOOKUP
from baken.core.instruments.expressions.tokens import LONGEST, MOST_TOKENS
from baken.core.instruments.risk_classes import RiskClass
from tests.house.sources import ROOT

PAGES = {
    "expressions.md": {"yes": True, "no": False, "unknown": None},
    "formules.md": {"ja": True, "nee": False, "onbekend": None},
}
FACTS: dict[str, tuple[Kind, Any]] = {
    "days": (Kind.NUMBER, 3),
    "sound": (Kind.NUMBER, 85.5),
    "sure": (Kind.YES_NO, True),
    "place": (Kind.TEXT, "deck"),
    "scores": (Kind.NUMBERS, [1, 2, 6]),
    "answers": (Kind.YES_NOS, [True, False]),
    "begun": (Kind.DATE, date(2024, 2, 28)),
    "ended": (Kind.DATE, date(2024, 3, 1)),
    "missing": (Kind.NUMBER, None),
    "dangers": (Kind.CLASSES, [RiskClass.LOW, RiskClass.HIGH]),
}
TABLES = {"limits": table_of({"deck": 80, "hold": 85})}
EXAMPLE = re.compile(r"\| `([^`]+)` \| ([^|]+?) \|(?: [^|]+ \|)?$")


def page(name: str) -> str:
    """The text of a page."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def examples(text: str) -> Iterator[tuple[str, str]]:
    """What the tables of a page give as examples, each with what it gives."""
    for line in text.splitlines():
        found = EXAMPLE.search(line)
        if found:
            yield found[1], found[2]


def said(result: str, words: dict[str, bool | None]) -> Any:
    """What a result of a page is as a value."""
    if result in words:
        return words[result]
    return result.strip("'") if result.startswith("'") else float(result)


@pytest.mark.parametrize("name", PAGES)
def test_examples_of_the_page_give_what_it_says(name: str) -> None:
    schema = {fact: Declared(kind) for fact, (kind, _value) in FACTS.items()}
    facts = {fact: value for fact, (_kind, value) in FACTS.items()}
    tried = list(examples(page(name)))
    assert len(tried) == 36
    for text, result in tried:
        made = compiled(text, schema=schema, tables=TABLES, wanted=None, where=f"{name}: {text}")
        assert (text, made.answer(facts).value) == (text, said(result, PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_page_names_every_function_and_no_other(name: str) -> None:
    rows = [line for line in page(name).splitlines() if re.match(r"\| `[a-z_0-9]+\(", line)]
    functions = {
        word
        for row in rows
        for word in re.findall(r"`([a-z_0-9]+)\([a-z]+[,)]", row.split(" | ")[0])
    }
    assert functions == {*FUNCTIONS, LOOKUP}


@pytest.mark.parametrize("name", PAGES)
def test_page_says_how_long_and_how_deep_a_text_may_be(name: str) -> None:
    numbers = re.findall(r"\d+", page(name).splitlines()[-1].replace(",", "").replace(".", ""))
    assert [int(one) for one in numbers] == [LONGEST, MOST_TOKENS, DEEPEST]
