"""The demonstration's stories as written, and the acts that they become."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from baken.core import clock
from baken.rooms.library.queries import terms
from baken.rooms.reports.workflow import OCCURRENCE, REPORT
from baken.site.demo import loader
from baken.site.demo.plan import Act, Story, plan
from baken.site.demo.play import TRIAGE_FIELDS, _without_thanks

TODAY = date(2026, 11, 23)


@cache
def everything() -> tuple[Story, ...]:
    """Every story of the demonstration."""
    return tuple(loader.read_stories())


@cache
def acts_of(today: date = TODAY) -> dict[str, list[Act]]:
    """The acts of every story, in order of time."""
    found: dict[str, list[Act]] = {story["key"]: [] for story in everything()}
    for act in plan(everything(), today):
        found[act.story["key"]].append(act)
    return found


class TestStories:
    """The stories as they were written."""

    def test_keys_are_unique(self) -> None:
        assert [k for k, n in Counter(s["key"] for s in everything()).items() if n > 1] == []

    def test_no_story_is_told_twice(self) -> None:
        assert [s for s, n in Counter(s["story"] for s in everything()).items() if n > 1] == []

    def test_there_are_about_two_hundred_and_fifty(self) -> None:
        assert len(everything()) >= 250

    def test_every_report_state_occurs(self) -> None:
        assert {story["state"] for story in everything()} == set(REPORT.states)

    def test_every_occurrence_state_occurs(self) -> None:
        found = {story["triage"]["occurrence_state"] for story in everything() if story["triage"]}
        assert found - {None} == set(OCCURRENCE.states)

    def test_triaged_stories_have_all_that_triage_asks(self) -> None:
        triaged = [story for story in everything() if story["triage"]]
        missing = [(s["key"], f) for s in triaged for f in TRIAGE_FIELDS if f not in s["triage"]]
        assert missing == []


def refused_steps(today: date) -> list[tuple[str, str, str]]:
    """Story, step and state of every act that its workflow would refuse on that day's plan."""
    found, states = [], {}
    for act in plan(everything(), today):
        name = act.what.removeprefix("occurrence.")
        table = OCCURRENCE if name != act.what else REPORT
        key = (act.story["key"], table.name)
        step = table.step(name)
        if name == "submit":
            states[key] = "acknowledged"
        elif step is not None:
            state = states.get(key, "triaged")
            if state not in step.sources:
                found.append((act.story["key"], name, state))
            states[key] = step.leads_to(state)
    return found


class TestPlan:
    """The acts that a story becomes."""

    @pytest.mark.parametrize("days", range(0, 370, 5))
    def test_plan_of_any_day_can_be_played(self, days: int) -> None:
        assert refused_steps(TODAY + timedelta(days=days)) == []

    def test_same_day_gives_the_same_plan(self) -> None:
        assert plan(everything(), TODAY) == plan(everything(), TODAY)

    def test_acts_come_in_order_of_time(self) -> None:
        moments = [act.at for act in plan(everything(), TODAY)]
        assert moments == sorted(moments)

    @pytest.mark.parametrize("today", [TODAY, date(2026, 3, 30), date(2028, 2, 29)])
    def test_nothing_happens_on_the_day_itself_or_later(self, today: date) -> None:
        start = clock.start_of_day(today)
        assert [a.story["key"] for a in plan(everything(), today) if a.at >= start] == []

    def test_every_story_begins_with_its_sending(self) -> None:
        assert [key for key, acts in acts_of().items() if acts[0].what != "submit"] == []

    @pytest.mark.parametrize("later", range(14))
    def test_no_story_is_answered_before_its_triage_on_any_day(self, later: int) -> None:
        early = []
        for key, acts in acts_of(TODAY + timedelta(days=later)).items():
            steps = [act.what for act in acts if act.what in ("triage", "answer")]
            early += [key] if "answer" in steps[:1] else []
        assert early == []

    def test_not_solved_is_said_within_its_term(self) -> None:
        late, reaction = [], timedelta(days=terms()["reaction"].days)
        for key, acts in acts_of().items():
            answer = next((act for act in acts if act.what == "answer"), None)
            again = next((act for act in acts if act.what == "not_solved"), None)
            if again and (not answer or again.at - answer.at > reaction):
                late.append(key)
        assert late == []

    def test_everything_said_is_in_the_plan(self) -> None:
        said = {k: sum(a.what in ("handler", "reporter") for a in v) for k, v in acts_of().items()}
        written = {story["key"]: len(story["conversation"]) for story in everything()}
        assert said == written

    def test_second_witness_is_triaged_after_the_first(self) -> None:
        def triaged(key: str) -> Any:
            return next(act.at for act in acts_of()[key] if act.what == "triage")

        pairs = [(s["key"], s["same_as"]) for s in everything() if s["same_as"]]
        assert [pair for pair in pairs if triaged(pair[0]) <= triaged(pair[1])] == []

    def test_result_of_an_occurrence_leaves_out_the_thanks(self) -> None:
        story = {"answer": "Dank voor uw melding. De leuning zit vast! Er komt controle."}
        assert _without_thanks(story) == "De leuning zit vast. Er komt controle."

    def test_result_of_an_occurrence_opened_again_is_the_first_answer(self) -> None:
        story = {"answer": "", "first_answer": "Dank! De doos hangt nu hoger."}
        assert _without_thanks(story) == "De doos hangt nu hoger."

    def test_reopened_occurrence_was_closed_before(self) -> None:
        again = [
            s for s in everything() if (s["triage"] or {}).get("occurrence_state") == "reopened"
        ]
        for story in again:
            steps = [act.what for act in acts_of()[story["key"]]]
            last = "not_solved" if story["reopened"] else "occurrence.reopen"
            assert steps.index("occurrence.close") < steps.index(last)

    def test_answer_that_only_thanks_is_kept(self) -> None:
        assert _without_thanks({"answer": "Dank u wel."}) == "Dank u wel."
