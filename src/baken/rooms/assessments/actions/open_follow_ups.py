"""Opens the further inventories that answers ask for: each once, as work with an owner and a term."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.assessments.models import Assessment, AssessmentFollowUp
from baken.rooms.assessments.queries.parts import follow_up_part
from baken.rooms.assessments.queries.sheet import whole_of
from baken.rooms.assessments.queries.terms import FOLLOW_UP_DAYS, day_of
from baken.rooms.assessments.rules import MAKING


def open_follow_ups(*, actor: Actor, record: Assessment, at: datetime) -> list[AssessmentFollowUp]:
    """The further inventories that nobody opened yet; whoever began the assessment owns them.

    However often an answer is given there is one of each, and one that was ended stays ended.
    Source: domain reference, instruments, sections 1 and 16, test 10.
    """
    with transaction.atomic():
        fresh: Assessment = locked(record)
        if fresh.state not in MAKING:
            return []
        asked = [one.instrument for one in whole_of(fresh).outcome.follow_ups]
        known = AssessmentFollowUp.objects.of(fresh).filter(instrument__in=asked)
        there = set(known.values_list("instrument", flat=True))
        due_on = day_of(fresh, at) + timedelta(days=FOLLOW_UP_DAYS)
        rows = [
            AssessmentFollowUp(
                record=fresh, instrument=one, owner=fresh.begun_by, due_on=due_on, opened_at=at
            )
            for one in asked
            if one not in there
        ]
        for row in rows:
            row.save(force_insert=True)
        if rows:
            entry = Entry(
                code="assessments.assessment.follow_up_opened",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"instruments": [row.instrument for row in rows]},
                parts={key: value for row in rows for key, value in follow_up_part(row).items()},
            )
            append(record=fresh, actor=actor, at=at, entry=entry)
    return rows
