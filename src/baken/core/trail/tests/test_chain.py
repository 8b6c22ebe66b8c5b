"""The arithmetic of the trail: the same for the same, different for the least change."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.trail.chain import (
    START,
    canonical,
    commitment,
    fresh_salts,
    merkle_root,
    row_hash,
)

leaves = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=40)
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
contents = st.dictionaries(st.text(max_size=8), scalars, max_size=6)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        ("é", '"é"'.encode()),
        (None, b"null"),
        ([True, 1.5], b"[true,1.5]"),
        ({1: "one"}, b'{"1":"one"}'),
        (datetime(2026, 3, 10, 9, 0, tzinfo=UTC), b'"2026-03-10T09:00:00Z"'),
    ],
)
def test_canonical_of_a_value_is_one_fixed_spelling(value: Any, written: bytes) -> None:
    assert canonical(value) == written


@given(contents)
def test_canonical_of_the_same_in_another_order_is_the_same(content: dict[str, Any]) -> None:
    turned = dict(reversed(content.items()))
    assert canonical(turned) == canonical(content)


def test_fresh_salts_are_128_bits_and_differ() -> None:
    drawn = set(fresh_salts(100))
    assert (len(drawn), {len(bytes.fromhex(salt)) for salt in drawn}) == (100, {16})


@given(scalars, scalars, st.text(max_size=8), st.text(max_size=8))
def test_commitments_agree_only_for_the_same_value_and_salt(
    one: Any, other: Any, salt: str, pepper: str
) -> None:
    same = canonical(one) == canonical(other)
    assert (commitment(one, salt) == commitment(other, salt)) == same
    if salt != pepper and same:
        joined = salt.encode() + canonical(one) == pepper.encode() + canonical(other)
        assert (commitment(one, salt) == commitment(other, pepper)) == joined


@given(contents, contents)
def test_row_hashes_agree_only_for_the_same_content(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    same = canonical(one) == canonical(other)
    assert (row_hash(START, one) == row_hash(START, other)) == same


@given(contents)
def test_row_hash_after_another_step_is_another(content: dict[str, Any]) -> None:
    assert row_hash(START, content) != row_hash("1" * 64, content)


def _sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def test_merkle_root_of_nothing_is_the_start_value() -> None:
    assert merkle_root([]) == START


def test_merkle_root_of_one_leaf_is_its_own_hash() -> None:
    assert merkle_root(["a"]) == _sha(b"\x00", b"a").hex()


def test_merkle_root_of_three_carries_the_odd_one_up() -> None:
    one, two, three = (_sha(b"\x00", leaf) for leaf in (b"a", b"b", b"c"))
    expected = _sha(b"\x01", _sha(b"\x01", one, two), three)
    assert merkle_root(["a", "b", "c"]) == expected.hex()


def _slow_root(hashes: list[str]) -> bytes:
    """RFC 6962, section 2.1, to the letter: split at the largest power of two below n."""
    if len(hashes) == 1:
        return _sha(b"\x00", hashes[0].encode())
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return _sha(b"\x01", _slow_root(hashes[:split]), _slow_root(hashes[split:]))


@given(leaves.filter(bool))
def test_merkle_root_of_any_list_is_that_of_the_standard(hashes: list[str]) -> None:
    assert merkle_root(hashes) == _slow_root(hashes).hex()


@given(leaves.filter(bool), st.data())
def test_merkle_root_notices_a_change_of_any_leaf(hashes: list[str], data: Any) -> None:
    place = data.draw(st.integers(0, len(hashes) - 1))
    changed = [*hashes[:place], "f" * 63 + "x", *hashes[place + 1 :]]
    assert merkle_root(changed) != merkle_root(hashes)


@given(leaves.filter(bool), st.data())
def test_merkle_root_notices_a_leaf_that_is_gone(hashes: list[str], data: Any) -> None:
    place = data.draw(st.integers(0, len(hashes) - 1))
    assert merkle_root(hashes[:place] + hashes[place + 1 :]) != merkle_root(hashes)


@given(leaves, st.integers(0, 40))
def test_merkle_root_notices_a_leaf_that_was_added(hashes: list[str], place: int) -> None:
    assert merkle_root([*hashes[:place], "x", *hashes[place:]]) != merkle_root(hashes)


@given(leaves)
def test_merkle_root_notices_another_order(hashes: list[str]) -> None:
    turned = hashes[::-1]
    assert (merkle_root(turned) == merkle_root(hashes)) == (turned == hashes)
