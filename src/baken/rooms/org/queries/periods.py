"""What runs from a day until a day, as appointments, lines and versions of units do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q


def not_over(day: date, through: str = "") -> Q:
    """Rows that had not ended before a day; ``through`` names the row beside that is meant."""
    return Q(**{f"{through}until__isnull": True}) | Q(**{f"{through}until__gte": day})


def running(day: date, through: str = "") -> Q:
    """Rows that held on a day: begun, and not ended before it."""
    return not_over(day, through) & Q(**{f"{through}from_on__lte": day})


def standing_last(rows: Any) -> Any:
    """Rows that can be withdrawn and made again, what stands behind what was withdrawn.

    So that of two of one key a mapping keeps the one that stands.
    """
    return rows.order_by(F("withdrawn_at").desc(nulls_last=True))
