"""Conditions that search: without regard to capitals, also on the quick way through small letters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.reports.schemas.mapping.conditions import compile_condition
from baken.rooms.reports.schemas.mapping.load import SHIPPED
from baken.rooms.reports.schemas.mapping.problems import Notes, Row
from baken.rooms.reports.tests.mappings import NOW

# With capitals, escapes that mean the opposite, ranges over both kinds, letters with two capitals.
PATTERNS = (
    "valt",
    r"\bvalt? (van|uit)\b",
    "Valt",
    "[a-f]{2}",
    "[^a-f]k",
    "[ -a]b",
    "[0-a]",
    "[A-F]",
    r"\Wk",
    r"(.)\1",
    r"\x4b",
    r"\141",
    "(?i:v)a",
    "(?-i:v)a",
    "[0-9]-k",
    "s|k|i",
)
TEXTS = st.text(alphabet="avltVALTkKsSiIbBfF09 -._\u017f\u212a\u0130\u0131\xdf", max_size=12)


def searched(file: Path) -> list[str]:
    """Every pattern to look for in a mapping, wherever it stands."""
    content: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    found, waiting = [], [content]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found += [one["matches"]] if "matches" in one else []
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def holds(pattern: str, text: str) -> bool:
    """What the condition says of a text."""
    notes = Notes()
    test = compile_condition({"column": "a", "matches": pattern}, "here", notes)
    assert notes.problems == []
    return test(Row({"a": text}, NOW))


@given(st.sampled_from(PATTERNS), TEXTS)
def test_condition_that_searches_ignores_capitals_on_either_way(pattern: str, text: str) -> None:
    assert holds(pattern, text) == bool(re.search(pattern, text, re.IGNORECASE))


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_condition_that_searches_in_a_shipped_mapping_finds_the_same_in_its_samples(
    file: Path,
) -> None:
    sample = (SHIPPED / "samples" / f"{file.stem}.csv").read_text(encoding="utf-8")
    lines = sample.splitlines()
    for pattern in searched(file):
        for line in lines:
            assert holds(pattern, line) == bool(re.search(pattern, line, re.IGNORECASE))
