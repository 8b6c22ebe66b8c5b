"""What a text is compared by: its words with their weights, and the marks and things it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Protocol

from baken.core.search.stems import function_words, language_of, stem_of, words_told

# Words that stand in reports of every kind, whatever the collection says.
_COMMON = (
    "accident auto bijna chauffeur colleague collega commandant compliment danger dangerous driver"
    " gebouw gevaar gevaarlijk gevallen hand handen incident kazerne letsel lopen materieel"
    " medewerker melden melding militair minuten moment near oefening oefenterrein onderhoud"
    " ongeluk ongeval onveilig peloton personeel plek ruimte situatie situation soldaat stuk terrein"
    " unsafe vehicle veilig veiligheid voertuig voet voeten wagen wagens werk werken werkplek"
)
COMMON_WEIGHT = 1.6
# A word tells something when it stands in no more than this part of the records.
TELLING_SHARE, _SHORTEST_TELLING = 0.1, 3
# People say first what it is about: these words count so many times as often.
OPENING_WORDS, OPENING_TIMES = 25, 3.0
# How much a word that is said again and again can count, against saying it once.
_FULL = 4.0
_PART = 0.5
_OPENING_ENDS = re.compile(r"[.!?]\s|\n")
# What stands on a plate or label: capitals with digits, also in groups ("KN-84-21", "BV1234").
_MARK = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*[0-9])[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
_SHORTEST_MARK = 5


class Rarity(Protocol):
    """How rare words are in a collection; see ``core.search.counts``."""

    def weight(self, stem: str) -> float:
        """How much a stem tells."""

    def share(self, stem: str) -> float:
        """In which part of the records a stem stands."""

    def is_rare(self, stem: str) -> bool:
        """Whether a stem stands in so few records that it can name one thing."""

    def parts(self, word: str, language: str) -> tuple[str, ...]:
        """The stems of the words a compound is made of, or none."""


@dataclass(frozen=True)
class Profile:
    """A text as it is compared: stems with their weight (together of length one) and spelling."""

    weights: Mapping[str, float]
    written: Mapping[str, str]
    marks: tuple[str, ...] = ()


def profile_of(text: str, rarity: Rarity) -> Profile:
    """The words of a text with how much they tell of it.

    A word weighs by its rarity, more when it stands in the opening, and not much more when it is
    repeated. Of a compound both words count too, by half. The weights are scaled so that a long
    text is not more alike than a short one.
    """
    opening = _end_of_opening(text)
    language = language_of(text)
    said: defaultdict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    for place, told in enumerate(words_told(text, language)):
        times = OPENING_TIMES if place < OPENING_WORDS and told.begins < opening else 1.0
        said[told.stem] += times
        written.setdefault(told.stem, told.word)
        for part in rarity.parts(told.word, language):
            said[part] += times * _PART
            written.setdefault(part, part)
    weights = {
        stem: weight_of(stem, rarity) * times * _FULL / (times + _FULL - 1)
        for stem, times in said.items()
    }
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    scaled = {stem: weight / length for stem, weight in weights.items()}
    return Profile(scaled, written, marks_in(text, rarity))


def weight_of(stem: str, rarity: Rarity) -> float:
    """How much a stem tells; what reports are full of everywhere never tells much."""
    weight = rarity.weight(stem)
    return min(weight, COMMON_WEIGHT) if stem in _common_stems() else weight


def is_telling(stem: str, rarity: Rarity) -> bool:
    """Whether a stem tells two records apart from most others; a number by itself does not."""
    if len(stem) < _SHORTEST_TELLING or stem.isdecimal() or stem in _common_stems():
        return False
    return rarity.share(stem) <= TELLING_SHARE


def marks_in(text: str, rarity: Rarity) -> tuple[str, ...]:
    """Plates, labels and serial numbers that a text names, each once; not what many texts name."""
    found = dict.fromkeys(mark for mark in _MARK.findall(text) if len(mark) >= _SHORTEST_MARK)
    return tuple(mark for mark in found if _is_rare(mark, rarity))


def _is_rare(mark: str, rarity: Rarity) -> bool:
    return any(rarity.is_rare(piece) for piece in mark.lower().split("-"))


def things_in(profile: Profile, lexicon: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of the kinds of equipment that a text names, by the lexicon's stems."""
    return tuple(dict.fromkeys(lexicon[stem] for stem in profile.weights if stem in lexicon))


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    return frozenset(
        stem_of(word, language) for word in _COMMON.split() for language in function_words()
    )


def _end_of_opening(text: str) -> int:
    """Where the first sentence or line ends."""
    end = _OPENING_ENDS.search(text)
    return end.start() if end else len(text)
