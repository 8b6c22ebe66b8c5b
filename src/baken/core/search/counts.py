"""How rare words are: counted by the worker every day, kept in memory until the next count."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from math import log
from typing import Any
from uuid import UUID, uuid4

from baken.core import clock
from baken.core.access.reach import Confidentiality
from baken.core.access.roots import Root, root_classes
from baken.core.search.models import WordCounts
from baken.core.search.stems import SHORTEST_PART, language_of, parts_of, words_told

# The newest records say enough about how rare words are; reading all of a million would not add.
MOST_SAMPLED = 10_000
AT_ONCE = 500
# A stem of fewer records is not kept, and counts as one that stands in one.
FEWEST, UNSEEN = 3, 1.0
FEW, RARE_SHARE = 5, 0.01
MOST_STEMS = 60_000
# As if so many records were read before any was: what a small collection says is not the whole truth.
PRIOR = 100
MOST_PARTS_KEPT = 50_000
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True)
class Rarity:
    """In how many of ``sampled`` records a stem stands, and how many records there are."""

    sampled: int = 0
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    _parts: dict[tuple[str, str], tuple[str, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def weight(self, stem: str) -> float:
        """How much a stem tells: the fewer records it stands in, the more."""
        return log((self.sampled + PRIOR + 1) / (self.counts.get(stem, UNSEEN) + 0.5))

    def share(self, stem: str) -> float:
        """In which part of the records a stem stands."""
        return self.counts.get(stem, UNSEEN) / (self.sampled + PRIOR)

    def is_rare(self, stem: str) -> bool:
        """Whether a stem stands in so few records that it can name one thing."""
        return self.counts.get(stem, UNSEEN) <= FEW or self.share(stem) <= RARE_SHARE

    def hits(self, stem: str, begins: Iterable[str] = ()) -> float:
        """In about how many records of the whole collection a stem stands, or one that begins so.

        Counted as if no record held two of them.
        """
        scale = self.total / self.sampled if self.sampled else 1.0
        return max(self.counts.get(stem, UNSEEN), self._beginning(begins)) * max(scale, 1.0)

    def _beginning(self, begins: Iterable[str]) -> int:
        """In how many sampled records stand the stems that begin so; of one within another once."""
        each = sorted(begins, key=len)
        widest = (one for place, one in enumerate(each) if not one.startswith(tuple(each[:place])))
        return sum(self._between(one, one + _LAST_SIGN) for one in widest)

    def _between(self, first: str, last: str) -> int:
        stems, sums = self._sorted
        return sums[bisect_left(stems, last)] - sums[bisect_left(stems, first)]

    @cached_property
    def _sorted(self) -> tuple[list[str], list[int]]:
        """The stems in order, and the counts of all before each."""
        stems = sorted(self.counts)
        return stems, [0, *accumulate(self.counts[stem] for stem in stems)]

    def parts(self, word: str, language: str) -> tuple[str, ...]:
        """The stems of the two words a compound is made of, when people here use both; or none."""
        if len(word) < 2 * SHORTEST_PART:
            return ()
        known = self._parts.get((word, language))
        if known is None:
            if len(self._parts) >= MOST_PARTS_KEPT:
                self._parts.clear()
            known = parts_of(word, language, self.counts) or ()
            self._parts[word, language] = known
        return known


_NOTHING = Rarity()
_kept: dict[str, tuple[UUID, Rarity]] = {}


def rarity_in(root: type[Root]) -> Rarity:
    """How rare words are among the records of a root; one small query, and the counts once a count."""
    rows = WordCounts.objects.filter(table=root._meta.label_lower)
    version = rows.values_list("version", flat=True).first()
    if version is None:
        return _NOTHING
    known = _kept.get(root._meta.label_lower)
    if known is None or known[0] != version:
        known = _kept[root._meta.label_lower] = _read(rows)
    return known[1]


def count_words_daily(*, at: datetime) -> bool:
    """Count anew when that was not done today; returns whether it was."""
    last = WordCounts.objects.order_by("counted_at").values_list("counted_at", flat=True).first()
    if last is not None and clock.local_date(last) >= clock.local_date(at):
        return False
    count_words(at=at)
    return True


def count_words(*, at: datetime) -> None:
    """Count the words of every root that can be searched, anew."""
    searched = (root for root in root_classes().values() if getattr(root, "search_fields", ()))
    for root in searched:
        _count(root, at)


def _read(rows: Any) -> tuple[UUID, Rarity]:
    """What was counted last: another worker may just have counted again."""
    row = rows.get()
    return row.version, Rarity(row.sampled, row.total, row.counts)


def _count(root: Any, at: datetime) -> None:
    records = root.objects.for_system(reason="words")
    held: Counter[str] = Counter()
    sampled = 0
    for text in _texts(root, records):
        held.update({told.stem for told in words_told(text, language_of(text))})
        sampled += 1
    many = ((stem, count) for stem, count in held.most_common(MOST_STEMS) if count >= FEWEST)
    values = {"counted_at": at, "version": uuid4(), "sampled": sampled, "counts": dict(many)}
    values["total"] = records.count()
    WordCounts.objects.update_or_create(table=root._meta.label_lower, defaults=values)


def _texts(root: Any, records: Any) -> Iterator[str]:
    """The texts of the newest records that are not closely held."""
    shared = records.filter(confidentiality=Confidentiality.NORMAL).order_by("-pk")
    rows = shared.values_list(*root.search_fields)[:MOST_SAMPLED]
    for texts in rows.iterator(chunk_size=AT_ONCE):
        yield "\n".join(text or "" for text in texts)
