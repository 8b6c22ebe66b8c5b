"""In which days and which zone a term is counted: of the site, on a deployment, in a detachment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.rooms.org.tests.factories import make_site, make_unit
from baken.rooms.reports.queries.calendars import timetable_for, timetable_of
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report

FRIDAY = datetime(2026, 3, 6, 9, tzinfo=UTC)
ISLAND = "America/Curacao"


def triage_end(unit: int, *, site: int | None = None, context: str = "") -> datetime:
    return timetable_of(unit=unit, site=site, context=context).end("triage", FRIDAY)


def test_at_home_a_term_skips_the_weekend_in_the_own_zone(cast: Cast) -> None:
    table = timetable_of(unit=cast.company.pk, site=None)

    assert table.zone == clock.local_zone()
    assert table.end("triage", FRIDAY) == FRIDAY + timedelta(days=3)


def test_at_a_site_the_zone_of_the_site_decides_which_day_it_is(cast: Cast) -> None:
    site = make_site("SITE-9", holder=cast.company, time_zone=ISLAND)
    # At home it is Saturday, on the island still Friday evening.
    night = datetime(2026, 3, 7, 2, tzinfo=UTC)

    table = timetable_of(unit=cast.company.pk, site=site.pk)

    assert table.zone == ZoneInfo(ISLAND)
    assert table.end("triage", night) == night + timedelta(days=3)
    at_home = timetable_of(unit=cast.company.pk, site=None)
    assert at_home.end("triage", night) == night + timedelta(days=2)


@pytest.mark.parametrize(
    ("context", "days"), [("deployment", 1), ("exercise", 3), ("non_operational", 3), ("", 3)]
)
def test_on_a_deployment_every_day_counts(cast: Cast, context: str, days: int) -> None:
    assert triage_end(cast.company.pk, context=context) == FRIDAY + timedelta(days=days)


@pytest.mark.parametrize(("kind", "days"), [("detachment", 1), ("task_force", 1), ("company", 3)])
def test_in_a_detachment_or_task_force_every_day_counts(cast: Cast, kind: str, days: int) -> None:
    away = make_unit("AWAY", parent=cast.army, kind=kind)

    assert triage_end(away.pk) == FRIDAY + timedelta(days=days)


def test_of_a_record_its_own_unit_site_and_context_count(cast: Cast) -> None:
    site = make_site("SITE-9", holder=cast.company, time_zone=ISLAND)
    report = make_report(unit=cast.company, site=site, at=cast.at)
    away = make_occurrence(unit=cast.company, context="deployment", at=cast.at)

    assert timetable_for(report).zone == ZoneInfo(ISLAND)
    assert timetable_for(away).end("triage", FRIDAY) == FRIDAY + timedelta(days=1)


def test_report_sent_by_a_detachment_on_friday_is_due_on_saturday(cast: Cast) -> None:
    away = make_unit("AWAY", parent=cast.army, kind="detachment")

    sent = send(cast.soldier, at=FRIDAY, unit_code=away.code).report

    assert sent.due_at == FRIDAY + timedelta(days=1)
