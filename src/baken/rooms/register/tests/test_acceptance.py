"""An acceptance: when it ends by itself, and what its record must say."""

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
    Acceptance,
    Ending,
    first_end,
    is_empty,
    missing_in_record,
    missing_in_renewal,
    start_of,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = date(2026, 3, 1)
YEAR = Acceptance(ends_on=date(2027, 3, 1), latest_end=date(2027, 3, 1), zone=AMSTERDAM)
TERMS = acceptance_terms()


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
    assert first_end(acceptance) == Ending(start_of(end, AMSTERDAM), reason)


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


days = st.integers(1, 800).map(lambda nth: FIRST + timedelta(days=nth))


@given(days, days, days)
def test_end_of_the_activity_never_makes_an_acceptance_last_longer(
    end: date, latest: date, over: date
) -> None:
    without = replace(YEAR, ends_on=end, latest_end=latest)
    found = first_end(replace(without, activity_ends_on=over))
    assert found.at <= first_end(without).at
    assert found.at == start_of(min(end, latest, over), AMSTERDAM)
