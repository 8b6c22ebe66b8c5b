"""Which records tell of the same thing: by words of story and place, by unit and by codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# Words without a meaning of their own, and words that stand in very many reports.
_EMPTY = frozenset(
    _WORD.findall(
        "aan about achter after again alle alleen alles altijd alweer ander andere anderhalf"
        " anders because beetje before begon being bent bezig bijna binnen bleef blijft blijkt"
        " blijven boven buiten centimeter could daar daardoor daarna dacht dagen dan dat deed deze"
        " dezelfde dicht dingen direct doen doet door drie during dus echt eens eerst eigenlijk"
        " elke enkele erg even from gaan gaat gaf gebeurd gebruikt geen gehad gehouden gekregen"
        " gelegd gelukkig gereden gevraagd geweest gewoon gezeten ging gisteren goed grootste"
        " haalde had hadden half hard have having hebben hebt heeft heel heen hele helemaal hier"
        " hoe hoorde hoort houden iedereen iemand iets ineens inmiddels into jaar kant keek keer"
        " kilo klein kleine komen komt kon konden kort kreeg krijg kunnen kwam kwartier laatste"
        " lag lang langs liggen lijkt maar maken meer mensen meteen meter mijn misschien moest"
        " moesten moet moeten naar naast nadat niemand niet niets nieuwe niks nodig nog nooit"
        " normaal ochtend omdat onder ongeveer onze ook open other oude over paar precies raakte"
        " sinds snel soms staan staat stond stonden tegen terug terwijl their them there these"
        " they this tijd tijdens toch toen tussen twee tweede twintig under uren vaak vanaf"
        " vandaag vanmiddag vanmorgen vanochtend vanuit veel veertig verder vertrek very viel vier"
        " volgende volgens voor vooral vorige waar waardoor waarom wanneer want waren week weer"
        " weet weg welke werd werden were what when where which while wilde with worden wordt"
        " would zegt zei zelf zeventien zien zijn zitten zoals zodat zonder zouden zwaaide zwaar"
    )
)
_COMMON = frozenset(
    _WORD.findall(
        "accident auto bijna chauffeur colleague collega commandant compliment danger dangerous"
        " driver gebouw gevaar gevaarlijk gevallen hand handen incident kazerne letsel lopen maand"
        " materieel medewerker melden melding militair minuten moment near oefening oefenterrein"
        " onderhoud ongeluk ongeval onveilig peloton personeel plek ruimte situatie situation"
        " soldaat stuk terrein unsafe vehicle veilig veiligheid voertuig voet voeten wagen wagens"
        " werk werken werkplek"
    )
)
_SHORTEST, _PREFIX, _LONG = 4, 5, 9
_COMMON_WEIGHT, _SHORT_WEIGHT, _LONG_WEIGHT = 0.2, 0.5, 1.5
_PLACE_WEIGHT, _PLACE_MOST, _SAME_UNIT = 0.75, 1.5, 0.5
_SUBJECT_WEIGHT, _SAME_KIND, _SAME_CONTEXT = 1.2, 0.3, 0.2
_FEW = 8
ALIKE_FROM, _STORY_FROM = 2.3, 0.7


@dataclass(frozen=True)
class Coded:
    """The codes by which records are compared: subjects, and beside them kind and context."""

    subjects: tuple[str, ...] = ()
    kind: str = ""
    context: str = ""

    def shared_with(self, other: Coded) -> Coded:
        """What both have; kind and context stand with so many that they tell nothing by themselves."""
        subjects = tuple(one for one in self.subjects if one in other.subjects)
        if not subjects:
            return Coded()
        kind = self.kind if self.kind == other.kind else ""
        return Coded(subjects, kind, self.context if self.context == other.context else "")

    @property
    def score(self) -> float:
        """How much these codes tell when two records share them."""
        beside = _SAME_KIND * bool(self.kind) + _SAME_CONTEXT * bool(self.context)
        return _SUBJECT_WEIGHT * len(self.subjects) + beside


@dataclass(frozen=True)
class Told:
    """What is compared of a record: its story, its place, the code of its unit and its codes."""

    story: str
    place: str = ""
    unit: str = ""
    codes: Coded = Coded()


@dataclass(frozen=True)
class Alike:
    """Another record that is like the one at hand: how much, and by which words and codes."""

    key: int
    score: float
    shares: tuple[str, ...]
    codes: Coded = Coded()


def same_word(one: str, other: str) -> bool:
    """Whether two words are one word: equal, or the same for at least five letters and nearly all.

    "schakelaar" and "schakelaars" are; "schietbaan" and "schietkamp" are not.
    """
    shortest = min(len(one), len(other))
    needed = max(_PREFIX, ceil(shortest * 0.75))
    return one == other or (shortest >= needed and one[:needed] == other[:needed])


def alike(one: Told, others: Mapping[int, Told]) -> list[Alike]:
    """Which of the others tell of the same thing, the most alike first.

    Whole words count, each by its rarity: what stands in many of the others, or in reports at
    large, tells little. Words of the place, with their number ("poort 3"), and the same unit add to
    it; by themselves they make nothing alike. A shared subject does, each one more than the last.
    """
    words = {key: _words(other.story) for key, other in others.items()}
    weights = {word: _weight(word, words.values()) for word in _words(one.story)}
    compared = (_compare(key, one, other, weights, words[key]) for key, other in others.items())
    return sorted((found for found in compared if found), key=lambda found: -found.score)


def _compare(
    key: int, one: Told, other: Told, weights: Mapping[str, float], words: Iterable[str]
) -> Alike | None:
    """How much another is like the one, by words of its story and by codes; None when it is not."""
    in_story = [word for word in weights if _holds(words, word)]
    in_place = [word for word in _places(one.place) if _holds(_places(other.place), word)]
    codes = one.codes.shared_with(other.codes)
    told = sum(weights[word] for word in in_story)
    place = min(_PLACE_MOST, _PLACE_WEIGHT * len(in_place))
    score = told + place + _SAME_UNIT * (one.unit == other.unit) + codes.score
    is_told = told >= _STORY_FROM
    if not codes.subjects and not (is_told and score >= ALIKE_FROM):
        return None
    telling = sorted(in_story, key=lambda word: -weights[word]) if is_told else []
    return Alike(key, score, tuple(dict.fromkeys((*telling, *in_place))), codes)


def _words(text: str) -> tuple[str, ...]:
    """The words that mean something, each once, lower case."""
    found = dict.fromkeys(word.lower() for word in _WORD.findall(text))
    return tuple(w for w in found if len(w) >= _SHORTEST and w not in _EMPTY and not w.isdecimal())


def _places(place: str) -> tuple[str, ...]:
    """The words of a place, a number kept with the word before it."""
    found = [word.lower() for word in _WORD.findall(place)]
    named = [
        f"{word} {after}" if after.isdecimal() else word
        for word, after in zip(found, [*found[1:], ""], strict=False)
        if not word.isdecimal()
    ]
    return tuple(
        w for w in dict.fromkeys(named) if len(w) >= _SHORTEST and w not in _EMPTY | _COMMON
    )


def _weight(word: str, others: Iterable[tuple[str, ...]]) -> float:
    held = [_holds(other, word) for other in others]
    rarity = 1.0 if len(held) < _FEW else 1.0 - 0.8 * sum(held) / len(held)
    if any(same_word(word, common) for common in _COMMON):
        return _COMMON_WEIGHT * rarity
    weight = _LONG_WEIGHT if len(word) >= _LONG else 1.0
    return (_SHORT_WEIGHT if len(word) <= _SHORTEST else weight) * rarity


def _holds(words: Iterable[str], wanted: str) -> bool:
    return any(same_word(word, wanted) for word in words)
