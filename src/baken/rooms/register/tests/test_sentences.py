"""What says something and what does not."""

from __future__ import annotations

import pytest

from baken.rooms.register.rules.sentences import empty_words, says_something


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", False),
        ("x", False),
        ("ok.", False),
        ("-----", False),
        ("12345", False),
        ("toch", False),
        ("Storm.", True),
        ("Zonder dit geen oefening.", True),
    ],
)
def test_text_says_something_from_five_letters_on(text: str, says: bool) -> None:
    assert says_something(text) is says


def test_only_what_was_filled_in_and_says_nothing_is_named() -> None:
    said = {"reason": "x", "indicators": "", "question": "Mag dit?", "cost": "-"}
    assert empty_words(said) == ("reason",)
