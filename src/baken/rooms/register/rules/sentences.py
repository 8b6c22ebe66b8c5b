"""Whether what somebody wrote says anything: a decision is read back years later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# Fields of a decision that must say something; of the others a word can be the whole answer.
SAID = (
    "reason",
    "question",
    "against_advice",
    "alternatives_rejected",
    "legal_basis",
    "interim_control",
    "indicators",
    "instruction",
)
# "Storm." says why; a letter, a dash or "ok" says nothing.
FEWEST_LETTERS = 5


def says_something(text: str) -> bool:
    """Whether a text has letters enough to be read as an answer; signs and spaces are none."""
    return sum(one.isalpha() for one in text) >= FEWEST_LETTERS


def empty_words(said: Mapping[str, Any], names: Iterable[str] = SAID) -> tuple[str, ...]:
    """The fields that were filled in and say nothing, by name; what was left empty is not among them."""
    return tuple(name for name in names if said.get(name) and not says_something(str(said[name])))
