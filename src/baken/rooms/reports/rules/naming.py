"""Whether a text names a person: by rank, title or post before a name, or by what is known nearby.

Careful on purpose: a text that names nobody is hardly ever taken for one that does. A surname alone
does not count: many are ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

ANSWERS = ("situation", "behaviour")
UNANSWERED = "unanswered"
NAMES_NOBODY = "nobody"  # a page looked and found no name
_TOKEN = re.compile(r"['’]t\b|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_NUMBER = re.compile(r"[a-z]?\d{5,12}", re.IGNORECASE)


@dataclass(frozen=True)
class NameWords:
    """The words by which a name is recognised, all in lower case; see the data file ``naming``."""

    ranks: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    number_words: frozenset[str] = frozenset()
    place_endings: tuple[str, ...] = ()
    not_names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Nearby:
    """Who belongs to the unit, in lower case: whole names, surnames, and personnel numbers."""

    names: frozenset[str] = frozenset()
    surnames: frozenset[str] = field(default_factory=frozenset)
    numbers: frozenset[str] = frozenset()


NOBODY_NEARBY = Nearby()


def named_in(text: str, words: NameWords, nearby: Nearby = NOBODY_NEARBY) -> list[str]:
    """The pieces of a text that name a person, each once, in their order; usually none."""
    tokens = _TOKEN.findall(text)
    found: list[str] = []
    start = 0
    while start < len(tokens):
        end = _end_of_name(tokens, start, words, nearby)
        if end:
            found.append(" ".join(tokens[start:end]))
        start = end or start + 1
    return list(dict.fromkeys(found))


def _end_of_name(tokens: Sequence[str], start: int, words: NameWords, nearby: Nearby) -> int:
    """Where the piece ends that names a person from here on; 0 when none begins here."""
    word = tokens[start].lower()
    if word in nearby.numbers or _is_told_number(tokens, start, words):
        return start + 1
    if whole := _end_of_whole_name(tokens, start, nearby):
        return whole
    if word in words.ranks or word in words.titles:
        return _end_after(tokens, start, words, nearby, capital=True)
    if word in words.posts:
        mine = start > 0 and tokens[start - 1].lower() in words.owners
        return _end_after(tokens, start, words, nearby, capital=mine)
    return 0


def _is_told_number(tokens: Sequence[str], start: int, words: NameWords) -> bool:
    """A number of the right length just after the word for it."""
    before = [one.lower() for one in tokens[max(0, start - 2) : start]]
    return bool(_NUMBER.fullmatch(tokens[start])) and not words.number_words.isdisjoint(before)


def _end_of_whole_name(tokens: Sequence[str], start: int, nearby: Nearby) -> int:
    for length in (2, 3, 4, 5):
        piece = tokens[start : start + length]
        if len(piece) == length and " ".join(piece).lower() in nearby.names:
            return start + length
    return 0


def _end_after(
    tokens: Sequence[str], start: int, words: NameWords, nearby: Nearby, *, capital: bool
) -> int:
    """Where the name after a rank, title or post ends; 0 when what follows is no name.

    A capital makes a name of what no list knows, unless it is a place or a part of the organisation.
    """
    place = _after_leads(tokens, start, words)
    if place == len(tokens):
        return 0
    word = tokens[place].lower()
    if _is_no_name(word, words):
        return 0
    known = word in words.surnames or word in nearby.surnames
    return place + 1 if known or (capital and _looks_like_a_name(tokens[place])) else 0


def _looks_like_a_name(piece: str) -> bool:
    """A capital and then small letters: all capitals are an abbreviation."""
    return piece[:1].isupper() and piece[1:].islower()


def _after_leads(tokens: Sequence[str], start: int, words: NameWords) -> int:
    """Where it goes on after a rank, its dot, more of the rank, initials and particles."""
    place = start + 1
    while place < len(tokens):
        piece = tokens[place]
        is_dot = piece == "." and _may_have_a_dot(tokens[place - 1], words)
        initial = len(piece) == 1 and piece.isupper()
        if not (is_dot or initial or piece.lower() in words.ranks | words.particles):
            break
        place += 1
    return place


def _may_have_a_dot(before: str, words: NameWords) -> bool:
    """A dot after an initial or a short rank or title is no end of a sentence."""
    short = before.lower() in words.ranks | words.titles and len(before) <= 5
    return short or (len(before) == 1 and before.isupper())


def _is_no_name(word: str, words: NameWords) -> bool:
    return word in words.not_names or word.endswith(words.place_endings)
