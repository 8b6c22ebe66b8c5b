"""How units that share a risk differ on it: the worst is told, never an average.

Source: domain reference, irm, sections 4 and 8.
"""

from __future__ import annotations

from collections.abc import Collection

from baken.core.instruments.scoring import RiskClass, worst_class


def is_higher(local: str, shared: str) -> bool:
    """Whether a unit rates a shared risk higher than it is; of a risk without a class nobody does."""
    return bool(shared) and RiskClass(shared) < RiskClass(local)


def worst_of(classes: Collection[str]) -> str:
    """The worst of some classes; empty without any."""
    return worst_class(classes) if classes else ""
