"""Kinds of barriers, of signals about them and of evidence, read once from their files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.barrier_model import (
    BarrierModel,
    BarrierType,
    read_barrier_model,
    read_barrier_types,
)


@lru_cache(maxsize=1)
def barrier_model() -> BarrierModel:
    """What takes health from a barrier. Raises DataProblem, naming file, entry and field."""
    return read_barrier_model(*published("barriers/signals"))


@lru_cache(maxsize=1)
def barrier_types() -> Mapping[str, BarrierType]:
    """The kinds of barriers by code. Raises DataProblem, naming file, entry and field."""
    return read_barrier_types(*published("barriers/types"))
