"""Every state with every step and every one who takes part: what each may take, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import may
from baken.core.workflow.available import available_steps
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import READ
from baken.rooms.consultation.tests.bodies import answered, asked, councillor, drafted, later, take
from baken.rooms.consultation.workflow import CONSULTATION

pytestmark = pytest.mark.django_db

ASKING: dict[str, set[str]] = {
    "draft": {"revise", "ask", "withdraw"},
    "asked": {"withdraw"},
    "proposed": {"agree_to_more_time", "refuse_more_time", "withdraw"},
    "late": {"withdraw", "close_unanswered"},
    "answered": {"reply"},
    "conditional": {"reply", "note_condition"},
    "positive": {"reply", "close"},
    "replied": {"close"},
    "closed": set(),
    "withdrawn": set(),
}
ANSWERING: dict[str, set[str]] = {
    "asked": {"answer", "ask_more_time"},
    "proposed": {"answer"},
    "late": {"answer", "ask_more_time"},
}
# Who reads it and takes no step, or does not read it at all.
OTHERS = ("prevention", "above", "employee", "stranger")


def in_situation(cast: Cast, name: str) -> Consultation:
    """A consultation of the battalion to its own council in a situation."""
    commander, member = cast.commander.actor, councillor(cast)
    if name in ("draft", "asked", "late"):
        return drafted(cast) if name == "draft" else asked(cast)
    if name == "proposed":
        wanted = {"until_on": "2026-05-30", "reason": "Druk"}
        return take(asked(cast), "ask_more_time", member, cast.at, **wanted)
    if name == "withdrawn":
        return take(asked(cast), "withdraw", commander, cast.at, reason="Vervallen")
    outcomes = {"conditional": "positive_with_conditions", "positive": "positive"}
    record = answered(cast, outcome=outcomes.get(name, "negative"))
    if name in ("replied", "closed"):
        said = {"reply": "adopted", "reasons": "Goed punt."}
        record = take(record, "reply", commander, cast.at, **said)
    return take(record, "close", commander, cast.at) if name == "closed" else record


def open_to(record: Consultation, actor: Any, at: Any) -> set[str]:
    """The steps that somebody can take."""
    found = available_steps(record=record, actor=actor, at=at)
    return {one.name for one in found if one.allowed}


def other(cast: Cast, name: str) -> Any:
    """Somebody beside the two sides."""
    posts = {
        "prevention": ("prevention_officer", "BATTALION"),
        "above": ("council_member", "ARMY"),
        "employee": ("employee", "BATTALION"),
        "stranger": ("commander", "SQUADRON"),
    }
    role, unit = posts[name]
    return cast.add(name, (role, unit, None)).actor


@pytest.mark.parametrize("situation", list(ASKING))
def test_step_is_open_to_its_own_side_and_to_nobody_else(cast: Cast, situation: str) -> None:
    record = in_situation(cast, situation)
    at = later(cast, 31) if situation == "late" else cast.at

    assert open_to(record, cast.commander.actor, at) == ASKING[situation]
    assert open_to(record, cast.safety_adviser.actor, at) == ASKING[situation]
    assert open_to(record, councillor(cast), at) == ANSWERING.get(situation, set())
    assert {name: open_to(record, other(cast, name), at) for name in OTHERS} == {
        name: set() for name in OTHERS
    }


def test_situations_show_every_step_that_people_take(cast: Cast) -> None:
    shown = set().union(*ASKING.values(), *ANSWERING.values())
    assert shown == {one.name for one in CONSULTATION.steps if not one.by_system}


def test_consultation_is_read_by_both_sides_and_not_beside_them(cast: Cast) -> None:
    record = asked(cast)
    readers = [cast.commander.actor, councillor(cast), other(cast, "prevention")]
    assert all(may(one, READ, record) for one in readers)
    others = [cast.soldier.actor, cast.outsider.actor, cast.functional_admin.actor]
    assert not any(may(one, READ, record) for one in others)
