"""Labelled pairs of texts, a plain TF-IDF to compare with, and how a ranking does on them.

The sets are public and not part of the product; the environment variable BAKEN_TEST_DATA names the
folder that holds them. What they are and how they were used: docs/decisions/2026-11-27-likeness.md.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Pair = tuple[str, str]
Rank = Callable[[str], list[str]]
MOST = 10
_ONE_DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Labelled:
    """Texts by key with the day each came in, and the pairs that tell of the same thing.

    ``learned`` are the pairs that settings were chosen by; the others were only measured.
    """

    texts: Mapping[str, str]
    days: Mapping[str, datetime]
    pairs: list[Pair]
    learned: frozenset[Pair] = frozenset()

    @property
    def unseen(self) -> list[Pair]:
        """The pairs that no setting was chosen by."""
        return [pair for pair in self.pairs if pair not in self.learned]


@dataclass(frozen=True)
class Score:
    """How often the other text of a pair stands first, or among the first ten; and mean 1/rank."""

    first: float
    within_ten: float
    reciprocal: float

    def __str__(self) -> str:
        return f"recall@1 {self.first:.3f}, recall@10 {self.within_ten:.3f}, MRR@10 {self.reciprocal:.3f}"


class TfIdf:
    """Plain TF-IDF: lower-case words, idf over the collection, cosine; sublinear counts or raw."""

    def __init__(self, texts: Mapping[str, str], *, sublinear: bool) -> None:
        counted = {key: Counter(re.findall(r"\w+", text.lower())) for key, text in texts.items()}
        held = Counter(word for counts in counted.values() for word in counts)
        idf = {word: math.log((1 + len(texts)) / (1 + n)) + 1 for word, n in held.items()}
        self.vectors: dict[str, dict[str, float]] = {}
        self.postings: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, counts in counted.items():
            tf = {w: 1 + math.log(n) if sublinear else float(n) for w, n in counts.items()}
            vector = {word: value * idf[word] for word, value in tf.items()}
            length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
            self.vectors[key] = {word: value / length for word, value in vector.items()}
            for word, value in self.vectors[key].items():
                self.postings[word].append((key, value))

    def rank(self, key: str) -> list[str]:
        """The ten other texts most alike."""
        scores: defaultdict[str, float] = defaultdict(float)
        for word, value in self.vectors[key].items():
            for other, weight in self.postings[word]:
                scores[other] += value * weight
        scores.pop(key)
        return sorted(scores, key=lambda other: (-scores[other], other))[:MOST]


def score(rank: Rank, pairs: Iterable[Pair]) -> Score:
    """Each text of each pair asks for the other one."""
    found = [_place(rank(one), other) for a, b in pairs for one, other in ((a, b), (b, a))]
    count = len(found)
    return Score(
        first=sum(place == 1 for place in found) / count,
        within_ten=sum(place > 0 for place in found) / count,
        reciprocal=sum(1 / place for place in found if place) / count,
    )


def _place(ranked: list[str], wanted: str) -> int:
    return ranked.index(wanted) + 1 if wanted in ranked[:MOST] else 0


def bugs(folder: Path) -> Labelled:
    """1,076 reports about a browser, and 46 pairs of which people said that they are the same."""
    rows = list(_rows(folder / "F_duplicates" / "seamonkey_bugs.csv.gz"))
    texts = {row["Issue id"]: f"{row['Summary']}\n{row['Description']}" for row in rows}
    days = {row["Issue id"]: _moment(row["Created"]) for row in rows}
    told = (folder / "F_duplicates" / "seamonkey_bugs_duplicate_pairs.tsv").read_text("utf-8")
    listed = [
        (row["issue_id_1"], row["issue_id_2"])
        for row in csv.DictReader(told.splitlines(), delimiter="\t")
    ]
    groups = _groups(listed)
    pairs = [pair for pair in listed if pair[0] in texts and pair[1] in texts]
    learned = frozenset(pair for pair in pairs if _is_learned(groups[pair[0]]))
    return Labelled(texts, days, pairs, learned)


def events(folder: Path, *, among_others: bool) -> Labelled:
    """16 events each told by two reporters, alone or among hundreds of other narratives."""
    texts: dict[str, str] = {}
    pairs: list[Pair] = []
    for row in _rows(folder / "F_duplicates" / "asrs_same_event_two_reporters.csv.gz"):
        pair = (f"{row['ACN']} 1", f"{row['ACN']} 2")
        texts |= {pair[0]: row["narrative_reporter_1"], pair[1]: row["narrative_reporter_2"]}
        pairs.append(pair)
    known = {pair[0].split()[0] for pair in pairs}
    if among_others:
        for name in ("conflict", "uas"):
            for row in _rows(folder / "A_incidents" / f"asrs_{name}_reports.csv.gz"):
                if row["ACN"] not in known and row["Report 1|Narrative"].strip():
                    texts[row["ACN"]] = row["Report 1|Narrative"]
    return Labelled(texts, dict.fromkeys(texts, _ONE_DAY), pairs)


def _is_learned(group: str) -> bool:
    """Half of the groups, by a hash of their lowest member."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 2 == 0


def _groups(pairs: Iterable[Pair]) -> dict[str, str]:
    """The lowest member of the group of each text; pairs that share a text are one group."""
    group: dict[str, set[str]] = {}
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group |= dict.fromkeys(joined, joined)
    return {member: min(joined) for member, joined in group.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text[:10]}T09:00:00+00:00")
