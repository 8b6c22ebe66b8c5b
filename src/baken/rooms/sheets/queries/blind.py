"""Of which risks somebody sees no scores yet: whoever scores gives their own first."""

from __future__ import annotations

from baken.core.access import Actor, may
from baken.core.instruments.filling import Place
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import SCORE
from baken.rooms.sheets.queries.filled import Whole


def blind_places(actor: Actor, record: Sheet, whole: Whole) -> frozenset[Place]:
    """The places of risks of which others gave scores that the actor sees after giving their own.

    Nothing is hidden from who does not score, nor once the sheet is no longer filled in.
    Source: domain reference, instruments, section 4.1 (at least two people score).
    """
    if record.state != "open" or not may(actor, SCORE, record):
        return frozenset()
    return frozenset(
        place
        for place, rows in whole.scores.items()
        if rows and all(row.by != actor.person for row in rows)
    )
