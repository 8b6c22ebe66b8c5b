"""What every room says of its records for the whole thread: how they look and what they are tied to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baken.core.questions import Question

# A record by its table and row number.
Key = tuple[str, int]
# From the first word to the changed rule. Source: domain reference, risk management, section 3.
COLUMNS = ("report", "occurrence", "risk", "decision", "measure", "effect", "lesson", "rule")


@dataclass(frozen=True)
class ThreadTie:
    """``source`` stands in ``relation`` to ``target``."""

    source: Key
    relation: str
    target: Key


@dataclass(frozen=True)
class Line:
    """How a record looks on the thread; empty is left out. ``month_only``: of the day only the month."""

    title: str
    state: str = ""
    unit: str = ""
    on: date | None = None
    month_only: bool = False


@dataclass(frozen=True)
class Relation:
    """A relation in words: said of its source (``became``) and of its target (``came from``).

    ``onward`` when the target came of the source: whoever made the source may hear that it did.
    """

    onto: Any
    back: Any
    onward: bool = False


def no_ties(_numbers: Collection[int]) -> Iterable[ThreadTie]:
    """Of a kind that is tied to others by ``core.links`` alone."""
    return ()


@dataclass(frozen=True, kw_only=True)
class ThreadKind:
    """What a room says of a root. ``code`` names it for programs, ``name`` in words.

    ``column`` is where it stands in the picture. ``line`` gives a record's looks, in full or without
    persons, without asking the database. ``ties`` gives what records are tied to beside
    ``core.links``, in a fixed number of queries and whoever may see it. ``marks`` are the steps worth
    a mark, by trail code. ``open_rows`` narrows rows to those that may, unseen, lie between two that
    are seen; without it none may. ``tells_maker``: who made what it came of hears that it is there.
    ``is_beside``: it brings together what has no thread in common, so that nobody walks on from it.
    """

    root: type[Any]
    code: str
    name: Any
    column: str
    line: Callable[[Any, bool], Line]
    ties: Callable[[Collection[int]], Iterable[ThreadTie]] = no_ties
    marks: Mapping[str, Any] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    open_rows: Callable[[Any], Any] | None = None
    tells_maker: bool = False
    is_beside: bool = False


thread_kinds: Question[[], ThreadKind] = Question("thread_kinds")
