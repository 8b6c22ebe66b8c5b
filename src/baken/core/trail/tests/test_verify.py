"""Whatever is changed, added or removed behind the trail's back is found, and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from baken.core.access import NOBODY
from baken.core.records.models import ReferenceCounter
from baken.core.records.references import anonymous_reference, next_reference
from baken.core.trail import verify
from baken.core.trail.append import Entry, append
from baken.core.trail.models import Seal
from baken.core.trail.seal import seal_finished_days
from baken.core.trail.tests.behind import drop_guards, remove, rows_of, steps_of
from baken.core.trail.verify import Break, breaks
from baken.rooms.org.models import Person
from baken.rooms.reports.models import Occurrence, Report, ReportStep
from baken.rooms.reports.tests.factories import make_occurrence, make_report

pytestmark = pytest.mark.django_db

CHANGED = "the step was changed or does not follow the one before it"
SEALED = "steps of the sealed days were added, changed or removed"


@pytest.fixture
def report(cast: Any) -> Report:
    """A report with three steps, the guards of the database out of the way."""
    made = make_report(unit=cast.company)
    for _ in range(2):
        _step(made, cast)
    drop_guards()
    return made


def _step(record: Any, cast: Any, at: datetime | None = None) -> ReportStep:
    entry = Entry(code="test.noted", to_state=record.state, words={"note": "Seen."})
    return append(record=record, actor=cast.commander.actor, at=at or cast.at, entry=entry)


def _found() -> list[tuple[str, str]]:
    return [(found.where, found.what) for found in breaks()]


def test_trail_that_holds_has_no_breaks(report: Report, cast: Any) -> None:
    make_occurrence(unit=cast.company)
    seal_finished_days(at=cast.at + timedelta(days=2))
    assert _found() == []


def test_trail_of_nothing_at_all_holds(db: None) -> None:
    assert _found() == []


@pytest.mark.parametrize("field", ["story", "place"])
def test_report_with_other_words_than_were_told_is_found(report: Report, field: str) -> None:
    rows_of(Report).update(**{field: "All is well."})
    assert _found() == [(report.ref, f"{field} is not what step 1 recorded")]


def test_occurrence_with_another_title_is_found(cast: Any) -> None:
    occurrence = make_occurrence(unit=cast.company)
    rows_of(Occurrence).update(title="Nothing happened")
    assert _found() == [(occurrence.ref, "title is not what step 1 recorded")]


def test_record_in_another_state_than_its_last_step_is_found(report: Report) -> None:
    rows_of(Report).update(state="closed")
    assert _found() == [(report.ref, "the state is not the one its last step led to")]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"hash": "0" * 64}, CHANGED),
        ({"previous": "0" * 64}, CHANGED),
        ({"code": "nothing.happened"}, CHANGED),
        ({"from_state": "closed"}, CHANGED),
        ({"to_state": "closed"}, CHANGED),
        ({"at": datetime(2026, 3, 10, 9, 0, 0, 1, tzinfo=UTC)}, CHANGED),
        ({"facts": {"n": 2}}, CHANGED),
        ({"commitments": {}}, CHANGED),
        ({"words": {}}, "the words under 'name' are gone"),
        ({"words": {"note": "Unseen."}}, "the words under 'name' are gone"),
        ({"serial": 9}, "a step is missing"),
    ],
)
def test_step_with_anything_changed_is_found(
    report: Report, change: dict[str, Any], what: str
) -> None:
    steps_of(report).filter(serial=2).update(**change)
    assert _found() == [(f"{report.ref} step 2", what)]


@pytest.mark.parametrize("name", ["note", "name", "post", "person"])
def test_step_with_another_word_is_found(report: Report, name: str) -> None:
    words = {**steps_of(report).get(serial=2).words, name: "somebody else"}
    steps_of(report).filter(serial=2).update(words=words)
    assert _found() == [(f"{report.ref} step 2", f"the words under {name!r} were changed")]


@pytest.mark.parametrize("name", ["note", "person"])
def test_step_with_a_word_taken_out_is_found(report: Report, name: str) -> None:
    words = steps_of(report).get(serial=2).words
    del words[name]
    steps_of(report).filter(serial=2).update(words=words)
    assert _found() == [(f"{report.ref} step 2", f"the words under {name!r} are gone")]


def test_step_with_a_word_put_in_is_found(report: Report) -> None:
    words = {**steps_of(report).get(serial=2).words, "verdict": "guilty"}
    steps_of(report).filter(serial=2).update(words=words)
    assert _found() == [(f"{report.ref} step 2", "the words under 'verdict' were changed")]


def test_step_with_another_salt_is_found(report: Report) -> None:
    steps_of(report).filter(serial=2).update(salts={})
    assert _found() == [(f"{report.ref} step 2", "the words under 'name' were changed")]


def test_step_with_another_salt_of_a_sealed_field_is_found(report: Report) -> None:
    salts = {**steps_of(report).get(serial=1).salts, "record.story": "0"}
    steps_of(report).filter(serial=1).update(salts=salts)
    assert _found() == [(report.ref, "story is not what step 1 recorded")]


def test_step_rewritten_with_its_own_hash_breaks_the_next_one(report: Report) -> None:
    step = steps_of(report).get(serial=2)
    step.facts = {"n": 2}
    forged = verify.row_hash(step.previous, step.content())
    steps_of(report).filter(serial=2).update(facts=step.facts, hash=forged)
    assert _found() == [(f"{report.ref} step 3", CHANGED)]


@pytest.mark.parametrize("serial", [1, 2])
def test_step_taken_out_of_the_middle_is_found(report: Report, serial: int) -> None:
    steps_of(report).filter(serial=serial).delete()
    assert _found() == [(f"{report.ref} step {serial}", "a step is missing")]


def test_last_step_taken_off_is_found_by_the_state_it_led_to(cast: Any) -> None:
    report = make_report(unit=cast.company)
    entry = Entry(code="test.closed", from_state="received", to_state="closed")
    append(record=report, actor=cast.commander.actor, at=cast.at, entry=entry)
    rows_of(Report).update(state="closed")
    drop_guards()
    steps_of(report).filter(serial=2).delete()
    assert _found() == [(report.ref, "the state is not the one its last step led to")]


def test_last_step_that_led_nowhere_is_found_missing_by_the_seal(report: Report, cast: Any) -> None:
    seal_finished_days(at=cast.at + timedelta(days=2))
    steps_of(report).filter(serial=3).delete()
    assert _found() == [("seal reports.reportstep 1", SEALED)]


def test_record_without_any_history_is_found(report: Report) -> None:
    steps_of(report).delete()
    assert _found() == [(report.ref, "the record has no history")]


def test_record_whose_story_no_step_vouches_for_is_found(cast: Any) -> None:
    report = Report(
        number=1,
        ref=next_reference("M", cast.at.date()),
        unit=cast.company,
        state="received",
        story="Kabel los.",
        received_at=cast.at,
        touched_at=cast.at,
    )
    report.save(force_insert=True)
    _step(report, cast)
    assert _found() == [
        (report.ref, "no step vouches for story"),
        (report.ref, "no step vouches for place"),
        (report.ref, "no step vouches for immediate_action"),
    ]


def test_record_vouched_for_again_is_held_to_the_latest_step(report: Report, cast: Any) -> None:
    report.place = "Garage 4"
    report.save(update_fields=["place"])
    entry = Entry(code="test.moved", to_state=report.state, sealed=("place",))
    append(record=report, actor=cast.commander.actor, at=cast.at, entry=entry)
    assert _found() == []
    rows_of(Report).update(place="Garage 3")
    assert _found() == [(report.ref, "place is not what step 4 recorded")]


def test_record_taken_away_with_its_steps_is_found_by_its_reference(
    report: Report, cast: Any
) -> None:
    steps_of(report).delete()
    remove(report)
    assert _found() == [("M-2026-…", "1 records given a reference are gone")]


def test_record_taken_away_from_its_steps_is_found_twice(report: Report, cast: Any) -> None:
    steps = steps_of(report)
    remove(report)
    found = _found()
    steps.delete()
    orphan = (f"Report {report.pk}", "steps are there but the record is gone")
    assert found == [orphan] * 3 + [("M-2026-…", "1 records given a reference are gone")]


def test_record_of_before_1970_is_verified_too(cast: Any) -> None:
    report = make_report(unit=cast.company, at=datetime(1955, 1, 1, tzinfo=UTC))
    drop_guards()
    rows_of(Report).update(story="All is well.")
    assert (report.number < 0, _found()) == (
        True,
        [(report.ref, "story is not what step 1 recorded")],
    )


def test_record_beyond_the_first_batch_is_verified_too(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "CHUNK", 2)
    reports = sorted((make_report(unit=cast.company) for _ in range(5)), key=lambda one: one.pk)
    drop_guards()
    rows_of(Report, pk__in=[reports[2].pk, reports[4].pk]).update(story="All is well.")
    assert [where for where, _ in _found()] == [reports[2].ref, reports[4].ref]


def test_person_is_verified_as_any_root(cast: Any) -> None:
    person = cast.soldier.person
    rows_of(Person, pk=person.pk).update(state="gone")
    assert _found() == [(person.ref, "the state is not the one its last step led to")]


def test_numbers_waiting_in_the_pool_are_not_missed(cast: Any) -> None:
    make_report(unit=cast.company)
    assert (ReferenceCounter.objects.get(prefix="M").last, _found()) == (11, [])


def test_number_taken_from_the_pool_without_a_record_is_found(cast: Any) -> None:
    anonymous_reference("M", cast.at.date())
    assert _found() == [("M-2026-…", "1 records given a reference are gone")]


def test_counter_of_an_unknown_kind_of_record_is_left_alone(db: None) -> None:
    ReferenceCounter.objects.create(prefix="Q", year=2026, last=9)
    assert _found() == []


def _sealed_days(cast: Any, report: Report) -> list[Seal]:
    for day in range(3):
        _step(report, cast, cast.at + timedelta(days=day))
        seal_finished_days(at=cast.at + timedelta(days=day + 1))
    return list(Seal.objects.filter(table="reports.reportstep").order_by("serial"))


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 9},
        {"root": "0" * 64},
        {"hash": "0" * 64},
        {"previous": "1" * 64},
        {"last_number": 1},
        {"after_number": 0},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"serial": 7},
    ],
)
def test_seal_with_anything_changed_is_found(
    report: Report, cast: Any, change: dict[str, Any]
) -> None:
    last = _sealed_days(cast, report)[-1]
    Seal.objects.filter(pk=last.pk).update(**change)
    assert _found() == [
        (
            f"seal reports.reportstep {change.get('serial', 3)}",
            "the seal was changed or one before it is missing",
        )
    ]


@pytest.mark.parametrize(("gone", "noticed"), [(0, 2), (1, 3)])
def test_seal_taken_out_of_the_row_is_found_by_the_next(
    report: Report, cast: Any, gone: int, noticed: int
) -> None:
    _sealed_days(cast, report)[gone].delete()
    assert _found() == [
        (
            f"seal reports.reportstep {noticed}",
            "the seal was changed or one before it is missing",
        )
    ]


def _added(report: Report, cast: Any) -> None:
    _step(report, cast)


def _rewritten(report: Report, cast: Any) -> None:
    last = steps_of(report).get(serial=3)
    last.facts = {"n": 2}
    forged = verify.row_hash(last.previous, last.content())
    steps_of(report).filter(serial=3).update(facts=last.facts, hash=forged)


def _moved(report: Report, cast: Any) -> None:
    after = Seal.objects.get(table="reports.reportstep").last_number + 1
    steps_of(report).filter(serial=3).update(number=after)


@pytest.mark.parametrize("behind", [_added, _rewritten, _moved])
def test_steps_touched_behind_a_seal_are_found(
    report: Report, cast: Any, behind: Callable[[Report, Any], None]
) -> None:
    seal_finished_days(at=cast.at + timedelta(days=2))
    behind(report, cast)
    assert _found() == [("seal reports.reportstep 1", SEALED)]


def test_break_reads_as_a_place_and_what_is_wrong() -> None:
    assert str(Break("M-2026-000001", "a step is missing")) == "M-2026-000001: a step is missing"


def test_anonymous_steps_verify_as_any(report: Report, cast: Any) -> None:
    entry = Entry(code="test.asked", to_state=report.state, words={"note": "And?"})
    append(record=report, actor=NOBODY, at=cast.at, entry=entry)
    assert _found() == []
