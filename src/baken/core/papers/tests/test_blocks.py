"""What papers are made of: texts that any file can hold, and parts that stand on their side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.papers.blocks import (
    Bullets,
    Facts,
    Heading,
    Mark,
    Paragraph,
    Table,
    clean,
    in_parts,
    is_wide,
    known,
    texts,
)

SIGNS = ("\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\u202e", "\u2066", "\ufffe", "\ud800")


@pytest.mark.parametrize("sign", SIGNS)
def test_clean_of_a_sign_no_file_holds_leaves_the_rest(sign: str) -> None:
    assert clean(f"vóór{sign}na") == "vóórna"


def test_clean_keeps_lines_tabs_and_accents() -> None:
    assert clean("één\r\ntwee\rdrie\tvier €") == "één\ntwee\ndrie\tvier €"


@given(st.text())
def test_clean_done_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_blocks_hold_clean_texts_however_deep() -> None:
    table = Table("a\x01", ("b\x02",), (("c\x03", Mark("high", "d\x04")),))
    assert table == Table("a", ("b",), (("c", Mark("high", "d")),))
    assert Facts((("a\x01", "b\x02"),)) == Facts((("a", "b"),))


def test_texts_are_paragraphs_and_lists() -> None:
    found = texts("Een regel\nen nog een.\n\n- eerst\n- dan\n\n\n  \nSlot - geen lijst")
    assert found == [
        Paragraph("Een regel\nen nog een."),
        Bullets(("eerst", "dan")),
        Paragraph("Slot - geen lijst"),
    ]
    assert texts("  \n ") == []


def test_known_leaves_out_what_is_not() -> None:
    high = Mark("high", "Hoog")
    assert known([("a", "b"), ("c", ""), ("d", None), ("e", high)]) == Facts(
        (("a", "b"), ("e", high))
    )


def test_parts_begin_at_each_heading_of_the_first_level() -> None:
    first, second, third = Paragraph("voorop"), Heading("Deel"), Heading("Onder", 2)
    wide = Table("", ("a",), (), wide=True)
    parts = in_parts([first, second, third, wide, Heading("Slot")])
    assert parts == [[first], [second, third, wide], [Heading("Slot")]]
    assert [is_wide(one) for one in parts] == [False, True, False]
    assert in_parts([]) == []


def test_heading_is_at_most_one_level_deeper_than_the_one_before() -> None:
    given = [Heading("a", 3), Heading("b", 3), Heading("c", 1), Heading("d", 3), Heading("e", 2)]
    levels = [[one.level for one in part if isinstance(one, Heading)] for part in in_parts(given)]
    assert levels == [[1, 2], [1, 2, 2]]
