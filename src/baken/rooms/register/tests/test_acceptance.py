"""An acceptance in time: when it ends or is suspended, and what its record must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.library.queries import acceptance_terms
from baken.rooms.register.rules.acceptance import (
    ENDING,
    Acceptance,
    Ending,
    Event,
    Standing,
    is_change_of_command,
    is_empty,
    missing_in_record,
    missing_in_renewal,
    standing_of,
    start_of,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
YEAR = Acceptance(
    risk_class="medium",
    context="non_operational",
    starts_on=date(2026, 3, 1),
    ends_on=date(2027, 3, 1),
    latest_end=date(2027, 3, 1),
    zone=AMSTERDAM,
)
TERMS = acceptance_terms()


def on(days: float) -> datetime:
    return START + timedelta(days=days)


def standing(*events: Event, at: datetime, acceptance: Acceptance = YEAR) -> Standing:
    return standing_of(acceptance, events, at=at, terms=TERMS)


@pytest.mark.parametrize(
    ("changes", "end", "reason"),
    [
        ({}, date(2027, 3, 1), "end_date"),
        ({"ends_on": date(2026, 9, 1)}, date(2026, 9, 1), "end_date"),
        ({"latest_end": date(2026, 6, 1)}, date(2026, 6, 1), "longest_validity"),
        ({"activity_ends_on": date(2026, 4, 1)}, date(2026, 4, 1), "activity_end"),
        ({"activity_ends_on": date(2028, 4, 1)}, date(2027, 3, 1), "end_date"),
    ],
)
def test_acceptance_ends_at_the_earliest_day_at_midnight_of_the_unit(
    changes: dict[str, Any], end: date, reason: str
) -> None:
    acceptance = replace(YEAR, **changes)
    ending = Ending(start_of(end, AMSTERDAM), reason)
    before = standing(at=ending.at - timedelta(seconds=1), acceptance=acceptance)
    assert before == Standing("holds", ending)
    assert standing(at=ending.at, acceptance=acceptance) == Standing("ended", ending)


@pytest.mark.parametrize(
    ("day", "zone", "utc"),
    [
        (date(2026, 1, 1), "Europe/Amsterdam", datetime(2025, 12, 31, 23, tzinfo=UTC)),
        (date(2026, 7, 1), "Europe/Amsterdam", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (date(2026, 7, 1), "America/Curacao", datetime(2026, 7, 1, 4, tzinfo=UTC)),
    ],
)
def test_start_of_a_day_is_midnight_where_the_unit_is(day: date, zone: str, utc: datetime) -> None:
    assert start_of(day, ZoneInfo(zone)) == utc


@pytest.mark.parametrize("code", ENDING)
def test_acceptance_ends_at_once_by(code: str) -> None:
    event = Event(code, on(10))
    assert standing(event, at=on(9.9)).state == "holds"
    assert standing(event, at=on(10)) == Standing("ended", Ending(on(10), code))


@pytest.mark.parametrize(
    ("severity", "state"), [(0, "holds"), (3, "holds"), (4, "ended"), (5, "ended")]
)
def test_acceptance_ends_by_what_happens_in_its_scope_when_severe(
    severity: int, state: str
) -> None:
    found = standing(Event("occurrence", on(5), severity=severity), at=on(6))
    assert found.state == state
    assert (found.ending.reason == "severe_occurrence") is (state == "ended")


def test_acceptance_ends_by_the_first_of_several() -> None:
    events = [Event("revoked", on(8)), Event("score_changed", on(5)), Event("barrier_red", on(9))]
    assert standing(*events, at=on(20)).ending == Ending(on(5), "score_changed")


def test_acceptance_after_its_end_stays_ended_by_that() -> None:
    found = standing(Event("revoked", on(800)), at=on(900))
    assert found.ending.reason == "end_date"


def test_condition_that_is_violated_suspends_until_it_holds_again() -> None:
    wind = Event("condition_violated", on(2), condition="wind <= 12")
    crew = Event("condition_violated", on(3), condition="qualified_crew >= 2")
    calm = Event("condition_restored", on(4), condition="wind <= 12")
    full = Event("condition_restored", on(5), condition="qualified_crew >= 2")
    every = (full, calm, crew, wind)  # in any order
    assert [(standing(*every, at=on(day)).state) for day in (1, 2, 3, 4, 5)] == [
        "holds",
        "suspended",
        "suspended",
        "suspended",
        "holds",
    ]
    assert standing(*every, at=on(3)).violated == ("wind <= 12", "qualified_crew >= 2")
    assert standing(*every, at=on(4)).violated == ("qualified_crew >= 2",)


def test_suspended_acceptance_ends_on_its_day_all_the_same() -> None:
    wind = Event("condition_violated", on(2), condition="wind <= 12")
    assert standing(wind, at=on(400)).state == "ended"


# ---- handover of command ----


@pytest.mark.parametrize(
    ("context", "days"), [("non_operational", 30), ("exercise", 30), ("deployment", 7)]
)
def test_handover_lapses_after_its_term_unless_accepted_again(context: str, days: int) -> None:
    acceptance = replace(YEAR, context=context)
    taken = Event("command_taken", on(10))
    by = start_of(date(2026, 3, 12) + timedelta(days=days), AMSTERDAM)
    waiting = standing(taken, at=by - timedelta(seconds=1), acceptance=acceptance)
    assert (waiting.state, waiting.reaccept_by) == ("holds", by)
    assert standing(taken, at=by, acceptance=acceptance).ending == Ending(by, "handover_term")

    again = Event("reaccepted", by - timedelta(days=1))
    kept = standing(taken, again, at=by, acceptance=acceptance)
    assert (kept.state, kept.reaccept_by) == ("holds", None)


@pytest.mark.parametrize("at", [9, 41.5])
def test_handover_accepted_again_before_or_after_its_term_does_not_count(at: float) -> None:
    events = Event("command_taken", on(10)), Event("reaccepted", on(at))
    assert standing(*events, at=on(60)).ending.reason == "handover_term"


def test_handover_twice_asks_twice() -> None:
    first, second = Event("command_taken", on(10)), Event("command_taken", on(50))
    again = Event("reaccepted", on(20))
    found = standing(first, again, second, at=on(60))
    assert found.reaccept_by == start_of(date(2026, 5, 21), AMSTERDAM)
    assert standing(first, second, at=on(60)).ending.at < on(50)


@pytest.mark.parametrize(
    ("kind", "days", "changes"),
    [
        ("permanent", None, True),
        ("permanent", 10, True),
        ("acting", 29, False),
        ("acting", 30, True),
        ("acting", None, True),
    ],
)
def test_short_absence_is_no_change_of_command(
    kind: str, days: int | None, *, changes: bool
) -> None:
    assert is_change_of_command(kind=kind, days=days, terms=TERMS) is changes


# ---- what a record must say ----

MEASURE = {
    "measure": "Quieter compressor",
    "effect_on_score": "high to medium",
    "cost": 0,
    "time": "3 months",
    "feasibility": "possible",
    "rejected_because": "cannot be delivered this year",
}
CONSIDERED = {
    level: (MEASURE,) for level in ("source", "collective_engineering", "organisational", "ppe")
}
RECORD = {name: "said" for names in TERMS.required.values() for name in names}


@pytest.mark.parametrize("risk_class", ["low", "medium", "high", "extreme"])
def test_record_that_is_complete_lacks_nothing(risk_class: str) -> None:
    assert missing_in_record(risk_class, RECORD, CONSIDERED, terms=TERMS) == ()


@pytest.mark.parametrize(
    ("risk_class", "missing"),
    [
        ("low", ()),
        ("medium", ("alternatives_rejected", "indicators", "advice")),
        ("high", ("alternatives_rejected", "conditions", "indicators", "advice")),
        ("extreme", ("alternatives_rejected", "conditions", "indicators", "advice")),
    ],
)
def test_record_needs_more_for_a_higher_class(risk_class: str, missing: tuple[str, ...]) -> None:
    short = {
        name: "said"
        for name in RECORD
        if name not in ("alternatives_rejected", "conditions", "indicators", "advice")
    }
    assert missing_in_record(risk_class, short, CONSIDERED, terms=TERMS) == missing


def test_record_without_anything_names_every_field() -> None:
    assert missing_in_record("low", {}, {}, terms=TERMS) == TERMS.required["low"]


@pytest.mark.parametrize(
    ("considered", "missing"),
    [
        ({}, tuple(f"alarp.{level}" for level in CONSIDERED)),
        ({**CONSIDERED, "ppe": ()}, ("alarp.ppe",)),
        ({**CONSIDERED, "ppe": ({**MEASURE, "cost": None},)}, ("alarp.ppe.1.cost",)),
        (
            {**CONSIDERED, "source": (MEASURE, {"measure": "Other substance"})},
            tuple(f"alarp.source.2.{name}" for name in list(MEASURE)[1:]),
        ),
    ],
)
def test_record_without_alarp_names_the_empty_fields(
    considered: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert missing_in_record("medium", RECORD, considered, terms=TERMS) == missing
    assert missing_in_record("low", RECORD, considered, terms=TERMS) == ()


@pytest.mark.parametrize(
    ("value", "empty"),
    [
        (None, True),
        ("", True),
        (" ", True),
        ([], True),
        ({}, True),
        (frozenset(), True),
        (0, False),
        (False, False),
        ("no", False),
        ([1], False),
        (date(2026, 1, 1), False),
    ],
)
def test_is_empty_when_nothing_was_said(value: Any, *, empty: bool) -> None:
    assert is_empty(value) is empty


def test_renewal_is_by_comparison_only() -> None:
    whole = dict.fromkeys(TERMS.comparison_fields, "said")
    assert missing_in_renewal(whole, terms=TERMS) == ()
    assert missing_in_renewal({}, terms=TERMS) == TERMS.comparison_fields
    assert missing_in_renewal({**whole, "conclusion": " "}, terms=TERMS) == ("conclusion",)


events = st.builds(
    Event,
    code=st.sampled_from(
        [*ENDING, "occurrence", "condition_violated", "command_taken", "reaccepted", "other"]
    ),
    at=st.floats(0, 300).map(on),
    severity=st.integers(0, 5),
)


@given(st.lists(events, max_size=6), events.filter(lambda one: one.code != "reaccepted"))
def test_one_event_more_never_makes_an_acceptance_last_longer(
    some: list[Event], one_more: Event
) -> None:
    at = on(350)
    assert standing(*some, one_more, at=at).ending.at <= standing(*some, at=at).ending.at
