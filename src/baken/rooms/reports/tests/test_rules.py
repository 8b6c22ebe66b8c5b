"""Rules of reports as tables of cases with their borders, and as properties; no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.reports.rules import (
    CHANNELS,
    GUARDS,
    IDENTITIES,
    PHASES,
    Intake,
    No,
    OccurrenceFacts,
    ReportFacts,
    Told,
    alike,
    answer_given,
    category_from_harm,
    every_report_answered,
    intake_problems,
    investigation_level_of,
    is_danger_now,
    is_raised_by_similar,
    next_working_day,
    not_in_occurrence,
    not_own_report,
    phase_of,
    same_word,
    term_of_level,
    triage_due,
    within_not_solved_days,
)
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
        (0, None),
        (29, None),
        (30, None),
        (31, No("too_late")),
        (400, No("too_late")),
    ],
)
def test_within_not_solved_days_border_is_thirty(since: int | None, answer: No | None) -> None:
    assert within_not_solved_days(ReportFacts(days_since_answer=since)) == answer


@pytest.mark.parametrize(
    ("open_duties", "answer"), [(0, None), (1, No("duties_unsettled")), (3, No("duties_unsettled"))]
)
def test_duties_settled_one_open_is_refused(open_duties: int, answer: No | None) -> None:
    assert duties_settled(OccurrenceFacts(open_duties=open_duties)) == answer


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
        OccurrenceFacts(is_own=True, unanswered_reports=1, open_duties=1),
        NotificationFacts(is_own=True, is_first_reader=True),
    ]
    codes = {
        answer.code
        for guard in (*GUARDS.values(), *DUTY_GUARDS.values())
        for facts in worst
        for answer in [_asked(guard, facts)]
        if answer
    }
    assert codes == set(REFUSALS)


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


@pytest.mark.parametrize(("level", "term"), [(0, 7), (1, 14), (2, 30), (3, 90), (4, 90)])
def test_term_of_level_in_days(level: int, term: int) -> None:
    assert term_of_level(level) == timedelta(days=term)


# ---- days and terms ----


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 3, 9), date(2026, 3, 10)),  # Monday
        (date(2026, 3, 12), date(2026, 3, 13)),  # Thursday
        (date(2026, 3, 13), date(2026, 3, 16)),  # Friday
        (date(2026, 3, 14), date(2026, 3, 16)),  # Saturday
        (date(2026, 3, 15), date(2026, 3, 16)),  # Sunday
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_next_working_day_skips_the_weekend(day: date, following: date) -> None:
    assert next_working_day(day) == following


@given(days)
def test_next_working_day_is_soon_and_no_weekend(day: date) -> None:
    following = next_working_day(day)
    assert following.weekday() < 5
    assert timedelta(days=1) <= following - day <= timedelta(days=3)


def test_triage_due_danger_is_within_the_hour() -> None:
    assert triage_due(received_at=NOW, still_dangerous=True) == NOW + timedelta(hours=1)


def test_triage_due_on_friday_is_the_same_hour_on_monday() -> None:
    friday = datetime(2026, 3, 13, 16, 30, tzinfo=UTC)
    assert triage_due(received_at=friday, still_dangerous=False) == friday + timedelta(days=3)


@given(st.integers(0, 4_000_000).map(lambda past: NOW - timedelta(minutes=past)))
def test_triage_due_danger_never_waits_longer(received_at: datetime) -> None:
    urgent = triage_due(received_at=received_at, still_dangerous=True)
    assert received_at < urgent < triage_due(received_at=received_at, still_dangerous=False)


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


# ---- what is alike ----

# Stories as people told them; whether a safety adviser would call the two the same thing.
ALIKE = [
    (
        "Naald in de vuilniszak, ik prikte mij bij het opruimen. Er zat bloed aan.",
        "Tijdens het opruimen prikte een collega zich aan een naald uit de naaldencontainer.",
    ),
    (
        "De lithiumaccu begon te roken aan de lader.",
        "Een accu werd heet en ging roken toen hij nog aan de lader lag.",
    ),
    (
        "De buitentrap is spekglad, ik gleed weg op de treden.",
        "Weggegleden op de treden van de buitentrap, de leuning zit los.",
    ),
    (
        "De snelkoppeling van de hydrauliekkar schoot los onder druk.",
        "Er stond nog druk op de hydrauliekkar en de koppeling schoot eraf.",
    ),
    (
        "Bij het ontladen is een schot gelost aan het ontlaadpunt.",
        "Er ging een schot af bij het ontlaadpunt na de schietserie.",
    ),
]
NOT_ALIKE = [
    (
        "Een collega is bijna gevallen op de kazerne, dat is gevaarlijk.",
        "De chauffeur viel bijna van het voertuig op de kazerne. Heel gevaarlijk.",
    ),
    ("De schietbaan is te donker.", "Op de schietkamp stond het licht aan."),
    ("Drie mensen stonden vier meter van de wagen.", "Vier wagens, drie keer meer dan normaal."),
    ("De vergrendeling van de toren is stuk.", "De deur van de kantine gaat niet op slot."),
    ("Er ligt olie op de vloer van de remise.", "Oliebollen waren op tijdens de kerstborrel."),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike_calls_the_same_thing_alike(one: str, other: str) -> None:
    assert [found.key for found in alike(Told(one), {1: Told(other)})] == [1]


@pytest.mark.parametrize(("one", "other"), NOT_ALIKE)
def test_alike_keeps_other_things_apart(one: str, other: str) -> None:
    assert alike(Told(one, unit="A"), {1: Told(other, unit="A")}) == []


def test_alike_place_and_unit_alone_make_nothing_alike() -> None:
    here = {"place": "Werkplaats hydrauliek, poort 3", "unit": "A"}
    assert alike(Told("Soep was koud.", **here), {1: Told("Kabel hing los.", **here)}) == []


def test_alike_same_place_adds_to_a_shared_word() -> None:
    one = Told("De fietser viel.", "Kruising bij de wacht, Ermelo")
    there = Told("Een fietser werd geraakt.", "Ermelo, kruising achter de hoofdpoort")
    elsewhere = Told("Een fietser werd geraakt.", "Havelte")
    (found,) = alike(one, {1: there, 2: elsewhere})
    assert (found.key, found.shares) == (1, ("fietser", "kruising", "ermelo"))


def test_alike_what_everybody_tells_of_tells_little() -> None:
    one = Told("Afzuiging en ventilatie vallen uit.")
    rare = {1: Told("Afzuiging en ventilatie defect.")}
    many = {key: Told("Afzuiging en ventilatie defect.") for key in range(20)}
    assert (len(alike(one, rare)), len(alike(one, many))) == (1, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("schakelaar", "schakelaars", True),
        ("vergrendeling", "vergrendeld", True),
        ("klep", "klep", True),
        ("klep", "kleppen", False),
        ("schietbaan", "schietkamp", False),
        ("toren", "torenluik", True),
        ("slang", "brandslang", False),
    ],
)
def test_same_word_looks_at_whole_words(one: str, other: str, same: bool) -> None:
    assert (same_word(one, other), same_word(other, one)) == (same, same)


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
