"""What an instrument may name: codes of the library and of the rooms, given by whoever loads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from baken.core.instruments.scoring import ScoringModel

ScoringModels = Mapping[tuple[str, int], ScoringModel]


@dataclass(frozen=True)
class Known:
    """The codes that exist. ``announced`` are instruments that are promised and not there yet."""

    hazards: Collection[str] = ()
    measures: Collection[str] = ()
    control_levels: Collection[str] = ()
    workflows: Collection[str] = ()
    legal_bases: Collection[str] = ()
    contexts: Collection[str] = ()
    workplace_types: Collection[str] = ()
    roles: Collection[str] = ()
    instruments: Collection[str] = ()
    announced: Collection[str] = ()
    scoring_models: ScoringModels = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A file as it was found: its name, for people, and its text."""

    file: str
    text: str
