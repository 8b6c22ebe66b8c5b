"""The end of a unit or a line unsays nothing of what could be seen, and files cannot undo an end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import end_units, take_unit_step
from baken.rooms.org.models import Appointment, CommandLine, Unit
from baken.rooms.org.queries import tree, tree_on, who_could
from baken.rooms.org.rules import LineRow, UnitRow
from baken.rooms.org.tests.test_import_lives import (
    BEGIN,
    DET,
    END,
    HEAD,
    POST,
    TODAY,
    YESTERDAY,
    bring,
    end_all,
    morning,
    periods,
)
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
UNTIL_FURTHER_NOTICE = replace(DET, until=None)


@pytest.fixture(autouse=True)
def _there(cast: Cast) -> None:
    """The cast's units are there."""


def names(report: Report, day: date) -> set[str]:
    return {one.name for one in who_could(record=report, permits=[READ], day=day)}


def close(report: Report) -> None:
    Report.objects.for_system(reason="advance").filter(pk=report.pk).update(state="closed")


def by_hand(cast: Cast, step: str, code: str = "DET", **fields: str) -> None:
    take_unit_step(
        actor=cast.functional_admin.on_duty,
        unit=Unit.objects.get(code=code),
        step=step,
        at=cast.at,
        fields={"reason": "Order 12", **fields},
    )


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], datetime]:
    """Moves the clock to ten in the morning of a day."""

    def move(day: date) -> datetime:
        moment = morning(day) + timedelta(hours=10)
        monkeypatch.setattr("baken.core.clock.now", lambda: moment)
        return moment

    return move


def test_unit_that_a_file_ends_in_the_past_was_seen_until_yesterday(at: datetime) -> None:
    bring(at, UNTIL_FURTHER_NOTICE)
    report = make_report(unit=Unit.objects.get(code="DET"), at=at)
    close(report)
    seen = names(report, YESTERDAY)
    assert bring(at, replace(DET, until=BEGIN + timedelta(days=3))).problems == []
    assert tree().by_code["DET"].ends_on == BEGIN + timedelta(days=3)
    assert names(report, YESTERDAY) == seen != set()


def test_unit_that_waited_after_its_last_day_was_seen_until_it_ended(
    at: datetime, on_day: Callable[[date], datetime]
) -> None:
    bring(at, DET)
    report = make_report(unit=Unit.objects.get(code="DET"), at=at)
    waiting, gone = END + timedelta(days=5), END + timedelta(days=6)
    assert end_all(waiting) == []
    on_day(waiting)
    seen = names(report, waiting)
    close(report)
    on_day(gone)
    assert end_all(gone) == ["DET"]
    assert names(report, waiting) == seen != set()
    assert "DET" not in tree_on(gone).by_code or tree().by_code["DET"].is_dissolved


def test_last_day_that_is_taken_back_meanwhile_ends_nothing(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(at, replace(DET, until=TODAY))
    module = sys.modules["baken.rooms.org.actions.end_units"]
    real = module.locked

    def taken_back(unit: Unit) -> Any:
        Unit.objects.filter(pk=unit.pk).update(ends_on=None)
        return real(unit)

    monkeypatch.setattr(module, "locked", taken_back)
    tomorrow = morning(TODAY + timedelta(days=1))
    assert end_units(actor=system_actor("worker"), at=tomorrow) == []
    assert Unit.objects.get(code="DET").state == "existing"


def test_unit_that_is_over_cannot_begin_after_its_end(cast: Cast) -> None:
    bring(cast.at, replace(DET, until=TODAY))
    by_hand(cast, "dissolve")
    later = TODAY + timedelta(days=30)
    outcome = bring(cast.at, replace(UNTIL_FURTHER_NOTICE, from_on=later))
    assert f"unit DET, field from: it ends on {TODAY}, before it begins on {later}" in (
        outcome.problems
    )


def test_unit_that_is_over_cannot_begin_after_a_change(cast: Cast) -> None:
    bring(cast.at, UNTIL_FURTHER_NOTICE)
    by_hand(cast, "rename", name_nl="Nieuw")
    by_hand(cast, "dissolve")
    outcome = bring(cast.at, replace(UNTIL_FURTHER_NOTICE, name_nl="Nieuw", from_on=TODAY))
    assert outcome.problems == [f"unit DET, field from: it was there before: it changed on {TODAY}"]


def test_unit_that_is_there_cannot_begin_later(at: datetime) -> None:
    bring(at, UNTIL_FURTHER_NOTICE)
    later = TODAY + timedelta(days=30)
    outcome = bring(at, replace(UNTIL_FURTHER_NOTICE, from_on=later))
    assert outcome.problems == [f"unit DET, field from: it is there already, before {later}"]
    assert periods("DET") == [(BEGIN, None, "Detachement")]


def test_unit_that_has_yet_to_begin_comes_in_on_its_first_day(
    at: datetime, on_day: Callable[[date], datetime]
) -> None:
    """Its posts and lines may be announced from then on."""
    first = TODAY + timedelta(days=30)
    coming = replace(UNTIL_FURTHER_NOTICE, from_on=first)
    below = UnitRow("PLATOON", "DET", 1, "Peloton")
    later = f"it begins on {first}, and a unit comes in on its first day or later: bring it in from then on"
    outcome = bring(at, coming, below)
    assert outcome.problems == [f"unit {code}, field from: {later}" for code in ("DET", "PLATOON")]
    assert not Unit.objects.filter(code="DET").exists()
    line = LineRow("DET", "NAVY", "operational", first + timedelta(days=9))
    day = on_day(first)
    assert bring(day, coming, below, lines=[line]).problems == []
    assert bring(day, coming, below, lines=[line]).changes == []
    assert periods("DET") == [(first, None, "Detachement")]


def test_withdrawn_line_is_left_as_it_was_by_a_file(cast: Cast) -> None:
    line = LineRow("COMPANY", "NAVY", "operational", BEGIN, None)
    bring(cast.at, lines=[line])
    by_hand(cast, "end_line", "COMPANY", superior="NAVY", kind="operational", until=str(YESTERDAY))
    before = CommandLine.objects.get()
    assert before.withdrawn_at == cast.at
    outcome = bring(cast.at, lines=[replace(line, until=BEGIN)])
    assert (outcome.problems, outcome.unchanged) == ([], 1)
    after = CommandLine.objects.get()
    assert (after.until, after.withdrawn_at) == (before.until, before.withdrawn_at)
    held = tree_on(YESTERDAY - timedelta(days=1)).lines_on(YESTERDAY - timedelta(days=1))
    assert [one.kind for one in held] == ["operational"]


def test_withdrawn_post_is_left_as_it_was_by_a_file(cast: Cast) -> None:
    bring(cast.at, UNTIL_FURTHER_NOTICE, persons=[HEAD], appointments=[replace(POST, until=None)])
    posts = Appointment.objects.for_system(reason="import").filter(
        role="commander", unit__code="DET"
    )
    posts.update(withdrawn_at=cast.at)
    outcome = bring(cast.at, appointments=[replace(POST, until=BEGIN)])
    assert (outcome.problems, outcome.unchanged, posts.get().until) == ([], 1, None)


def test_last_day_that_was_changed_behind_its_back_is_found(at: datetime) -> None:
    bring(at, DET)
    Unit.objects.filter(code="DET").update(ends_on=YESTERDAY)
    assert "DET" in [one.where for one in breaks()]


def test_import_waits_for_the_tree_before_it_reads_or_holds_a_unit(at: datetime) -> None:
    """As steps of units and sites do: two that hold in another order would wait for each other."""
    with CaptureQueriesContext(connection) as sent:
        bring(at, DET)
    tables = [one["sql"] for one in sent if '"org_' in one["sql"]]
    assert '"org_treeversion"' in tables[0]
    assert any('"org_unit"' in sql for sql in tables)
