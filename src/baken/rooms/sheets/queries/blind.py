"""Of which risks somebody sees no scores yet: whoever scores gives their own first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from baken.core.access import Actor, may
from baken.core.instruments.filling import Outcome, Place, work_out
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


def outcome_seen(whole: Whole, blind: Collection[Place]) -> Outcome:
    """What follows from a sheet for who sees no scores at ``blind`` places: no total of it tells them."""
    if not blind:
        return whole.outcome
    seen = {place: one for place, one in whole.filled.scores.items() if place not in blind}
    return work_out(whole.definition, replace(whole.filled, scores=seen))


def worst_seen(actor: Actor, record: Sheet) -> tuple[str, str]:
    """The worst class of a sheet, now and once measures work; nothing while the actor may still score it."""
    if record.state == "open" and may(actor, SCORE, record):
        return ("", "")
    return (record.worst_now, record.worst_after)
