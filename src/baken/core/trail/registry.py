"""Which step table keeps the history of which root, and which fields it vouches for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baken.core.trail.models import StepRow

# Row numbers of records in, and (row number, key, value) of everything that belongs to them out.
PartsOf = Callable[[Sequence[int]], Iterable[tuple[int, str, Any]]]
# The same for a root of any kind, which comes first.
PartsOfAny = Callable[[type[Any], Sequence[int]], Iterable[tuple[int, str, Any]]]
# The roots there are in, and the names of rows that belong to no record of any of them out.
Strays = Callable[[Sequence[type[Any]]], Iterable[str]]


@dataclass(frozen=True)
class Chain:
    """A root, its step table, and what must never change behind the chain's back.

    ``sealed`` are fields with text that may have to be erased, each vouched for by itself. ``facts``
    are all other fields, vouched for together by every step; a new set of names gets a new version
    and the old ones stay, so that old steps can still be checked. ``parts_of`` gives what belongs
    to records in other tables.
    """

    root: type[Any]
    steps: type[StepRow]
    sealed: tuple[str, ...]
    facts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    parts_of: PartsOf | None = None

    @property
    def facts_name(self) -> str:
        """Under which name a step vouches for the facts today; empty when there are none."""
        return f"facts.{max(self.facts)}" if self.facts else ""


@dataclass(frozen=True)
class Beside:
    """A table whose rows may belong to a record of any root; the history of that record vouches."""

    parts_of: PartsOfAny
    strays: Strays


_chains: dict[type[Any], Chain] = {}
_beside: dict[str, Beside] = {}


def keep_history(
    root: type[Any],
    steps: type[StepRow],
    sealed: Sequence[str] = (),
    *,
    facts: Mapping[int, Sequence[str]] | None = None,
    parts_of: PartsOf | None = None,
) -> None:
    """Declare, once at start, where a root's history is kept and what it vouches for."""
    versions = {version: tuple(names) for version, names in (facts or {}).items()}
    _chains[root] = Chain(root, steps, tuple(sealed), versions, parts_of)


def vouch_beside(table: str, beside: Beside) -> None:
    """Declare, once at start, a table whose rows belong to records of any root."""
    _beside[table] = beside


def all_beside() -> list[Beside]:
    """Every such table, in a fixed order."""
    return [_beside[table] for table in sorted(_beside)]


def chain_of(root: type[Any]) -> type[StepRow]:
    """The step table of a root."""
    return _chains[root].steps


def chain_for(root: type[Any]) -> Chain:
    """The whole declaration of a root's history."""
    return _chains[root]


def all_chains() -> list[Chain]:
    """Every history there is, in a fixed order."""
    return sorted(_chains.values(), key=lambda chain: chain.root._meta.label_lower)
