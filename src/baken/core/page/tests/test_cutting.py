"""Cutting a text at a word."""

from __future__ import annotations

import pytest

from baken.core.page.cutting import cut_at_word


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("ladder", 6, "ladder"),
        ("a loose rung", 8, "a loose…"),
        ("a loose rung", 7, "a…"),
        ("Pantserinfanterie", 8, "Pantser…"),
        ("", 3, ""),
    ],
)
def test_text_is_cut_where_a_word_ends(text: str, longest: int, shown: str) -> None:
    assert cut_at_word(text, longest) == shown
