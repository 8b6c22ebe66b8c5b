"""Which step table keeps the history of which root, and which fields it vouches for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from baken.core.trail.models import StepRow


@dataclass(frozen=True)
class Chain:
    """A root, its step table, and the fields that must never change behind the chain's back."""

    root: type[Any]
    steps: type[StepRow]
    sealed: tuple[str, ...]


_chains: dict[type[Any], Chain] = {}


def keep_history(root: type[Any], steps: type[StepRow], sealed: Sequence[str] = ()) -> None:
    """Declare, once at start, where a root's history is kept."""
    _chains[root] = Chain(root=root, steps=steps, sealed=tuple(sealed))


def chain_of(root: type[Any]) -> type[StepRow]:
    """The step table of a root."""
    return _chains[root].steps


def all_chains() -> list[Chain]:
    """Every history there is, in a fixed order."""
    return sorted(_chains.values(), key=lambda chain: chain.root._meta.label_lower)
