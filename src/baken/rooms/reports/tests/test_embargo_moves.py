"""A report is under an embargo exactly as long as its occurrence is, however it came there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baken.conftest import Cast, Member
from baken.core.access import system_actor
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.rooms.reports.actions.import_reports import import_reports
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource
from baken.rooms.reports.answers import inbox_cards
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.embargo import kin_waiting
from baken.rooms.reports.tests.acts import fresh, occurrence_of, step, steps_of
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

IMPORTER = system_actor("import")
WHY = {"reason": "Het is iets anders."}
INFORMED: dict[str, Any] = {"informed_at": "2026-03-10T09:00:00+00:00", "by_whom": "dienst"}


@pytest.fixture
def officer(cast: Cast) -> Member:
    return cast.add("officer", ("duty_officer", "ARMY", None))


@pytest.fixture
def left(cast: Cast) -> Occurrence:
    return make_occurrence(unit=cast.company, at=cast.at)


@pytest.fixture
def report(cast: Cast, left: Occurrence) -> Report:
    return make_report(unit=cast.company, at=cast.at, occurrence=left, state="in_handling")


def embargo(officer: Member, record: Any) -> None:
    step(officer, record, "set_embargo", at=officer.at, reason="Naasten.", persons=2)


def moved(cast: Cast, report: Report, **fields: Any) -> Report:
    return step(cast.safety_adviser, report, "move", at=cast.at, **WHY, **fields)


def apart() -> list[str]:
    """The reports that are not under the embargo of their occurrence."""
    rows = Report.objects.for_system(reason="advance").filter(occurrence__isnull=False)
    return [one.ref for one in rows if one.embargo_at != fresh(one.occurrence).embargo_at]


def lines(*keys: str) -> list[LegacyReport]:
    told = {"unit": "COMPANY", "kind": "incident", "story": "Kabel los.", "state": "handling"}
    return [LegacyReport(2, key, raw={"nr": key}, group="zaak 1", **told) for key in keys]


def brought(cast: Cast, *keys: str) -> list[Report]:
    source = LegacySource("oud systeem")
    import_reports(actor=IMPORTER, at=cast.at, source=source, rows=lines(*keys))
    rows = Report.objects.for_system(reason="import").filter(source_ref__in=keys)
    return list(rows.order_by("source_ref"))


def test_report_moved_into_what_is_under_embargo_is_under_it_too(
    cast: Cast, officer: Member, report: Report
) -> None:
    joined = make_occurrence(unit=cast.company, at=cast.at)
    embargo(officer, joined)
    done = moved(cast, report, occurrence=joined.ref)
    assert (done.embargo_at, fresh(report).embargo_at) == (cast.at, cast.at)
    assert (apart(), list(breaks())) == ([], [])


def test_embargo_that_came_along_into_what_was_closed_is_lifted_there(
    cast: Cast, officer: Member, left: Occurrence, report: Report
) -> None:
    closed = make_occurrence(unit=cast.company, at=cast.at, state="closed")
    embargo(officer, left)
    moved(cast, fresh(report), occurrence=closed.ref)
    assert fresh(closed).embargo_at == cast.at
    step(officer, fresh(closed), "note_kin", at=cast.at, persons=1, **INFORMED)
    step(officer, fresh(closed), "lift_embargo", at=cast.at, everybody=True, **INFORMED)
    assert (fresh(closed).embargo_at, fresh(report).embargo_at) == (None, None)
    with pytest.raises(StepRefused):
        step(officer, fresh(closed), "set_embargo", at=cast.at, reason="Naasten.", persons=1)


@pytest.mark.parametrize("where", ["there", "new"])
def test_report_moved_out_takes_the_embargo_along_and_there_it_can_be_lifted(
    cast: Cast, officer: Member, left: Occurrence, report: Report, where: str
) -> None:
    joined = make_occurrence(unit=cast.company, at=cast.at)
    known = make_report(unit=cast.company, at=cast.at, occurrence=joined, state="in_handling")
    embargo(officer, left)

    fields = {"occurrence": joined.ref} if where == "there" else CLASSIFICATION
    moved(cast, fresh(report), **fields)

    came = occurrence_of(report)
    assert (came.embargo_at, kin_waiting(came)) == (cast.at, 2)
    assert fresh(known).embargo_at == (cast.at if where == "there" else None)
    assert apart() == []
    waits = {card.ref for card in inbox_cards(InboxAsk(officer.actor, cast.at))}
    assert waits == {left.ref, came.ref}
    step(officer, came, "withdraw_embargo", at=cast.at, reason="Niemand gewond.")
    assert (fresh(report).embargo_at, fresh(left).embargo_at) == (None, cast.at)


def test_report_moved_between_two_that_are_open_is_under_none(
    cast: Cast, left: Occurrence, report: Report
) -> None:
    moved(cast, report, **CLASSIFICATION)
    assert (fresh(report).embargo_at, occurrence_of(report).embargo_at) == (None, None)
    assert "reports.occurrence.embargo_followed" not in {
        one.code for one in steps_of(occurrence_of(report))
    }


def test_row_that_comes_into_what_is_under_embargo_is_under_it_too(
    cast: Cast, officer: Member
) -> None:
    [first] = brought(cast, "1")
    known = occurrence_of(first)
    embargo(officer, known)
    [second] = brought(cast, "2")
    assert (second.occurrence, second.embargo_at) == (known, cast.at)
    assert (apart(), list(breaks())) == ([], [])


@pytest.mark.parametrize("way", ["merge", "triage", "move"])
@pytest.mark.parametrize("first", ["from", "to"])
def test_report_and_occurrence_stand_alike_by_every_way(
    cast: Cast, officer: Member, left: Occurrence, report: Report, way: str, first: str
) -> None:
    joined = make_occurrence(unit=cast.company, at=cast.at)
    loose = make_report(unit=cast.company, at=cast.at)
    ways: dict[str, tuple[Any, Callable[[Any], Any]]] = {
        "merge": (left, lambda one: one),
        "triage": (loose, lambda one: one),
        "move": (report, lambda one: one.occurrence),
    }
    record, under = ways[way]
    embargo(officer, under(record) if first == "from" else joined)
    fields = {"occurrence": joined.ref, **(WHY if way == "move" else {})}
    step(cast.safety_adviser, fresh(record), way, at=cast.at, **fields)
    assert fresh(joined).embargo_at == cast.at
    assert apart() == []
