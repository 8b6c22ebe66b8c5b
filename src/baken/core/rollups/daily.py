"""Once a day one worker compares the counts with a recount; who does it is claimed in the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.rollups.models import RolledTree
from baken.core.rollups.recount import Tell, begin_counts, compare_with_recount

# A worker that was killed while it counted ends no claim; after this another one takes over.
CLAIM_LASTS = timedelta(hours=1)


def recount_daily(*, at: datetime, tell: Tell) -> None:
    """Let counts begin, or compare them with a recount; ``tell`` hears what differed, once mended.

    Once a day by one worker: of two that compared at the same time each would add the difference.
    Nothing when it was done today, when another worker is at it, or when counts began just now.
    """
    day = clock.local_date(at)
    if not _claimed(at):
        return
    done: dict[str, Any] = {}
    try:
        if not begin_counts():
            compare_with_recount(tell)
        done = {"recounted_on": day}
    finally:
        RolledTree.objects.filter(recounting_at=at).update(recounting_at=None, **done)


def _claimed(at: datetime) -> bool:
    """Whether it is this worker's turn; whoever changes the row counts."""
    RolledTree.objects.get_or_create(id=1)
    rows = RolledTree.objects.filter(
        Q(recounted_on=None) | Q(recounted_on__lt=clock.local_date(at)),
        Q(recounting_at=None) | Q(recounting_at__lt=at - CLAIM_LASTS),
    )
    return rows.exists() and rows.update(recounting_at=at) == 1
