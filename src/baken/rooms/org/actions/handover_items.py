"""Brings the items of a handover in line with what the rooms above say must be taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.queries.changes import change_of
from baken.rooms.org.questions import HandoverMatter, handover_matters, matter_outcomes
from baken.rooms.org.rules.handovers import GONE, PER_RANK, TAKEN_OVER

_FOLLOWS = ("risk_class", "ask", "one_by_one", "due_on")
Known = Mapping[tuple[str, str], HandoverItem]
Place = Callable[[int], int]


def bring_up_to_date(record: Handover, *, at: datetime) -> Mapping[str, int]:
    """Write the items of a handover that the caller has locked as they are now; what changed, counted.

    What waits no more says what became of it; what was taken over stays so. However many items there
    are, it takes as many queries.
    """
    rows = HandoverItem.objects.of(record).order_by("place")
    known = {(row.kind, row.ref): row for row in rows}
    matters = {(one.kind, one.ref): one for one in handover_matters.ask(change_of(record))}
    fresh = [one for key, one in matters.items() if key not in known]
    place = _places(known)
    HandoverItem.objects.bulk_create(_placed(record, fresh, place))
    settled = [row for key, row in known.items() if key not in matters and not row.outcome]
    _settle(record, settled, at)
    _follow(record, [(known[key], one) for key, one in matters.items() if key in known], place)
    return {"added": len(fresh), "settled": len(settled)}


def _places(known: Known) -> Place:
    """Gives the next free place of a rank, behind all that has that rank."""
    last = Counter({row.place // PER_RANK: row.place % PER_RANK for row in known.values()})

    def place(rank: int) -> int:
        last[rank] += 1
        return rank * PER_RANK + last[rank]

    return place


def _placed(record: Handover, fresh: Sequence[HandoverMatter], place: Place) -> list[HandoverItem]:
    made = []
    for one in fresh:
        told = {name: getattr(one, name) for name in ("kind", "ref", *_FOLLOWS)}
        made.append(HandoverItem(record=record, place=place(one.rank), **told))
    return made


def _settle(record: Handover, rows: Sequence[HandoverItem], at: datetime) -> None:
    """Say of items that wait no more what became of them."""
    refs = [(row.kind, row.ref) for row in rows]
    told = matter_outcomes.ask(change_of(record), refs) if refs else []
    became = {(kind, ref): outcome for kind, ref, outcome in told}
    for row in rows:
        row.outcome, row.outcome_at = became.get((row.kind, row.ref)) or GONE, at
    HandoverItem.objects.of(record).bulk_update(rows, ["outcome", "outcome_at"])


def _follow(
    record: Handover, pairs: Sequence[tuple[HandoverItem, HandoverMatter]], place: Place
) -> None:
    """Items that wait say what their records say now, in the place of their rank; one that waits again
    does so.
    """
    changed = []
    for row, one in pairs:
        if row.outcome == TAKEN_OVER:
            continue
        now = {**{name: getattr(one, name) for name in _FOLLOWS}, "outcome": ""}
        if row.place // PER_RANK != one.rank:
            now["place"] = place(one.rank)
        if any(getattr(row, name) != value for name, value in now.items()):
            changed.append(row)
        for name, value in now.items():
            setattr(row, name, value)
        row.outcome_at = None
    HandoverItem.objects.of(record).bulk_update(
        changed, [*_FOLLOWS, "place", "outcome", "outcome_at"]
    )
