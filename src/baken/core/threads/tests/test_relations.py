"""A relation is said in the words that its room gives, and one that no room knows by its code."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from baken.core.threads import relation_words


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("originates", "gave rise to"),
        ("originates_of", "arose from"),
        ("part_of", "part of"),
        ("part_of_of", "has as a part"),
        ("unheard", "unheard"),
    ],
)
def test_relation_is_said_in_the_words_of_its_room(relation: str, words: str) -> None:
    with override("en"):
        assert relation_words(relation) == words
