"""Who decides: the table of the reference by context, line, class, duration and stack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from baken.rooms.library.queries import domain_authorities, mandate_table
from baken.rooms.register.rules.resolution import Resolution, Step, own_limit
from baken.rooms.register.tests.cast import (
    DAY,
    UNITS,
    delegated,
    lasting,
    post,
    posts,
    question,
    resolved,
    stack,
)

DIRECTOR = replace(post("part", person="director"), named="director_of_operations")

ADVISER = (("safety_adviser",),)
EITHER = (("higher_safety_expert", "domain_expert"),)
BOTH = (("higher_safety_expert",), ("domain_expert",))
LEGAL = (("higher_safety_expert",), ("legal_adviser",))
# Source: domain reference, irm, section 5, written down apart from the file.
TABLE: list[tuple[str, str, int, int, int, tuple[tuple[str, ...], ...], tuple[str, ...]]] = [
    # context, class, days, level, longest validity in days from 5 October 2026, advice, told
    ("non_operational", "low", 1, 2, 731, (), ("level_3",)),
    ("non_operational", "low", 700, 2, 731, (), ("level_3",)),
    ("non_operational", "medium", 1, 3, 365, ADVISER, ("level_4",)),
    ("non_operational", "medium", 31, 3, 365, ADVISER, ("level_4",)),
    ("non_operational", "high", 1, 4, 30, EITHER, ("level_5",)),
    ("non_operational", "high", 30, 4, 30, EITHER, ("level_5",)),
    ("non_operational", "high", 31, 5, 182, BOTH, ("level_6",)),
    ("non_operational", "extreme", 1, 7, 30, LEGAL, ("safety_committee",)),
    ("exercise", "low", 1, 2, 731, (), ("level_3",)),
    ("exercise", "medium", 1, 3, 365, ADVISER, ("level_4",)),
    ("exercise", "high", 30, 4, 30, EITHER, ("level_5",)),
    ("exercise", "high", 31, 5, 182, BOTH, ("level_6",)),
    ("exercise", "extreme", 1, 6, 30, LEGAL, ("safety_committee",)),
    ("deployment", "low", 1, 2, 731, (), ("level_3",)),
    ("deployment", "medium", 1, 3, 365, ADVISER, ("level_4",)),
    ("deployment", "high", 30, 4, 30, EITHER, ("level_5",)),
    ("deployment", "high", 31, 6, 182, BOTH, ("level_7",)),
    ("deployment", "extreme", 1, 6, 30, LEGAL, ("minister", "safety_committee")),
]  # fmt: skip
LINES = {
    "non_operational": ("organic", "operational", "host"),
    "exercise": ("organic", "operational", "host"),
    "deployment": ("operational", "host"),
}
HIGHEST = {"non_operational": 7, "exercise": 6, "deployment": 6}


def values(found: Resolution, code: str) -> dict[str, Any]:
    """The values of the one step of a code."""
    [step] = [one for one in found.steps if one.code == code]
    return dict(step.values)


@pytest.mark.parametrize(
    ("context", "risk_class", "days", "level", "valid", "advice", "told"), TABLE
)
def test_resolution_holds_the_table_in_every_line(
    context: str,
    risk_class: str,
    days: int,
    level: int,
    valid: int,
    advice: tuple[tuple[str, ...], ...],
    told: tuple[str, ...],
) -> None:
    for line in LINES[context]:
        found = resolved(question(risk_class, days=days, context=context, line=line))
        assert (found.min_level, found.advice, found.tell) == (level, advice, told)
        assert found.latest_end == DAY + timedelta(days=valid)
        assert found.decider == post(UNITS[level - 2])
        assert (found.refusal, found.escalate_to) == ("", None)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_resolution_lets_every_level_from_the_needed_one_on_sign(row: tuple[Any, ...]) -> None:
    context, risk_class, days, level = row[:4]
    only = {
        ("non_operational", "extreme", 1): ("ministry",),
        ("exercise", "extreme", 1): ("cds",),
        ("deployment", "high", 31): ("cds",),
        ("deployment", "extreme", 1): ("cds",),
    }
    able = only.get((context, risk_class, days), UNITS[level - 2 :])
    for line in LINES[context]:
        found = resolved(question(risk_class, days=days, context=context, line=line))
        assert tuple(one.unit for one in found.can_sign) == able


@pytest.mark.parametrize("raises", [0, 1, 2])
@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_resolution_stack_raises_the_level_and_never_the_class(
    row: tuple[Any, ...], raises: int
) -> None:
    context, risk_class, days, level = row[:4]
    for line in LINES[context]:
        asked = question(risk_class, days=days, context=context, line=line, stack=stack(raises))
        found = resolved(asked)
        assert found.min_level == min(level + raises, HIGHEST[context])
        assert found.risk_class == risk_class
        assert found.row == resolved(replace(asked, stack=stack(0))).row


@pytest.mark.parametrize("risk_class", ["low", "medium", "high", "extreme"])
def test_resolution_without_a_rule_goes_to_the_safety_department(risk_class: str) -> None:
    found = resolved(question(risk_class, context="deployment", line="organic"))
    assert (found.min_level, found.decider, found.latest_end) == (None, None, None)
    assert (found.refusal, found.escalate_to) == ("no_rule", ("safety_department", 5))
    assert found.advice == ()
    assert [step.code for step in found.steps[-2:]] == ["no_rule", "escalated"]


def test_resolution_takes_the_highest_class_in_scope() -> None:
    found = resolved(question(classes=("low", "high", "medium")))
    assert (found.risk_class, found.min_level) == ("high", 4)


@pytest.mark.parametrize("classes", [(), ("dreadful",)])
def test_resolution_needs_known_classes(classes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"empty|not a valid"):
        resolved(question(classes=classes))


@pytest.mark.parametrize(
    ("there", "decider"),
    [
        (("company", "part", "ministry"), "part"),
        (("ministry",), "ministry"),
        (("battalion", "brigade"), "brigade"),
    ],
)
def test_resolution_without_a_post_at_the_level_takes_the_first_above(
    there: tuple[str, ...], decider: str
) -> None:
    found = resolved(question("high", posts=posts(*there)))
    assert found.decider == post(decider)


def test_resolution_without_a_post_in_the_line_is_refused() -> None:
    found = resolved(question("high", posts=posts("company", "battalion")))
    assert (found.refusal, found.escalate_to) == ("no_post", ("safety_department", 5))
    assert (found.min_level, found.can_sign) == (4, ())
    assert found.steps[-2:] == (
        Step("no_post", {"min_level": 4, "posts": ()}),
        Step("escalated", {"role": "safety_department", "level": 5}),
    )


def test_resolution_extreme_in_an_exercise_is_nobodys_but_of_the_chief_of_defence() -> None:
    asked = question("extreme", context="exercise")
    assert resolved(asked).can_sign == (post("cds"),)
    assert resolved(replace(asked, posts=posts("part", "ministry"))).refusal == "no_post"


@pytest.mark.parametrize(
    ("changes", "is_live"),
    [
        ({"from_on": DAY}, True),
        ({"from_on": DAY + timedelta(days=1)}, False),
        ({"until": DAY}, True),
        ({"until": DAY - timedelta(days=1)}, False),
        ({"kind": "acting"}, True),
        ({"role": "safety_adviser"}, False),
        ({"below": False}, False),
        ({"unit": "brigade of another line"}, False),
    ],
)
def test_resolution_asks_live_commanders_in_the_line(
    changes: dict[str, Any], *, is_live: bool
) -> None:
    one = replace(post("brigade"), **changes)
    found = resolved(question("high", posts=(one, post("part"))))
    assert found.decider == (one if is_live else post("part"))


def test_resolution_names_everybody_who_can_sign_the_nearest_first() -> None:
    deputy = delegated(post("battalion"))
    acting = post("battalion", person="stand-in", kind="acting")
    line = (post("part"), deputy, acting, post("company"), post("battalion"))
    found = resolved(question("medium", posts=line))
    assert found.can_sign == (acting, post("battalion"), deputy, post("part"))
    assert found.decider == acting


def test_resolution_post_on_the_units_own_needs_nothing_below() -> None:
    alone = post("company", below=False)
    assert resolved(question("low", posts=(alone,))).decider == alone


# ---- duration ----


@pytest.mark.parametrize(
    ("days", "before", "level"),
    [
        (30, [], 4),
        (31, [], 5),
        (10, [20], 4),  # together 30
        (11, [20], 5),
        (1, [15, 15], 5),
        (10, [], 4),
    ],
)
def test_resolution_consecutive_acceptances_add_up(
    days: int, before: list[int], level: int
) -> None:
    earlier, start = [], DAY
    for length in before:
        start -= timedelta(days=length)
        earlier.append(lasting(length, start))
    assert resolved(question("high", days=days, earlier=tuple(earlier))).min_level == level


def test_resolution_earlier_days_shorten_what_is_left() -> None:
    earlier = (lasting(20, DAY - timedelta(days=20)),)
    assert resolved(question("high", days=5, earlier=earlier)).latest_end == DAY + timedelta(10)


@pytest.mark.parametrize(
    ("activity", "latest"),
    [
        (None, DAY + timedelta(days=30)),
        (DAY + timedelta(days=3), DAY + timedelta(days=3)),
        (DAY + timedelta(days=90), DAY + timedelta(days=30)),
    ],
)
def test_resolution_extreme_lasts_as_long_as_the_activity_and_at_most_thirty_days(
    activity: date | None, latest: date
) -> None:
    asked = question("extreme", context="exercise", activity_ends_on=activity)
    assert resolved(asked).latest_end == latest


def test_resolution_other_classes_do_not_end_with_the_activity() -> None:
    found = resolved(question("medium", activity_ends_on=DAY + timedelta(days=3)))
    assert found.latest_end == date(2027, 10, 5)


# ---- what else is told ----


def test_resolution_exemption_from_a_legal_limit_is_for_level_five_and_above() -> None:
    low = resolved(question("low", decision="exempt"))
    extreme = resolved(question("extreme", decision="exempt"))
    assert (low.min_level, extreme.min_level) == (5, 7)
    assert values(low, "legal") == {"level": 5}


def test_resolution_names_authorities_over_the_subjects() -> None:
    found = resolved(question(subjects=frozenset({"diving_rules", "airworthiness"})))
    assert [one.code for one in found.authorities] == ["airworthiness", "diving_rules"]
    steps = [dict(step.values) for step in found.steps if step.code == "authority"]
    assert steps == [
        {"subject": "airworthiness", "power": "consent"},
        {"subject": "diving_rules", "power": "veto"},
    ]
    assert {one.power for one in domain_authorities().values()} == {"consent", "veto"}


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (("company",), ("level_3",)),
        (("battalion",), ("level_4",)),  # who decides needs not be told
        (("cds",), ("level_7",)),
        (("ministry",), ()),
    ],
)
def test_resolution_tells_above_who_decides(there: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert resolved(question("low", posts=posts(*there))).tell == told


def test_resolution_tells_above_the_raised_level() -> None:
    assert resolved(question("low", stack=stack(2))).tell == ("level_5",)


def test_explanation_of_high_for_forty_days_in_normal_work() -> None:
    asked = question("high", days=40)
    found = resolved(asked)
    assert found.steps == (
        Step("context", {"context": "non_operational"}),
        Step("line", {"line": "organic", "units": UNITS}),
        Step("class", {"risk_class": "high", "classes": ("high",)}),
        Step("duration", {"days": 40, "together": 40}),
        Step("rule", {"row": "normal_high", "min_level": 5, "posts": (), "up_to_days": None}),
        Step(
            "decider",
            {"unit": "part", "level": 5, "person": "commander of part", "kind": "permanent"},
        ),
    )
    mine = own_limit(asked, post("battalion"), table=mandate_table())
    assert mine == Step("own_limit", {"level": 3, "risk_class": "medium"})


def test_explanation_of_a_stack_says_from_where_to_where() -> None:
    found = resolved(question("high", context="exercise", stack=stack(2)))
    assert values(found, "stack") == {
        "raises": 2,
        "from_level": 4,
        "to_level": 6,
        "reasons": (),
    }


@pytest.mark.parametrize(
    ("unit", "days", "raises", "risk_class"),
    [
        ("company", 10, 0, "low"),
        ("company", 10, 1, ""),
        ("battalion", 10, 0, "medium"),
        ("battalion", 10, 1, "low"),
        ("brigade", 30, 0, "high"),
        ("brigade", 31, 0, "medium"),
        ("part", 31, 0, "high"),
        ("cds", 31, 0, "high"),
        ("ministry", 31, 2, "extreme"),
    ],
)
def test_own_limit_by_level_duration_and_stack(
    unit: str, days: int, raises: int, risk_class: str
) -> None:
    asked = question("high", days=days, stack=stack(raises))
    mine = own_limit(asked, post(unit), table=mandate_table())
    assert mine.values["risk_class"] == risk_class


def test_resolution_without_units_in_the_line_has_nobody() -> None:
    alone = (post("brigade", below=False), post("part"))
    assert resolved(question("high", units=(), posts=alone)).refusal == "no_post"


def test_own_limit_in_another_line_is_nothing() -> None:
    asked = question("low", context="deployment", line="organic")
    mine = own_limit(asked, post("part"), table=mandate_table())
    assert mine.values["risk_class"] == ""


def test_own_limit_of_the_director_of_operations_needs_the_delegation() -> None:
    asked = question(
        "high",
        days=40,
        context="deployment",
        line="operational",
        posts=(*posts("company", "cds"), DIRECTOR),
    )
    by_delegation = delegated(
        post("cds"),
        person="director",
        classes={"high"},
        contexts={"deployment"},
    )
    table = mandate_table()
    assert own_limit(asked, DIRECTOR, table=table).values["risk_class"] == "medium"
    found = resolved(replace(asked, posts=(*asked.posts, by_delegation)))
    assert found.can_sign == (post("cds"), by_delegation)
