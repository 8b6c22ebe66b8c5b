"""Walks the ties between records, breadth first and bounded; knows no database and no reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from baken.core.questions.threads import Key, ThreadTie

MOST_NODES = 200
MOST_LEVELS = 12
# Two that are seen hang together by something unseen: neither what, nor how much of it, is told.
UNSEEN = "unseen"


@dataclass(frozen=True)
class Looked:
    """What a reader sees of some records: ``shown``, the most telling first, and ``passed``.

    Passed is what the reader does not see and what may nevertheless lie between two that are seen.
    """

    shown: Sequence[Key] = ()
    passed: Sequence[Key] = ()


class Reader(Protocol):
    """Whoever reads: a fixed number of questions for each call, however many keys."""

    def ties(self, keys: Collection[Key]) -> Iterable[ThreadTie]:
        """The ties on both sides of these records."""

    def look(self, keys: Collection[Key], onward: Collection[Key]) -> Looked:
        """What is seen of these; of those in ``onward`` it is known that they came of the start."""

    def leads_on(self, relation: str) -> bool:
        """Whether the target of a relation came of its source."""


@dataclass(frozen=True)
class Walked:
    """The records seen, in the order in which they were met, their ties, and whether there are more."""

    nodes: tuple[Key, ...]
    ties: tuple[ThreadTie, ...]
    more: bool = False


@dataclass
class _Way:
    """What was met so far. ``known`` is all that was looked at, also what was left out."""

    shown: dict[Key, None]
    known: set[Key]
    onward: set[Key]
    passed: dict[Key, None] = field(default_factory=dict)
    ties: dict[ThreadTie, None] = field(default_factory=dict)
    more: bool = False


def walk(
    start: Key, reader: Reader, *, most: int = MOST_NODES, levels: int = MOST_LEVELS
) -> Walked:
    """From one record to all it hangs together with, as far as the reader sees.

    At most ``most`` records, the nearest first; ``more`` says that there are others the reader would
    see. What is passed unseen is bounded likewise and counts for nothing in the answer.
    """
    way = _Way(shown={start: None}, known={start}, onward={start})
    level: list[Key] = [start]
    for _nth in range(levels):
        level = _next(way, level, reader, most)
        if not level:
            break
    else:
        _next(way, level, reader, len(way.shown))
    return Walked(tuple(way.shown), tuple(_told(way)), way.more)


def _next(way: _Way, level: Collection[Key], reader: Reader, most: int) -> list[Key]:
    """Look at all that is tied to a level; what is new of it that is shown or passed."""
    found = list(dict.fromkeys(reader.ties(level)))
    way.ties.update(dict.fromkeys(found))
    way.onward |= {
        tie.target for tie in found if tie.source in way.onward and reader.leads_on(tie.relation)
    }
    ends = dict.fromkeys(end for tie in found for end in (tie.source, tie.target))
    new = [end for end in ends if end not in way.known]
    if not new:
        return []
    way.known.update(new)
    looked = reader.look(new, way.onward)
    fits = looked.shown[: max(most - len(way.shown), 0)]
    between = looked.passed[: max(most - len(way.passed), 0)]
    way.more = way.more or len(fits) < len(looked.shown)
    way.shown.update(dict.fromkeys(fits))
    way.passed.update(dict.fromkeys(between))
    return [*fits, *between]


def _told(way: _Way) -> Iterable[ThreadTie]:
    """The ties between what is shown, then what hangs together by something unseen."""
    plain = [tie for tie in way.ties if tie.source in way.shown and tie.target in way.shown]
    yield from plain
    tied = {frozenset((tie.source, tie.target)) for tie in plain}
    for around in _groups(way):
        first, *others = sorted(around, key=list(way.shown).index)
        for other in others:
            if frozenset((first, other)) not in tied:
                yield ThreadTie(first, UNSEEN, other)


def _groups(way: _Way) -> Iterable[set[Key]]:
    """Of everything unseen that hangs together: what is shown around it, when that is two or more."""
    near: dict[Key, list[Key]] = {}
    for tie in way.ties:
        near.setdefault(tie.source, []).append(tie.target)
        near.setdefault(tie.target, []).append(tie.source)
    done: set[Key] = set()
    for one in way.passed:
        around: set[Key] = set()
        waiting = [one]
        while waiting:
            here = waiting.pop()
            if here in way.shown:
                around.add(here)
            elif here in way.passed and here not in done:
                done.add(here)
                waiting += near[here]
        if len(around) > 1:
            yield around
