"""The register of what can be exported; rooms declare kinds, the site ties them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.core.access import Actor, Confidentiality
from baken.core.export.columns import Column
from baken.core.export.formats import Format
from baken.core.search.words import Wanted


@dataclass(frozen=True)
class Ask:
    """Which records: a narrowing of a query set, words, and how it was told to the reader.

    ``since`` is the first day on which a record came in. ``filters`` are (label, value).
    """

    narrow: Callable[[Any], Any] | None = None
    words: Wanted | None = None
    since: date | None = None
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Source:
    """What one actor gets of a kind.

    ``level_of`` finds the highest confidentiality among the records asked for; ``records`` gives
    them as they are read, none above a level. ``withheld`` counts those that stay out for now.
    ``shape`` is how the file looks where another system prescribes that; absent: as asked.
    """

    columns: Sequence[Column]
    records: Callable[[Ask, int], Iterator[Any]]
    level_of: Callable[[Ask], int] = lambda _ask: Confidentiality.NORMAL
    withheld: Callable[[Ask], int] = lambda _ask: 0
    shape: Format | None = None


@dataclass(frozen=True)
class ExportKind:
    """A kind of record that can be exported.

    ``source_of`` gives what an actor gets of it, or None without the right. ``permits`` are those
    of which one is needed. ``has_days`` says whether a first day can be asked for.
    """

    name: str
    label: Any
    permits: tuple[str, ...]
    source_of: Callable[[Actor], Source | None]
    has_days: bool = True


_kinds: dict[str, ExportKind] = {}


def declare_kinds(kinds: Iterable[ExportKind]) -> None:
    """Make kinds known; the last one of a name counts."""
    _kinds.update({kind.name: kind for kind in kinds})


def export_kinds() -> dict[str, ExportKind]:
    """Every kind by its name."""
    return dict(_kinds)
