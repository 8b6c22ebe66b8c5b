"""A step is written once, follows the one before it, and says no more of nobody than the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from baken.core import clock
from baken.core.access import NOBODY, system_actor
from baken.core.records.numbers import floor_number
from baken.core.trail.append import Entry, append, append_first, append_first_many, sealed_value
from baken.core.trail.chain import START, commitment
from baken.core.trail.registry import all_chains, chain_of
from baken.core.trail.tests.behind import steps_of
from baken.core.trail.verify import breaks
from baken.rooms.reports.models import Report, ReportStep
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db

NOTED = Entry(code="test.noted", to_state="received", words={"note": "Seen."}, facts={"n": 1})


@pytest.fixture
def report(cast: Any) -> Report:
    """A report with the first step of its history."""
    return make_report(unit=cast.company)


def test_append_adds_the_next_step_after_the_last(cast: Any, report: Report) -> None:
    (first,) = steps_of(report)
    step = append(record=report, actor=cast.commander.actor, at=cast.at, entry=NOTED)
    assert (step.serial, step.previous, step.code, step.facts) == (
        2,
        first.hash,
        "test.noted",
        {"n": 1},
    )


def test_append_by_a_person_keeps_name_post_and_person_as_words(cast: Any, report: Report) -> None:
    actor = cast.commander.actor
    step = append(record=report, actor=actor, at=cast.at, entry=NOTED)
    assert step.actor == actor.person
    assert step.words == {
        "note": "Seen.",
        "name": actor.name,
        "post": actor.post,
        "person": str(actor.person),
    }


def test_append_words_under_the_name_of_who_signs_are_refused(cast: Any, report: Report) -> None:
    entry = Entry(code="test.noted", to_state="received", words={"person": "somebody else"})
    with pytest.raises(ValueError, match="says who signs"):
        append(record=report, actor=cast.commander.actor, at=cast.at, entry=entry)


def test_append_by_the_product_keeps_no_person(cast: Any, report: Report) -> None:
    step = append(record=report, actor=system_actor("clock"), at=cast.at, entry=NOTED)
    assert (step.actor, step.words) == (
        None,
        {"note": "Seen.", "name": "clock", "post": "Baken"},
    )


def test_append_by_nobody_keeps_the_day_alone(cast: Any, report: Report) -> None:
    step = append(record=report, actor=NOBODY, at=cast.at, entry=NOTED)
    start = clock.start_of_day(clock.local_date(cast.at))
    second = (floor_number(start), floor_number(start + timedelta(seconds=1)))
    assert (step.actor, step.words, step.at) == (None, {"note": "Seen."}, start)
    assert second[0] <= step.number < second[1]


def test_append_commits_to_words_and_sealed_fields_with_a_salt_each(
    cast: Any, report: Report
) -> None:
    entry = Entry(code="x", to_state="received", words={"note": "Seen."}, sealed=("story",))
    step = append(record=report, actor=NOBODY, at=cast.at, entry=entry)
    facts = sealed_value(report, "facts.4")
    assert step.commitments == {
        "note": commitment("Seen.", step.salts["note"]),
        "record.story": commitment(report.story, step.salts["record.story"]),
        "record.facts.4": commitment(facts, step.salts["record.facts.4"]),
    }
    assert facts["unit_id"] == report.unit_id
    assert step.salts["note"] != step.salts["record.story"]


def test_append_at_a_moment_of_another_zone_still_verifies(cast: Any, report: Report) -> None:
    local = cast.at.astimezone(timezone(timedelta(hours=1)))
    report.received_at = local
    entry = Entry(code="x", to_state="received", sealed=("received_at",))
    step = append(record=report, actor=system_actor("clock"), at=local, entry=entry)
    salt = step.salts["record.received_at"]
    assert step.commitments["record.received_at"] == commitment(
        local.astimezone(UTC).isoformat(), salt
    )
    assert list(breaks()) == []


def test_append_with_awkward_values_verifies_after_reading_back(cast: Any, report: Report) -> None:
    facts = {"list": [1, 2.5, None, True], "deep": {"b": {"é": "\u2028"}}, "empty": {}}
    words = {"note": 'quote " backslash \\ tab \t emoji \U0001f6a9', "long": "x" * 10_000}
    entry = Entry(code="x", to_state="received", facts=facts, words=words)
    append(record=report, actor=cast.commander.actor, at=cast.at, entry=entry)
    assert list(breaks()) == []


def test_first_steps_of_many_records_each_start_a_chain(cast: Any) -> None:
    reports = [make_report(unit=cast.company) for _ in range(3)]
    made = [Report(**_copy(report, n)) for n, report in enumerate(reports)]
    Report.objects.bulk_create(made)
    entries = [Entry(code="test.begun", to_state="received")] * 3
    append_first_many(records=made, actor=NOBODY, at=cast.at, entries=entries)
    firsts = [steps_of(record).get() for record in made]
    assert [(step.serial, step.previous) for step in firsts] == [(1, START)] * 3
    assert len({step.number for step in firsts}) == 3


def test_first_step_of_a_record_starts_its_chain(cast: Any, report: Report) -> None:
    made = Report(**_copy(report, 1))
    made.save(force_insert=True)
    step = append_first(record=made, actor=cast.commander.actor, at=cast.at, entry=NOTED)
    assert (step.serial, step.previous, steps_of(made).get()) == (1, START, step)


def _copy(report: Report, n: int) -> dict[str, Any]:
    return {
        "number": n,
        "ref": f"X-{n}",
        "unit": report.unit,
        "story": "Kabel los.",
        "state": "received",
        "received_at": report.received_at,
        "touched_at": report.received_at,
    }


def test_first_steps_of_no_records_are_none(cast: Any) -> None:
    before = ReportStep.objects.for_system(reason="trail").count()
    append_first_many(records=[], actor=NOBODY, at=cast.at, entries=[])
    assert ReportStep.objects.for_system(reason="trail").count() == before


def test_first_steps_with_too_few_entries_are_refused(cast: Any, report: Report) -> None:
    with pytest.raises(ValueError, match="zip"):
        append_first_many(records=[report], actor=NOBODY, at=cast.at, entries=[])


def test_step_shows_its_serial_and_code(report: Report) -> None:
    assert str(steps_of(report).get()) == "1 reports.report.received"


def test_chains_stand_in_a_fixed_order_and_are_found_by_their_root() -> None:
    labels = [chain.root._meta.label_lower for chain in all_chains()]
    assert (labels, chain_of(Report)) == (sorted(labels), ReportStep)


def test_moment_far_in_the_past_is_kept_exactly(cast: Any, report: Report) -> None:
    long_ago = datetime(1931, 5, 4, 3, 2, 1, 123456, tzinfo=UTC)
    append(record=report, actor=system_actor("import"), at=long_ago, entry=NOTED)
    assert (steps_of(report).last().at, list(breaks())) == (long_ago, [])
