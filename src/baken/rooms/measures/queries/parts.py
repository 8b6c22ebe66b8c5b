"""What parts of the organisation do with recommendations, within what the reader may see; no ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.library.queries.recommending import recommending
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import READ_RECOMMENDATION
from baken.rooms.measures.rules.recommending import CLOSED, TO_ANSWER
from baken.rooms.org.queries import UnitView, tree


@dataclass
class PartUse:
    """How a part stands: all, answered in term, answered late or owed, rejected, open, closed."""

    part: UnitView
    all: int = 0
    in_term: int = 0
    late: int = 0
    rejected: int = 0
    open: int = 0
    closed: int = 0


def use_by_part(actor: Actor, at: datetime) -> list[PartUse]:
    """The parts in the order of the tree, each with its counts; one query.

    A part counts what is addressed to it and to units below it. Nothing is ranked. Source: domain
    reference, learning, section 3 (the inspectorate asks whether parts use its recommendations).
    """
    here = tree()
    rows = Recommendation.objects.visible_to(actor, READ_RECOMMENDATION)
    columns = ("unit_id", "state", "offered_on", "first_answer_at", "appreciation")
    found: dict[int, PartUse] = {}
    for unit, state, offered_on, answered_at, answer in rows.values_list(*columns):
        part = here.part_of(here.by_id[unit])
        use = found.setdefault(part.id, PartUse(part))
        _count(use, state, answer, is_late=_is_late(offered_on, answered_at, at), at=answered_at)
    return sorted(found.values(), key=lambda one: one.part.path)


def _count(use: PartUse, state: str, answer: str, *, is_late: bool, at: datetime | None) -> None:
    use.all += 1
    use.in_term += int(at is not None and not is_late)
    use.late += int(is_late)
    use.rejected += int(answer == "rejected" and state not in TO_ANSWER)
    use.closed += int(state == CLOSED)
    use.open += int(state != CLOSED)


def _is_late(offered_on: date, answered_at: datetime | None, at: datetime) -> bool:
    """Whether it was answered after the weeks for it, or waits longer than that."""
    last = offered_on + timedelta(weeks=recommending().answer_weeks)
    return clock.local_date(answered_at or at) > last
