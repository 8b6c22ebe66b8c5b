"""Text stays text in any spreadsheet, and loses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.export.safe_cells import plain_text, safe_text, starts_formula

NASTY = [
    "=1+1",
    "+31 6 12345678",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("http://x.invalid","klik")',
    'kabel",=1',
    "kabel;=1+1",
    "kabel\t=1",
    "'=1",
    "''=1",
    "'",
    "",
]
TEXTS = st.text(alphabet=st.sampled_from("=+-@\t\r\n'\",; ab＝"), max_size=12) | st.text()


@pytest.mark.parametrize("text", NASTY)
def test_safe_text_of_nasty_text_reads_back(text: str) -> None:
    assert plain_text(safe_text(text)) == text


@given(TEXTS)
def test_safe_text_of_any_text_reads_back(text: str) -> None:
    assert plain_text(safe_text(text)) == text


@given(TEXTS)
def test_safe_text_starts_no_formula_in_any_cell(text: str) -> None:
    cells = re.split("[,;\t\r\n\"']", safe_text(text))
    starts = [cell for cell in cells if cell and cell[0] in "=+-@＝＋－＠"]
    marked = re.findall("'(?=[=+\\-@＝＋－＠])", safe_text(text))
    assert len(starts) == len(marked), "each of them has its apostrophe"


@pytest.mark.parametrize("text", ["Er hing een kabel los.", "'s Avonds", "a - b", "10-2", "x=1"])
def test_safe_text_of_plain_text_is_itself(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(("text", "dangerous"), [("=1", True), ("a=1", False), ("", False)])
def test_starts_formula_tells(text: str, dangerous: bool) -> None:
    assert starts_formula(text) is dangerous
