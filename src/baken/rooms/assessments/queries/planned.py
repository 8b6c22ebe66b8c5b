"""Which risks of the register have measures."""

from __future__ import annotations

from collections.abc import Collection

from baken.rooms.measures.queries.working import treated
from baken.rooms.register.queries.origins import RISK_TABLE


def numbers_with_measures(numbers: Collection[int]) -> set[int]:
    """Those among some risks, by row number, about which a measure stands that was not given up."""
    return treated(table=RISK_TABLE, numbers=numbers)
