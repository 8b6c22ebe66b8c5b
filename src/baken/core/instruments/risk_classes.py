"""The common class of a risk: an order of four, and no numbers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import total_ordering


@total_ordering
class RiskClass(Enum):
    """How bad a risk is, over all scoring models: each is worse than the one before it.

    It compares, and does nothing else: no sum, mean, difference or number can be made of classes.
    Source: domain reference, risk management, sections 4 and 13.
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    EXTREME = "extreme"

    def __lt__(self, other: object) -> bool:
        """Whether this class is less bad than another."""
        if not isinstance(other, RiskClass):
            return NotImplemented
        order = list(RiskClass)
        return order.index(self) < order.index(other)


CLASSES = tuple(one.value for one in RiskClass)  # their codes, from the least bad to the worst


def worst(classes: Iterable[RiskClass]) -> RiskClass | None:
    """The worst of some classes; None of none, for what is missing is not low."""
    return max(classes, default=None)


def worst_class(codes: Iterable[str]) -> str:
    """The code of the worst of some classes by their codes, at least one.

    Raises ValueError for none, and for a code that is no class.
    """
    return max(map(RiskClass, codes)).value
