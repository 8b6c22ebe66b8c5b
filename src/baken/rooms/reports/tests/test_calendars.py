"""In which days and which zone a term is counted: of the site, on a deployment, in a detachment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.clock.terms import Term
from baken.rooms.org.tests.factories import make_site, make_unit
from baken.rooms.reports.queries import calendars
from baken.rooms.reports.queries.calendars import timetable_for, timetable_of
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, step
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

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


# ---- the terms follow the context and the site ----

WEEKEND = {"investigation_0", "investigation_2", "weigh", "feedback"}
HOME, AWAY = FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=1)


@pytest.fixture
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """An organisation that gives one working day for what is told in days elsewhere."""
    own: Mapping[str, Term] = {
        code: Term(working_days=1) if code in WEEKEND else term
        for code, term in calendars.terms().items()
    }
    monkeypatch.setattr(calendars, "terms", lambda: own)


def weighed(cast: Cast, **fields: Any) -> Any:
    report = make_report(unit=cast.company, at=FRIDAY)
    told = {**CLASSIFICATION, "potential_severity": "0", "actual_severity": "0", **fields}
    return step(cast.safety_adviser, report, "triage", at=FRIDAY, **told)


def revised(cast: Cast, occurrence: Any, *, at: datetime = FRIDAY, **fields: Any) -> Any:
    step(cast.safety_adviser, fresh(occurrence), "classify", at=at, **fields)
    return fresh(occurrence)


@pytest.mark.usefixtures("one_day")
def test_terms_of_what_is_weighed_count_by_its_own_context(cast: Cast) -> None:
    home, away = weighed(cast), weighed(cast, context="deployment")
    terms = [
        (one.due_at, occurrence_of(one).due_at, occurrence_of(one).stalls_at)
        for one in (home, away)
    ]
    assert terms == [(HOME, HOME, HOME), (AWAY, AWAY, AWAY)]


@pytest.mark.usefixtures("one_day")
def test_term_that_followed_from_the_level_follows_the_context_and_back(cast: Cast) -> None:
    one = occurrence_of(weighed(cast))
    later = FRIDAY + timedelta(hours=2)
    away = revised(cast, one, at=later, context="deployment")
    assert (away.due_at, away.stalls_at) == (AWAY, later + timedelta(days=1))
    assert revised(cast, one, at=later, title="Met andere woorden").due_at == AWAY
    assert revised(cast, one, at=later, context="exercise").due_at == HOME


@pytest.mark.usefixtures("one_day")
def test_term_follows_the_zone_of_the_site(cast: Cast) -> None:
    make_site("SITE-9", holder=cast.company, time_zone=ISLAND)
    night = datetime(2026, 3, 7, 2, tzinfo=UTC)
    report = make_report(unit=cast.company, at=night)
    told = {**CLASSIFICATION, "potential_severity": "0", "actual_severity": "0"}
    step(cast.safety_adviser, report, "triage", at=night, **told)
    one = occurrence_of(report)
    assert one.due_at == night + timedelta(days=2)
    assert revised(cast, one, at=night, site="SITE-9").due_at == night + timedelta(days=3)
    fresh_report = make_report(unit=cast.company, at=night)
    there = step(cast.safety_adviser, fresh_report, "triage", at=night, **told, site="SITE-9")
    assert there.due_at == night + timedelta(days=3)


@pytest.mark.usefixtures("one_day")
@pytest.mark.parametrize("name", ["classify", "assign"])
def test_day_that_a_person_chose_stays_when_the_context_changes(cast: Cast, name: str) -> None:
    one = occurrence_of(weighed(cast))
    chosen: dict[str, Any] = {"due_on": "2026-03-20"}
    if name == "assign":
        chosen["lead"] = str(cast.safety_adviser.person.id)
    step(cast.safety_adviser, fresh(one), name, at=FRIDAY, **chosen)
    due = fresh(one).due_at
    assert revised(cast, one, context="deployment").due_at == due


@pytest.mark.usefixtures("one_day")
def test_term_of_which_nobody_knows_when_it_was_set_stays(cast: Cast) -> None:
    one = make_occurrence(unit=cast.company, at=FRIDAY, due_at=HOME)
    assert revised(cast, one, context="deployment").due_at == HOME


def test_after_a_revision_past_the_term_the_grace_counts_by_the_new_context(cast: Cast) -> None:
    one = make_occurrence(unit=cast.company, at=FRIDAY, state="handling")
    assert revised(cast, one, context="deployment").stalls_at == AWAY


def test_grace_of_a_report_counts_by_the_context_of_its_occurrence(cast: Cast) -> None:
    away = make_occurrence(unit=cast.company, at=FRIDAY, context="deployment")
    home = make_occurrence(unit=cast.company, at=FRIDAY)
    for one, end in ((away, AWAY), (home, HOME)):
        report = make_report(unit=cast.company, at=FRIDAY, occurrence=one, state="in_handling")
        step(cast.commander, report, "hand_over", at=FRIDAY, owner_unit="BATTALION")
        assert fresh(report).stalls_at == end
