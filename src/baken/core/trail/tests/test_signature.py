"""Who took a step is told in the reader's language; a program is not made a person."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from baken.core.access.actor import SYSTEM_POST
from baken.core.access.roles import post_in_words
from baken.core.trail.signature import signed_by

SOMEBODY = UUID(int=1)


@pytest.mark.parametrize(
    ("post", "english"),
    [
        ("Commandant 45PAINFBAT", "Commander 45PAINFBAT"),
        ("Officier van dienst CLAS", "Duty officer CLAS"),
        ("Officier van dienst", "Duty officer"),
        ("Onderzoeker", "Investigator"),
        ("Havenmeester DHELDER", "Havenmeester DHELDER"),
        ("", ""),
    ],
)
def test_post_is_shown_in_the_language_of_the_reader(post: str, english: str) -> None:
    with translation.override("en"):
        assert post_in_words(post) == english
    with translation.override("nl"):
        assert post_in_words(post) == post


@pytest.mark.parametrize(
    ("actor", "words", "expected"),
    [
        (
            SOMEBODY,
            {"name": "Sgt De Vries", "post": "Commandant A"},
            ("Sgt De Vries", "Commander A"),
        ),
        (None, {"name": "clock", "post": SYSTEM_POST}, ("automatically", "")),
        (None, {}, ("", "")),
    ],
)
def test_step_is_signed_by_a_person_the_product_or_nobody(
    actor: Any, words: dict[str, str], expected: tuple[str, str]
) -> None:
    with translation.override("en"):
        found = signed_by(SimpleNamespace(actor=actor, words=words))
    assert (found["by"], found["post"]) == expected
