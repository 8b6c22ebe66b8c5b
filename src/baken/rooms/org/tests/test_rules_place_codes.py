"""Codes on posters: short, spoken without mistakes, read however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.org.rules.place_codes import (
    LENGTH,
    SIGNS,
    code_of,
    in_groups,
    looks_like_code,
    plain_code,
)


@pytest.mark.parametrize(
    ("number", "code"),
    [(0, "00000000"), (31, "Z0000000"), (32, "01000000"), (2**40 - 1, "ZZZZZZZZ")],
)
def test_code_of_a_number_has_five_bits_a_sign(number: int, code: str) -> None:
    assert code_of(number) == code


@given(st.integers(min_value=0, max_value=2**40 - 1))
def test_code_of_every_number_looks_like_one_and_stays_itself(number: int) -> None:
    code = code_of(number)
    assert looks_like_code(code)
    assert plain_code(in_groups(code).lower()) == code


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("k7pq-2mxd", "K7PQ2MXD"), (" K7PQ 2MXD ", "K7PQ2MXD"), ("o0il-lIOo", "00111100"), ("", "")],
)
def test_plain_code_however_it_was_typed(typed: str, plain: str) -> None:
    assert plain_code(typed) == plain


@pytest.mark.parametrize("text", ["", "HAV-1", "K7PQ2MX", "K7PQ2MXDD", "K7PQ2MXU", "K7PQ2MX\x00"])
def test_looks_like_code_other_text_does_not(text: str) -> None:
    assert looks_like_code(text) is False


def test_signs_hold_none_that_look_alike() -> None:
    assert len(SIGNS) == 32
    assert set("ILOU") & set(SIGNS) == set()
    assert in_groups("K7PQ2MXD") == "K7PQ-2MXD"
    assert LENGTH == 8
