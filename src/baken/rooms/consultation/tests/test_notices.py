"""Who hears of what: the body, the side that asks, and both when the term has passed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.rooms.consultation.actions import pass_terms
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.tests.bodies import (
    REPLY,
    answered,
    asked,
    councillor,
    drafted,
    later,
    take,
)
from baken.rooms.notices.models import Notice

pytestmark = pytest.mark.django_db


def told(cast: Cast, code: str) -> set[str]:
    """Who of the two sides has a notice of a code."""
    keys = {
        name: cast.members[name].actor.own_key
        for name in ("commander", "councillor", "safety_adviser", "soldier")
    }
    found = set(Notice.objects.filter(code=code).values_list("to_key", flat=True))
    return {name for name, key in keys.items() if key in found}


def more_time(cast: Cast) -> Consultation:
    wanted = {"until_on": "2026-05-30", "reason": "Druk"}
    return take(asked(cast), "ask_more_time", councillor(cast), cast.at, **wanted)


@pytest.mark.parametrize(
    ("step", "who", "act"),
    [
        ("ask", "councillor", asked),
        ("ask_more_time", "commander", more_time),
        (
            "agree_to_more_time",
            "councillor",
            lambda c: take(more_time(c), "agree_to_more_time", c.commander.actor, c.at),
        ),
        (
            "refuse_more_time",
            "councillor",
            lambda c: take(more_time(c), "refuse_more_time", c.commander.actor, c.at, reason="x"),
        ),
        ("answer", "commander", answered),
        (
            "reply",
            "councillor",
            lambda c: take(answered(c), "reply", c.commander.actor, c.at, **REPLY),
        ),
        (
            "withdraw",
            "councillor",
            lambda c: take(asked(c), "withdraw", c.commander.actor, c.at, reason="x"),
        ),
        (
            "close_unanswered",
            "councillor",
            lambda c: take(
                asked(c), "close_unanswered", c.commander.actor, later(c, 31), reason="x"
            ),
        ),
        (
            "note_condition",
            "councillor",
            lambda c: take(
                answered(c, outcome="positive_with_conditions"),
                "note_condition",
                c.commander.actor,
                c.at,
                condition=1,
                standing="met",
                how="Zo.",
            ),
        ),
    ],
)
def test_step_is_told_to_the_other_side_alone(
    cast: Cast, deliver: Callable[[], int], step: str, who: str, act: Callable[[Cast], Any]
) -> None:
    act(cast)
    deliver()
    assert told(cast, f"consultation.stepped.{step}") == {who}


def test_term_that_passed_is_told_to_both_sides_once(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    asked(cast)
    for days in (31, 32):
        pass_terms(actor=system_actor("clock"), at=later(cast, days))
    deliver()
    assert told(cast, "consultation.term_passed") == {"commander", "councillor"}
    assert Notice.objects.filter(code="consultation.term_passed").count() == 2


def test_draft_that_is_withdrawn_is_told_to_nobody(cast: Cast, deliver: Callable[[], int]) -> None:
    take(drafted(cast), "withdraw", cast.commander.actor, cast.at, reason="Vervallen")
    deliver()
    assert Notice.objects.filter(code__startswith="consultation").count() == 0


def test_adviser_who_asked_hears_of_the_answer_with_the_commander(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    record = take(drafted(cast), "ask", cast.safety_adviser.actor, cast.at)
    take(record, "answer", councillor(cast), cast.at, outcome="positive", answer="Ja")
    deliver()
    assert told(cast, "consultation.stepped.answer") == {"commander", "safety_adviser"}
