"""The inbox: one card per record, by how pressing it is; and the demo's roles in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.questions import InboxCard
from baken.rooms.org.tests.factories import NOW
from baken.rooms.reports.tests.factories import make_report
from baken.site.views.demo import what_of
from baken.site.views.home import once_each

CARD = InboxCard(ref="M-1", title="A", reason="r", url="/a", action="Triage", weight=40)


def test_cards_of_one_record_become_one_with_the_worst_of_both() -> None:
    alarm = replace(CARD, title="Danger", action="Look", weight=100, alarm=True)
    other = replace(CARD, ref="M-2")
    assert once_each([CARD, other, alarm]) == [replace(CARD, weight=100, alarm=True), other]


@pytest.mark.parametrize(
    ("due", "danger", "group"),
    [
        (NOW, True, "Danger now"),
        (NOW - timedelta(minutes=1), False, "Past its term"),
        (NOW, False, "Within three days"),
        (NOW + timedelta(days=3, minutes=-1), False, "Within three days"),
        (NOW + timedelta(days=3), False, "Later"),
    ],
)
def test_card_stands_in_the_group_of_its_term(
    cast: Cast, client_of: Callable[[str], Client], due: datetime, danger: bool, group: str
) -> None:
    make_report(unit=cast.company, due_at=due, still_dangerous=danger)
    [item] = client_of("safety_adviser").get("/").context["items"]
    with translation.override("en"):
        assert str(item["group"]) == group


def test_groups_come_by_how_pressing_they_are(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    reports = {
        name: make_report(unit=cast.company, due_at=cast.at + timedelta(days=days), **fields)
        for name, days, fields in (
            ("later", 9, {}),
            ("overdue", -1, {}),
            ("soon", 1, {}),
            ("alarm", 9, {"still_dangerous": True}),
        )
    }
    items: list[dict[str, Any]] = client_of("safety_adviser").get("/").context["items"]
    wanted = [reports[name].ref for name in ("alarm", "overdue", "soon", "later")]
    assert [item["ref"] for item in items] == wanted


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("safety_adviser", "Looks at what comes in, answers the reporter, runs the follow-up."),
        ("commander", "Is alarmed by danger, reads the unit's reports and decides."),
        ("team_leader", "Reads the reports and occurrences of the unit."),
        ("soldier", "Reports, follows own reports, and sees occurrences without persons."),
        ("functional_admin", "Sees no reports."),
    ],
)
def test_role_of_the_demo_is_told_in_one_sentence(cast: Cast, who: str, sentence: str) -> None:
    with translation.override("en"):
        assert what_of(cast.members[who].actor) == sentence
