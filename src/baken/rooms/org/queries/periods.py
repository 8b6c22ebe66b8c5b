"""What runs from a day until a day, as appointments, lines and versions of units do."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

# Of what came with the first import nobody knows since when it was so.
SINCE_ALWAYS = date(1900, 1, 1)


def not_over(day: date, through: str = "") -> Q:
    """Rows that had not ended before a day; ``through`` names the row beside that is meant."""
    return Q(**{f"{through}until__isnull": True}) | Q(**{f"{through}until__gte": day})


def running(day: date, through: str = "") -> Q:
    """Rows that held on a day: begun, and not ended before it."""
    return not_over(day, through) & Q(**{f"{through}from_on__lte": day})
