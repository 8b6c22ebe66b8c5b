"""Which records tell of the same thing, and why: words, place, time, unit, equipment and codes.

Every piece of evidence is worth points and is a reason that is shown; the points add up. How it was
measured and settled stands in docs/decisions/2026-11-27-likeness.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from baken.core.search.stems import is_empty_word
from baken.rooms.reports.rules.profile import Profile, Rarity, is_telling

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_PREFIX, _SHORTEST = 5, 4
_PLACE_COMMON = frozenset(("gebouw", "kazerne", "terrein", "ruimte", "oefenterrein", "plek"))
# Points. Two texts of the same words have ALL_WORDS; what happened in the same days counts more.
ALL_WORDS, NEAR_PART, HALF_OF_DAYS, NEAR_DAYS = 10.0, 0.5, 60, 60
_PLACE, _PLACE_MOST, _SITE = 0.75, 1.5, 1.5
_SAME_UNIT, _SAME_UNIT_KIND = 0.5, 0.2
_THING, _THINGS_MOST = 0.75, 1.5
_MARK, _MARKS_MOST = 2.0, 4.0
_SUBJECT, _SAME_KIND, _SAME_CONTEXT = 1.2, 0.3, 0.2
# What is needed to be called alike by words.
LEAST_WORDS, WORDS_NEEDED = 1.2, 2
SAME_WORDS, SAME_NEEDED = 3.0, 3
MANY_TELLING, LEAST_OF_MANY = 5, 0.6
MOST_WORDS_SHOWN = 8
# The order in which reasons are told.
REASONS = (
    "mark",
    "words",
    "place",
    "site",
    "equipment",
    "subject",
    "kind",
    "context",
    "unit",
    "unit_kind",
    "days",
)


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


@dataclass(frozen=True)
class Compared:
    """What is compared of a record.

    ``day`` is when it happened or came in; ``hides_day`` that it tells nothing by its day, as an
    anonymous report.
    """

    profile: Profile
    place: str = ""
    site: int | None = None
    unit: str = ""
    unit_kind: str = ""
    things: tuple[str, ...] = ()
    day: date | None = None
    hides_day: bool = False
    codes: Coded = Coded()


@dataclass(frozen=True)
class Reason:
    """Why a record is called alike: one of REASONS, what both share, and its points."""

    code: str
    values: tuple[str, ...] = ()
    points: float = 0.0


@dataclass(frozen=True)
class Alike:
    """Another record that is like the one at hand: how much, and why."""

    key: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """All points together."""
        return sum(reason.points for reason in self.reasons)

    def values(self, code: str) -> tuple[str, ...]:
        """What is shared for one reason; nothing when that is no reason."""
        return next((one.values for one in self.reasons if one.code == code), ())

    def has(self, code: str) -> bool:
        """Whether this is one of the reasons."""
        return any(one.code == code for one in self.reasons)


def same_word(one: str, other: str) -> bool:
    """Whether two words are one word: equal, or the same for at least five letters and nearly all.

    "schakelaar" and "schakelaars" are; "schietbaan" and "schietkamp" are not, nor "poort 3" and
    "poort 4".
    """
    if any(sign.isdigit() for sign in one + other):
        return one == other
    shortest = min(len(one), len(other))
    needed = max(_PREFIX, ceil(shortest * 0.75))
    return one == other or (shortest >= needed and one[:needed] == other[:needed])


def alike(one: Compared, others: Mapping[int, Compared], rarity: Rarity) -> list[Alike]:
    """Which of the others tell of the same thing, the most alike first, then the highest key.

    Alike is what shares a subject or a mark; two words, one of them telling; a telling word and the
    place or the kind of thing; or a great part of all words. The rest only adds to it.
    """
    compared = (_compare(key, one, other, rarity) for key, other in others.items())
    found = [alike for alike in compared if alike]
    return sorted(found, key=lambda alike: (-alike.score, -alike.key))


def _compare(key: int, one: Compared, other: Compared, rarity: Rarity) -> Alike | None:
    words = _words(one.profile, other.profile, rarity)
    place = _place(one, other)
    things = _capped("equipment", _both(one.things, other.things), _THING, _THINGS_MOST)
    marks = _capped("mark", _both(one.profile.marks, other.profile.marks), _MARK, _MARKS_MOST)
    codes = _codes(one.codes.shared_with(other.codes))
    by_words = words.tell(1 if place or things else WORDS_NEEDED)
    if not (by_words or codes or marks):
        return None
    told = words.reason if by_words or words.is_worth_saying else None
    beside = (place, things, _unit(one, other), _days(one, other, told))
    reasons = [reason for reason in (marks, told, *codes, *beside) if reason]
    return Alike(key, tuple(sorted(reasons, key=lambda reason: REASONS.index(reason.code))))


@dataclass(frozen=True)
class _Words:
    """The words of both texts, those that add most first, and how many of them are telling."""

    stems: tuple[str, ...]
    telling: int
    reason: Reason

    @property
    def is_worth_saying(self) -> bool:
        """Whether they are a reason beside another one."""
        return self.telling > 0 and self.reason.points >= LEAST_WORDS

    def tell(self, needed: int) -> bool:
        """Whether they make two records alike: some with a telling one, or very many of all.

        In long texts many telling words are still a small part of all.
        """
        if self.telling >= MANY_TELLING:
            return self.reason.points >= LEAST_OF_MANY
        least, count = (LEAST_WORDS, needed) if self.telling else (SAME_WORDS, SAME_NEEDED)
        return self.reason.points >= least and len(self.stems) >= count


def _words(mine: Profile, theirs: Profile, rarity: Rarity) -> _Words:
    """What the words of both have in common: points for all, the telling ones to show."""
    both = mine.weights.keys() & theirs.weights.keys()
    shared = {stem: mine.weights[stem] * theirs.weights[stem] for stem in both}
    stems = tuple(sorted(shared, key=lambda stem: (-shared[stem], stem)))
    telling = tuple(stem for stem in stems if is_telling(stem, rarity))
    spelled = (_shortest(mine.written[stem], theirs.written[stem]) for stem in telling or stems)
    shown = tuple(dict.fromkeys(spelled))[:MOST_WORDS_SHOWN]
    points = ALL_WORDS * sum(shared[stem] for stem in stems)
    return _Words(stems, len(telling), Reason("words", shown, points))


def _shortest(one: str, other: str) -> str:
    return one if len(one) <= len(other) else other


def _place(one: Compared, other: Compared) -> Reason | None:
    """The same site, or words of the place ("poort 3") that both name."""
    here = [word for word in _places(one.place) if _holds(_places(other.place), word)]
    if here:
        same_site = _SITE * (one.site is not None and one.site == other.site)
        points = max(same_site, min(_PLACE_MOST, _PLACE * len(here)))
        return Reason("place", tuple(here), points)
    if one.site is not None and one.site == other.site:
        return Reason("site", (), _SITE)
    return None


def _days(one: Compared, other: Compared, words: Reason | None) -> Reason | None:
    """The nearer in time, the more the words count; an anonymous report keeps its day to itself."""
    if one.day is None or other.day is None or words is None or one.hides_day or other.hides_day:
        return None
    apart = abs((one.day - other.day).days)
    if apart > NEAR_DAYS:
        return None
    return Reason("days", (str(apart),), words.points * NEAR_PART * 0.5 ** (apart / HALF_OF_DAYS))


def _unit(one: Compared, other: Compared) -> Reason | None:
    if one.unit == other.unit:
        return Reason("unit", (), _SAME_UNIT)
    if one.unit_kind and one.unit_kind == other.unit_kind:
        return Reason("unit_kind", (one.unit_kind,), _SAME_UNIT_KIND)
    return None


def _codes(shared: Coded) -> list[Reason]:
    if not shared.subjects:
        return []
    reasons = [Reason("subject", shared.subjects, _SUBJECT * len(shared.subjects))]
    if shared.kind:
        reasons.append(Reason("kind", (shared.kind,), _SAME_KIND))
    if shared.context:
        reasons.append(Reason("context", (shared.context,), _SAME_CONTEXT))
    return reasons


def _capped(code: str, values: Sequence[str], each: float, most: float) -> Reason | None:
    return Reason(code, tuple(values), min(most, each * len(values))) if values else None


def _both(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    known = set(theirs)
    return [one for one in mine if one in known]


def _places(place: str) -> tuple[str, ...]:
    """The words of a place, a number kept with the word before it."""
    found = [word.lower() for word in _WORD.findall(place)]
    named = [
        f"{word} {after}" if after.isdecimal() else word
        for word, after in zip(found, [*found[1:], ""], strict=False)
        if not word.isdecimal()
    ]
    return tuple(word for word in dict.fromkeys(named) if _names_a_place(word))


def _names_a_place(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _PLACE_COMMON and not is_empty_word(word)


def _holds(words: Iterable[str], wanted: str) -> bool:
    return any(same_word(word, wanted) for word in words)
