"""Pure decisions about inspections, qualifications and codes, as tables of cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.org.rules.things import (
    EquipmentFacts,
    InspectionRow,
    QualificationRow,
    inspection_mistakes,
    inspection_not_failed,
    is_failed,
    is_place_code,
    is_time_zone,
    newest_per_kind,
    next_due,
    qualification_mistakes,
    rows_twice,
    standing_of,
)

TODAY = date(2026, 3, 10)
DAYS = st.dates(date(2020, 1, 1), date(2026, 3, 10))


def found(
    done_on: date = TODAY,
    result: str = "passed",
    due_on: date | None = None,
    kind: str = "periodic",
) -> InspectionRow:
    return InspectionRow(kind, done_on, result, due_on)


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("HAV-JPK", True),
        ("A1", True),
        ("A" * 20, True),
        ("A" * 21, False),
        ("A", False),
        ("", False),
        ("-AB", False),
        ("hav", False),
        ("HAV JPK", False),
        ("HÄV", False),
        ("AB\n", False),
    ],
)
def test_place_code_fits_on_a_label_or_not(code: str, fits: bool) -> None:
    assert is_place_code(code) is fits


@pytest.mark.parametrize(
    ("name", "known"),
    [("Europe/Amsterdam", True), ("America/Curacao", True), ("Mars/Base", False), ("", False)],
)
def test_time_zone_is_an_iana_name_or_not(name: str, known: bool) -> None:
    assert is_time_zone(name) is known


def test_next_due_is_the_first_day_among_the_newest_of_each_kind() -> None:
    inspections = [
        found(date(2025, 1, 1), due_on=date(2026, 1, 1)),
        found(date(2026, 1, 1), due_on=date(2027, 1, 1)),
        found(date(2025, 6, 1), due_on=date(2026, 6, 1), kind="electrical"),
        found(date(2025, 6, 1), kind="first_use"),
    ]
    assert next_due(inspections) == date(2026, 6, 1)


@pytest.mark.parametrize("inspections", [[], [found()]])
def test_next_due_without_a_day_is_nothing(inspections: list[InspectionRow]) -> None:
    assert next_due(inspections) is None


@given(st.lists(st.tuples(DAYS, st.sampled_from(["periodic", "electrical"]))))
def test_newest_per_kind_is_never_older_than_another_of_its_kind(
    done: list[tuple[date, str]],
) -> None:
    inspections = [found(day, kind=kind) for day, kind in done]
    newest = {one.kind: one.done_on for one in newest_per_kind(inspections)}
    assert newest == {
        kind: max(day for day, other in done if other == kind) for kind in {k for _, k in done}
    }


@pytest.mark.parametrize(
    ("results", "failed"),
    [([], False), (["failed"], True), (["failed", "passed"], False), (["passed", "failed"], True)],
)
def test_is_failed_looks_at_the_newest(results: list[str], failed: bool) -> None:
    inspections = [found(TODAY - timedelta(days=9 - n), r) for n, r in enumerate(results)]
    assert is_failed(inspections) is failed


def test_is_failed_of_any_kind_counts() -> None:
    assert is_failed([found(result="failed", kind="electrical"), found()])


@pytest.mark.parametrize(
    ("inspection", "mistakes"),
    [
        (found(), {}),
        (found(due_on=TODAY + timedelta(days=1)), {}),
        (found(due_on=TODAY + timedelta(days=366 * 25)), {}),
        (found(due_on=TODAY + timedelta(days=366 * 25 + 1)), {"due_on": "too_far"}),
        (found(due_on=TODAY), {"due_on": "not_after"}),
        (found(TODAY + timedelta(days=1)), {"done_on": "in_future"}),
        (found(date(1899, 12, 31)), {"done_on": "long_ago"}),
        (found(date(1900, 1, 1)), {}),
        (found(result="fine"), {"result": "unknown"}),
    ],
)
def test_inspection_mistakes_are_named_by_field(
    inspection: InspectionRow, mistakes: dict[str, str]
) -> None:
    assert inspection_mistakes(inspection, TODAY) == mistakes


@pytest.mark.parametrize(
    ("obtained", "until", "mistakes"),
    [
        (TODAY, None, {}),
        (TODAY, TODAY, {}),
        (TODAY, TODAY - timedelta(days=1), {"valid_until": "not_after"}),
        (TODAY + timedelta(days=1), None, {"obtained_on": "in_future"}),
        (date(1899, 12, 31), None, {"obtained_on": "long_ago"}),
    ],
)
def test_qualification_mistakes_are_named_by_field(
    obtained: date, until: date | None, mistakes: dict[str, str]
) -> None:
    assert qualification_mistakes(QualificationRow("bhv", obtained, until), TODAY) == mistakes


@pytest.mark.parametrize(
    ("days", "standing"),
    [(None, "valid"), (-1, "expired"), (0, "expiring"), (90, "expiring"), (91, "valid")],
)
def test_standing_of_a_qualification_turns_at_its_borders(days: int | None, standing: str) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    assert standing_of(until, TODAY) == standing


def test_inspection_not_failed_refuses_only_what_failed() -> None:
    assert inspection_not_failed(EquipmentFacts(failed=True)) == "inspection_failed"
    assert inspection_not_failed(EquipmentFacts()) is None


def test_rows_twice_names_the_second_place() -> None:
    assert rows_twice([("row 1", "A"), ("row 2", "B"), ("row 3", "A")]) == ["row 3"]
