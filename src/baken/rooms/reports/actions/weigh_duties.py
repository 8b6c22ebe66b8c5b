"""Opens, reopens and marks duties to notify when the facts of an occurrence were told or revised.

It runs in the transaction of the triage or revision itself: no occurrence is without its duties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, advance, begin, locked
from baken.rooms.library.queries import duty_table
from baken.rooms.library.rules.duties import Duty
from baken.rooms.library.rules.duty_facts import Snapshot, Triggered, triggered
from baken.rooms.reports.models import ExternalNotification, Occurrence, Report
from baken.rooms.reports.queries.duties import (
    existing_of,
    first_known_of,
    snapshot_of,
    start_of,
    term_end,
    watched,
)
from baken.rooms.reports.rules.duties import DUTY_OPEN, SEALED, changed, is_late_fact

CLOCK = system_actor("duties")


@dataclass(frozen=True)
class Knowing:
    """An occurrence; when it was first known, and since when what this step tells."""

    occurrence: Occurrence
    first_at: datetime
    told_at: datetime
    at: datetime


def weigh_new(*, occurrence: Occurrence, report: Report, actor: Actor, at: datetime) -> None:
    """Open the duties of an occurrence that a triage just made.

    What its report tells was known when that came in; of an anonymous report no moment is kept.
    """
    first = at if report.identity == "anonymous" else min(report.received_at, at)
    knowing = Knowing(occurrence, first, first, at)
    _weigh(snapshot_of(occurrence), frozenset(), knowing, actor)


def weigh_again(
    *, occurrence: Occurrence, before: Snapshot | None, actor: Actor, at: datetime
) -> None:
    """Open, reopen and mark duties after the facts changed.

    Without ``before`` the facts only came together or apart, as in a merge: nothing opens again.
    """
    after = snapshot_of(occurrence)
    differs = changed(watched(before), watched(after)) if before else frozenset()
    knowing = Knowing(occurrence, first_known_of(occurrence), at, at)
    _weigh(after, differs, knowing, actor)


def _weigh(snapshot: Snapshot, differs: frozenset[str], knowing: Knowing, actor: Actor) -> None:
    there = existing_of(knowing.occurrence)
    for duty in duty_table().duties.values():
        if duty.form != "notify":
            continue
        found = triggered(duty.when, snapshot)
        one = there.get(duty.code)
        if one is None and found.value is True:
            open_one(duty, found, knowing, actor)
        elif one is not None:
            _keep_up(locked(one), duty, found, differs, knowing)


def open_one(
    duty: Duty, found: Triggered, knowing: Knowing, actor: Actor, reason: str = ""
) -> ExternalNotification:
    """Open one duty, with the clock that belongs to it; with a reason it was opened by hand."""
    occurrence, known = knowing.occurrence, _known_since(found, knowing)
    start = start_of(duty, known, occurrence.happened_at)
    term = term_end(duty.term, start, occurrence)
    late = is_late_fact(known_at=known, first_known_at=knowing.first_at)
    one = ExternalNotification(
        number=row_number(knowing.at),
        ref=next_reference("EM", clock.local_date(knowing.at)),
        unit_id=occurrence.unit_id,
        owner_unit_id=occurrence.owner_unit_id,
        confidentiality=occurrence.confidentiality,
        occurrence=occurrence,
        duty=duty.code,
        owner=duty.owner,
        by_hand=bool(reason),
        because=list(found.because),
        opened_at=knowing.at,
        known_at=known,
        is_late=late,
        term_at=term,
        due_at=term,
        touched_at=knowing.at,
    )
    facts = {"duty": duty.code, "known_at": known.isoformat(), "term_at": term.isoformat()}
    words = {"why": reason} if reason else {}
    change = Change(facts=facts | {"late": late}, words=words, seal=SEALED)
    code = "reports.notification.opened"
    begin(record=one, code=code, actor=actor, at=knowing.at, change=change, notice="owners")
    return one


def _keep_up(
    one: ExternalNotification,
    duty: Duty,
    found: Triggered,
    differs: frozenset[str],
    knowing: Knowing,
) -> None:
    """Reopen a duty of which something it watches changed; mark one that the facts no longer ask."""
    if found.value is not True:
        own = one.occurrence_id == knowing.occurrence.pk
        if own and one.lapsed_at is None and not one.by_hand:
            _advance(one, "lapse", knowing.at, {"lapsed_at": knowing.at})
        return
    news: dict[str, Any] = {"because": list(found.because), "lapsed_at": None}
    if differs & set(duty.reopen_on) and one.state not in DUTY_OPEN:
        _reopen(one, duty, found, news, knowing)
    elif one.lapsed_at is not None:
        _advance(one, "revive", knowing.at, news)


def _reopen(
    one: ExternalNotification,
    duty: Duty,
    found: Triggered,
    news: Mapping[str, Any],
    knowing: Knowing,
) -> None:
    known = max(_known_since(found, knowing, latest=True), one.known_at)
    term = term_end(duty.term, known, knowing.occurrence)
    late = is_late_fact(known_at=known, first_known_at=knowing.first_at)
    values = {
        **news,
        "reopened_at": knowing.at,
        "known_at": known,
        "is_late": late,
        "due_at": term,
        "proposed_by": None,
        "reason": "",
    }
    facts = {"known_at": known.isoformat(), "due_at": term.isoformat(), "late": late}
    _advance(one, "reopen_by_facts", knowing.at, values, facts)


def _advance(
    one: ExternalNotification,
    step: str,
    at: datetime,
    values: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
) -> None:
    change = Change(values={**values, "touched_at": at}, facts=facts or {}, seal=("reason",))
    advance(record=one, step=step, actor=CLOCK, at=at, change=change)


def _known_since(found: Triggered, knowing: Knowing, *, latest: bool = False) -> datetime:
    """Since when the facts that decided were known: of injured persons their own moment.

    A moment that is that of this very step was not told: then what the step tells counts.
    """
    if not found.is_about_persons:
        return knowing.told_at
    own = [
        knowing.told_at if one.known_at == knowing.at else one.known_at
        for one in found.injured
        if one.known_at is not None
    ]
    if not own:
        return knowing.told_at
    return max(own) if latest else min(own)
