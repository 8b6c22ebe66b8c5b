"""What is told of risks in the demonstration as written, and the acts that it becomes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from baken.core import clock
from baken.site.demo import loader
from baken.site.demo.exercise import TASK_GROUP
from baken.site.demo.plan import Act, Story, plan
from baken.site.demo.risks import PREFIX, with_risks

TODAY = date(2026, 11, 23)
DAYS = [date(2026, 3, 30), date(2026, 7, 4), TODAY, date(2027, 1, 3)]


@cache
def told() -> tuple[Story, ...]:
    """Everything that is told of risks."""
    return tuple(loader.read_risks())


def acts_on(today: date) -> list[Act]:
    """All acts of a day of loading, those of the reports included."""
    return with_risks(plan(loader.read_stories(), today), told(), today)


def risky(acts: list[Act]) -> list[Act]:
    """The acts of risks."""
    return [act for act in acts if act.what.startswith(PREFIX)]


def test_keys_are_unique_and_reports_are_told() -> None:
    assert [key for key, n in Counter(one["key"] for one in told()).items() if n > 1] == []
    triaged = {story["key"] for story in loader.read_stories() if story["triage"]}
    named = [key for one in told() for key in (one.get("from"), *one.get("also", ())) if key]
    assert set(named) <= triaged


def test_same_day_gives_the_same_acts() -> None:
    assert acts_on(TODAY) == acts_on(TODAY)


@pytest.mark.parametrize("today", DAYS)
def test_risks_are_told_in_order_and_never_in_the_future(today: date) -> None:
    acts = acts_on(today)
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    mine = risky(acts)
    assert {act.story["key"] for act in mine} == {one["key"] for one in told()}
    assert max(act.at for act in mine) < clock.start_of_day(today)


@pytest.mark.parametrize("today", DAYS)
def test_risk_is_stated_after_the_report_it_came_from_was_triaged(today: date) -> None:
    acts = acts_on(today)
    triaged = {act.story["key"]: act.at for act in acts if act.what == "triage"}
    stated = [act for act in acts if act.what == "risk.state" and act.story.get("from")]
    assert stated
    assert [act.story["key"] for act in stated if act.at <= triaged[act.story["from"]]] == []


def test_days_of_a_decision_count_from_the_day_of_loading() -> None:
    door = [act for act in risky(acts_on(TODAY)) if act.story["key"] == "rear_door"]
    signed = next(act for act in door if act.what == "risk.accept")
    assert signed.values["ends_on"] == (TODAY + timedelta(days=2)).isoformat()
    before = clock.local_date(signed.at) - timedelta(days=1)
    assert signed.values["informed_on"] == before.isoformat()


@pytest.mark.parametrize("today", DAYS)
def test_exercise_has_gone_on_for_ten_days_whenever_one_looks(today: date) -> None:
    content = loader.organisation_on("organisation.yaml", today)
    began, ends = today - timedelta(days=9), today + timedelta(days=20)
    group = next(one for one in content.units if one.code == TASK_GROUP)
    lines = [one for one in content.lines if TASK_GROUP in (one.unit, one.superior)]
    posts = [one for one in content.appointments if one.unit == TASK_GROUP]
    assert [one.unit for one in lines] == [TASK_GROUP, "1MCG"]
    assert {(one.from_on, one.until) for one in (*lines, *posts)} == {(began, ends)}
    assert (group.from_on, group.until) == (min(began, date(2026, 10, 1)), ends)


def test_what_is_no_part_of_the_exercise_stays_in_its_days() -> None:
    content = loader.organisation_on("organisation.yaml", TODAY)
    mission = next(one for one in content.units if one.code == "DET-RS-26")
    assert (mission.from_on, mission.until) == (date(2026, 3, 1), date(2026, 8, 31))
