"""Kinds of barriers, of signals about them and of evidence, read once from their files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from baken.rooms.library.queries import DATA
from baken.rooms.library.rules.barrier_model import (
    BarrierModel,
    BarrierType,
    read_barrier_model,
    read_barrier_types,
)

SIGNALS, TYPES = "signals.yaml", "types.yaml"


@lru_cache(maxsize=1)
def barrier_model() -> BarrierModel:
    """What takes health from a barrier. Raises DataProblem, naming file, entry and field."""
    return read_barrier_model(SIGNALS, _content(SIGNALS))


@lru_cache(maxsize=1)
def barrier_types() -> Mapping[str, BarrierType]:
    """The kinds of barriers by code. Raises DataProblem, naming file, entry and field."""
    return read_barrier_types(TYPES, _content(TYPES))


def _content(name: str) -> Any:
    return yaml.safe_load((DATA / "barriers" / name).read_text(encoding="utf-8"))
