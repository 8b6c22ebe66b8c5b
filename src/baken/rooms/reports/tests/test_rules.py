"""Rules of reports as tables of cases with their borders, and as properties; no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.clock.terms import Timetable
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import terms
from baken.rooms.reports.rules import (
    CHANNELS,
    GUARDS,
    IDENTITIES,
    PHASES,
    Intake,
    No,
    OccurrenceFacts,
    ReportFacts,
    answer_given,
    category_from_harm,
    every_report_answered,
    intake_problems,
    investigation_level_of,
    is_danger_now,
    is_raised_by_similar,
    not_in_occurrence,
    not_own_report,
    phase_of,
    triage_due,
    within_reaction_term,
)
from baken.rooms.reports.rules.accident_record import AccidentFacts
from baken.rooms.reports.rules.duties import GUARDS as DUTY_GUARDS
from baken.rooms.reports.rules.duties import NotificationFacts
from baken.rooms.reports.rules.handling import duties_settled
from baken.rooms.reports.texts import INTAKE_PROBLEMS, REFUSALS
from baken.rooms.reports.workflow import OCCURRENCE, REPORT

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
severities = st.integers(0, 5)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))

# ---- guards ----


@pytest.mark.parametrize("facts", [ReportFacts(is_own=True), OccurrenceFacts(is_own=True)])
def test_not_own_report_own_is_refused(facts: ReportFacts | OccurrenceFacts) -> None:
    assert not_own_report(facts) == No("own_report")


@pytest.mark.parametrize("facts", [ReportFacts(), OccurrenceFacts()])
def test_not_own_report_of_another_passes(facts: ReportFacts | OccurrenceFacts) -> None:
    assert not_own_report(facts) is None


@pytest.mark.parametrize(("has_occurrence", "answer"), [(False, None), (True, No("in_occurrence"))])
def test_not_in_occurrence_only_before_there_is_one(
    has_occurrence: bool, answer: No | None
) -> None:
    assert not_in_occurrence(ReportFacts(has_occurrence=has_occurrence)) == answer


@pytest.mark.parametrize(("has_answer", "answer"), [(True, None), (False, No("no_answer"))])
def test_answer_given_only_with_an_answer(has_answer: bool, answer: No | None) -> None:
    assert answer_given(ReportFacts(has_answer=has_answer)) == answer


@pytest.mark.parametrize(
    ("since", "answer"),
    [
        (None, No("too_late")),
        (-30, None),
        (-1, None),
        (0, None),
        (1, No("too_late")),
        (400, No("too_late")),
    ],
)
def test_within_reaction_term_the_last_day_counts_whole(
    since: int | None, answer: No | None
) -> None:
    assert within_reaction_term(ReportFacts(days_past_reaction=since)) == answer


@pytest.mark.parametrize(
    ("has_open_duties", "answer"), [(False, None), (True, No("duties_unsettled"))]
)
def test_duties_settled_one_open_is_refused(has_open_duties: bool, answer: No | None) -> None:
    assert duties_settled(OccurrenceFacts(has_open_duties=has_open_duties)) == answer


@pytest.mark.parametrize(
    ("unanswered", "answer"),
    [(0, None), (1, No("unanswered_reports")), (7, No("unanswered_reports"))],
)
def test_every_report_answered_one_open_is_refused(unanswered: int, answer: No | None) -> None:
    assert every_report_answered(OccurrenceFacts(unanswered_reports=unanswered)) == answer


def test_guards_every_refusal_has_a_sentence() -> None:
    worst = [
        ReportFacts(is_own=True, has_occurrence=True),
        ReportFacts(still_dangerous=True, is_confirmed=True),
        OccurrenceFacts(is_own=True, unanswered_reports=1, under_embargo=True, kin_waiting=2),
        AccidentFacts(is_own=True),
        OccurrenceFacts(),
        OccurrenceFacts(is_own=True, unanswered_reports=1, reading="lower", is_first_reader=True),
        OccurrenceFacts(has_open_duties=True),
        OccurrenceFacts(hands_over=True),
        NotificationFacts(is_own=True, is_first_reader=True),
    ]
    codes = {
        answer.code
        for guard in (*GUARDS.values(), *DUTY_GUARDS.values())
        for facts in worst
        for answer in [_asked(guard, facts)]
        if answer
    }
    by_itself = {"risk_by_occurrence", "risk_by_target"}  # of stating a risk, which is no step
    assert codes | by_itself == set(REFUSALS)


def _asked(guard: Any, facts: Any) -> No | None:
    try:
        return guard(facts)
    except AttributeError:
        return None  # a guard of the other record kind


# ---- investigation level and its term ----


@pytest.mark.parametrize(("worst", "level"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 3), (5, 4)])
def test_investigation_level_follows_potential(worst: int, level: int) -> None:
    assert investigation_level_of(actual=0, potential=worst) == level


@pytest.mark.parametrize(("category", "level"), [(0, 1), (1, 1), (2, 1), (3, 3), (4, 4)])
def test_investigation_level_serious_category_raises_it(category: int, level: int) -> None:
    assert investigation_level_of(actual=1, potential=2, category=category) == level


@pytest.mark.parametrize(
    ("actual", "potential", "similar", "level"),
    [
        (5, 0, 0, 4),
        (2, 3, 0, 2),
        (3, 2, 0, 2),
        (0, 2, 2, 1),
        (0, 2, 3, 3),
        (2, 0, 3, 3),
        (0, 1, 3, 0),
        (0, 0, 99, 0),
        (0, 3, 3, 3),
        (0, 4, 3, 3),
        (0, 5, 3, 4),
    ],
)
def test_investigation_level_worse_severity_and_repetition(
    actual: int, potential: int, similar: int, level: int
) -> None:
    assert investigation_level_of(actual=actual, potential=potential, similar=similar) == level


@given(severities, severities, st.integers(0, 50))
def test_investigation_level_severities_are_interchangeable(
    one: int, two: int, similar: int
) -> None:
    there = investigation_level_of(actual=one, potential=two, similar=similar)
    back = investigation_level_of(actual=two, potential=one, similar=similar)
    assert there == back


@given(severities, severities, st.integers(0, 50))
def test_investigation_level_worse_never_lowers(actual: int, potential: int, similar: int) -> None:
    level = investigation_level_of(actual=actual, potential=potential, similar=similar)
    worse = min(5, potential + 1)
    assert (
        0 <= level <= investigation_level_of(actual=actual, potential=worse, similar=similar) <= 4
    )


@given(severities, severities, st.integers(0, 50))
def test_investigation_level_more_alike_never_lowers(actual: int, potential: int, n: int) -> None:
    fewer = investigation_level_of(actual=actual, potential=potential, similar=n)
    assert fewer <= investigation_level_of(actual=actual, potential=potential, similar=n + 1)


# ---- days and terms ----

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

TIMES = Timetable(terms(), WorkingDays(frozenset({date(2026, 4, 3), date(2026, 4, 6)})), AMSTERDAM)
MISSION = Timetable(terms(), WorkingDays(every_day=True), AMSTERDAM)


def due(received_at: datetime, timetable: Timetable = TIMES, **more: bool) -> datetime:
    given = {"still_dangerous": False, **more}
    return triage_due(received_at=received_at, timetable=timetable, **given)


def test_triage_due_danger_is_within_the_hour() -> None:
    assert due(NOW, still_dangerous=True) == NOW + timedelta(hours=1)


FRIDAY = datetime(2026, 3, 13, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received_at", "days"),
    [
        (FRIDAY, 3),
        (FRIDAY - timedelta(days=1), 1),
        (FRIDAY + timedelta(days=1), 2),
        (datetime(2026, 4, 2, 9, 0, tzinfo=UTC), 5),  # Good Friday, a weekend, Easter Monday
    ],
)
def test_triage_due_is_the_same_hour_on_the_next_working_day(
    received_at: datetime, days: int
) -> None:
    assert due(received_at) == received_at + timedelta(days=days)


def test_triage_due_keeps_the_hour_of_the_place_when_the_clock_changes() -> None:
    friday = datetime(2026, 3, 27, 16, 30, tzinfo=UTC)  # summer time begins on Sunday

    assert due(friday) == datetime(2026, 3, 30, 15, 30, tzinfo=UTC)


def test_triage_due_on_a_mission_counts_every_day() -> None:
    assert due(FRIDAY, MISSION) == FRIDAY + timedelta(days=1)


def test_triage_due_of_an_anonymous_report_is_the_end_of_a_day() -> None:
    start = datetime(2026, 3, 12, 23, 0, tzinfo=UTC)  # Friday 13 March begins in Amsterdam
    end = start + timedelta(hours=23, minutes=59)

    assert due(start, whole_day=True, still_dangerous=True) == end
    assert due(start, whole_day=True) == end + timedelta(days=3)


@given(st.integers(0, 4_000_000).map(lambda past: NOW - timedelta(minutes=past)))
def test_triage_due_danger_never_waits_longer(received_at: datetime) -> None:
    assert received_at < due(received_at, still_dangerous=True) < due(received_at)


# ---- phase ----


@pytest.mark.parametrize(
    ("report", "occurrence", "phase"),
    [
        ("received", None, "report"),
        ("acknowledged", None, "report"),
        ("out_of_scope", None, "analyse"),
        ("redirected_integrity", None, "analyse"),
        ("in_handling", "triaged", "weigh"),
        ("in_handling", "handling", "tackle"),
        ("in_handling", "under_investigation", "tackle"),
        ("answered", "measures_running", "tackle"),
        ("in_handling", "reopened", "tackle"),
        ("answered", "ready_to_close", "analyse"),
        ("closed", "closed", "analyse"),
        (None, "merged", "analyse"),
    ],
)
def test_phase_of_every_state(report: str | None, occurrence: str | None, phase: str) -> None:
    assert phase_of(report_state=report, occurrence_state=occurrence) == phase


@given(st.sampled_from([None, *REPORT.states]), st.sampled_from([None, *OCCURRENCE.states]))
def test_phase_of_any_pair_is_a_known_phase(report: str | None, occurrence: str | None) -> None:
    assert phase_of(report_state=report, occurrence_state=occurrence) in PHASES


# ---- category ----


@pytest.mark.parametrize(
    ("damage", "category"),
    [
        (0, 0),
        (1, 1),
        (50_000, 1),
        (50_001, 2),
        (100_000, 2),
        (100_001, 3),
        (250_000, 3),
        (250_001, 4),
    ],
)
def test_category_from_harm_damage_borders(damage: int, category: int) -> None:
    assert category_from_harm(injuries=[], damage_eur=damage) == category


@pytest.mark.parametrize(
    ("injury", "category"),
    [
        ({"outcome": "none"}, 0),
        ({}, 0),
        ({"outcome": "first_aid"}, 1),
        ({"outcome": "medical_treatment"}, 1),
        ({"outcome": "lost_time"}, 2),
        ({"outcome": "first_aid", "absence_days": 0}, 1),
        ({"outcome": "first_aid", "absence_days": None}, 1),
        ({"outcome": "first_aid", "absence_days": 1}, 2),
        ({"outcome": "lost_time", "absence_days": 3}, 2),
        ({"outcome": "lost_time", "absence_days": 4}, 3),
        ({"outcome": "first_aid", "hospital_admission": True}, 3),
        ({"outcome": "permanent"}, 4),
        ({"outcome": "first_aid", "permanent": True}, 4),
        ({"outcome": "death"}, 4),
    ],
)
def test_category_from_harm_injury_borders(injury: Mapping[str, object], category: int) -> None:
    assert category_from_harm(injuries=[injury], damage_eur=0) == category


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "outcome": st.sampled_from(
                    ["none", "first_aid", "lost_time", "permanent", "death"]
                ),
                "absence_days": st.none() | st.integers(0, 400),
                "hospital_admission": st.booleans(),
            }
        ),
        max_size=4,
    ),
    st.integers(0, 1_000_000),
)
def test_category_from_harm_is_the_worst_of_its_parts(
    injuries: list[dict[str, object]], damage: int
) -> None:
    parts = [category_from_harm(injuries=[one], damage_eur=0) for one in injuries]
    parts.append(category_from_harm(injuries=[], damage_eur=damage))
    assert category_from_harm(injuries=list(injuries), damage_eur=damage) == max(parts)


# ---- intake ----

LONGEST = 100


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, {}),
        ({"story": ""}, {"story": "empty"}),
        ({"story": " \n\t"}, {"story": "empty"}),
        ({"story": "x" * 100}, {}),
        ({"story": "x" * 101}, {"story": "too_long"}),
        ({"story": "x\x00y"}, {"story": "not_text"}),
        ({"place": "p" * 200}, {}),
        ({"place": "p" * 201}, {"place": "too_long"}),
        ({"contact": "c" * 201}, {"contact": "too_long"}),
        ({"contact": "\x00"}, {"contact": "not_text"}),
        ({"immediate_action": "a" * 101}, {"immediate_action": "too_long"}),
        ({"happened_at": NOW}, {}),
        ({"happened_at": NOW + timedelta(minutes=5)}, {}),
        ({"happened_at": NOW + timedelta(minutes=5, seconds=1)}, {"happened_at": "in_future"}),
        ({"happened_at": datetime(1900, 1, 1, tzinfo=UTC)}, {}),
        ({"happened_at": datetime(1899, 12, 31, 23, 59, tzinfo=UTC)}, {"happened_at": "long_ago"}),
        (
            {"happened_at": datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo"))},
            {"happened_at": "long_ago"},
        ),
        ({"identity": "secret"}, {"identity": "unknown"}),
        ({"channel": "pigeon"}, {"channel": "unknown"}),
        ({"story": "", "place": "p" * 201}, {"story": "empty", "place": "too_long"}),
    ],
)
def test_intake_problems_borders(fields: dict[str, Any], problems: dict[str, str]) -> None:
    intake = Intake(**{"story": "Kabel los.", **fields})
    assert intake_problems(intake, now=NOW, longest=LONGEST) == problems


@pytest.mark.parametrize("identity", IDENTITIES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_intake_problems_every_identity_and_channel_is_taken(identity: str, channel: str) -> None:
    intake = Intake(story="Kabel los.", identity=identity, channel=channel)
    assert intake_problems(intake, now=NOW, longest=LONGEST) == {}


@given(st.text(), st.text(), st.text(), st.text())
def test_intake_problems_any_text_gets_codes_with_a_sentence(
    story: str, place: str, identity: str, channel: str
) -> None:
    intake = Intake(story=story, place=place, identity=identity, channel=channel)
    problems = intake_problems(intake, now=NOW, longest=LONGEST)
    assert set(problems.values()) <= set(INTAKE_PROBLEMS)
    assert ("story" in problems) == (not story.strip() or len(story) > LONGEST or "\x00" in story)


# ---- raised by what is alike ----


@pytest.mark.parametrize(("level", "raised"), [(1, False), (3, True)])
def test_raised_by_similar_is_more_than_the_occurrence_alone(level: int, raised: bool) -> None:
    found = is_raised_by_similar(level=level, actual=0, potential=2, category=0)
    assert found is raised


@pytest.mark.parametrize(
    ("dangerous", "state", "now"),
    [(True, "received", True), (True, "closed", False), (False, "received", False)],
)
def test_danger_now_is_of_an_open_report(dangerous: bool, state: str, now: bool) -> None:
    assert is_danger_now(still_dangerous=dangerous, state=state) is now
