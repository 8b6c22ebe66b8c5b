"""Lines of command as tables of cases: no circle, and no superior of a lower level."""

from __future__ import annotations

from datetime import date

import pytest

from baken.rooms.org.rules.lines import (
    COMMANDING,
    Command,
    Tie,
    problem_of_line,
    problem_of_line_end,
)

# top > part > brigade > battalion > company, and top > staff > operations; other > wing beside.
PARENTS = {
    "top": "",
    "part": "top",
    "brigade": "part",
    "battalion": "brigade",
    "company": "battalion",
    "staff": "top",
    "operations": "staff",
    "other": "top",
    "wing": "other",
}
LEVELS = {
    "top": 7,
    "part": 5,
    "brigade": 4,
    "battalion": 3,
    "company": 2,
    "staff": 6,
    "operations": 5,
    "other": 5,
    "wing": 4,
}
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
UNDER_STAFF = Tie("part", "staff", "operational", MARCH)


def problem(tie: Tie, *others: Tie) -> str:
    return problem_of_line(tie, Command(PARENTS, others), LEVELS)


def tie(unit: str, superior: str, kind: str = "operational", **period: date) -> Tie:
    return Tie(unit, superior, kind, period.get("from_on", MARCH), period.get("until"))


@pytest.mark.parametrize("kind", sorted(COMMANDING))
@pytest.mark.parametrize(
    ("unit", "superior", "others", "expected"),
    [
        ("battalion", "battalion", (), "itself"),
        ("battalion", "company", (), "circle"),
        ("part", "company", (), "circle"),
        ("staff", "battalion", (UNDER_STAFF,), "circle"),
        ("staff", "part", (UNDER_STAFF,), "circle"),
        ("brigade", "wing", (tie("wing", "brigade"),), "circle"),
        ("brigade", "wing", (tie("other", "brigade", "functional"),), "circle"),
        ("part", "wing", (), "superior_lower"),
        ("brigade", "wing", (), ""),
        ("company", "operations", (UNDER_STAFF,), ""),
        ("part", "staff", (), ""),
        ("company", "part", (), ""),
        ("battalion", "wing", (tie("company", "wing"),), ""),
    ],
)
def test_line_of_a_commanding_kind(
    kind: str, unit: str, superior: str, others: tuple[Tie, ...], expected: str
) -> None:
    assert problem(tie(unit, superior, kind), *others) == expected


@pytest.mark.parametrize("kind", ["host", "administrative"])
def test_line_that_carries_nothing_runs_any_way_but_to_the_unit_itself(kind: str) -> None:
    """A headquarters may be the guest of its own battalion, and two units of each other."""
    assert problem(tie("part", "battalion", kind)) == ""
    assert problem(tie("brigade", "wing", kind), tie("wing", "brigade", kind)) == ""
    assert problem(tie("brigade", "wing"), tie("wing", "brigade", kind)) == ""
    assert problem(tie("brigade", "brigade", kind)) == "itself"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (tie("wing", "brigade", until=date(2026, 5, 31)), ""),
        (tie("wing", "brigade", until=JUNE), "circle"),
        (tie("wing", "brigade", from_on=date(2026, 8, 31)), "circle"),
        (tie("wing", "brigade", from_on=date(2026, 9, 1)), ""),
    ],
)
def test_circle_counts_on_the_days_of_the_line_only(other: Tie, expected: str) -> None:
    wanted = tie("brigade", "wing", from_on=JUNE, until=date(2026, 8, 31))
    assert problem(wanted, other) == expected


def test_lines_that_never_hold_together_make_no_circle() -> None:
    first = tie("wing", "other", until=date(2026, 3, 31))
    spring = Tie("other", "part", "operational", MARCH, date(2026, 3, 31))
    autumn = Tie("staff", "other", "operational", date(2026, 9, 1))
    assert problem(tie("part", "staff"), spring, autumn, first) == ""
    late = Tie("other", "part", "operational", MARCH)
    assert problem(tie("part", "staff"), late, autumn) == "circle"


@pytest.mark.parametrize(
    ("last", "ends", "expected"),
    [
        (date(2026, 5, 30), None, "before_yesterday"),
        (date(2026, 5, 31), None, ""),
        (JUNE, None, ""),
        (JUNE, JUNE, ""),
        (date(2026, 6, 2), JUNE, "ends_before_that"),
        (date(2027, 1, 1), None, ""),
    ],
)
def test_last_day_of_a_line(last: date, ends: date | None, expected: str) -> None:
    """Days on which it held stay so: yesterday ends it at once, and nothing makes it longer."""
    assert problem_of_line_end(last, ends=ends, today=JUNE) == expected
