"""What calls for another look at an RI&E that holds, one test for each: news, days, versions, changes.

Source: domain reference, instruments, section 2 (re-assessment triggers).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending, emit
from baken.core.workflow.errors import StepRefused
from baken.rooms.assessments.actions import act_on_assessments, call_after_new_versions
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.tests.factories import (
    FACTORY,
    JUDGED,
    assessment_in,
    brought_to,
    expert,
    next_workshop,
    step,
)
from baken.rooms.org.actions.unit_steps import take_unit_step
from baken.rooms.org.events import EQUIPMENT_STEPPED, SITE_STEPPED
from baken.rooms.org.models import Equipment, Site, Unit
from baken.rooms.org.tests.factories import make_equipment, make_site, make_unit
from baken.rooms.sheets.tests.factories import TEXT, VERSION, know_workshop

pytestmark = pytest.mark.django_db
MOVER = system_actor("factory")


def state_of(record: Assessment) -> tuple[str, str]:
    """How it stands, and why it must be looked at again."""
    found: Any = Assessment.objects.for_system(reason="deliver").get(pk=record.pk)
    return found.state, found.reason


HOLDS = ("in_force", "")


# ---- its days ----


def test_look_that_is_due_is_in_time_before_it_expires(cast: Cast) -> None:
    """An instrument that holds four years, looked at each year: the last time three months before."""
    record = brought_to(cast, "in_force")
    begun = clock.local_date(cast.at)
    assert record.review_on == date(begun.year + 1, begun.month, begun.day)
    for years in (1, 2, 3):
        at = cast.at + timedelta(days=370 * years)
        assert act_on_assessments(actor=FACTORY, at=at) == 1
        assert state_of(record) == ("review_due", "term")
        step(cast.commander.actor, record, "confirm", at, reason="Nagelopen")
        record = Assessment.objects.for_system(reason="deliver").get(pk=record.pk)
    assert record.review_on == record.valid_until - timedelta(days=90)
    at = cast.at + timedelta(days=365 * 4 - 80)
    assert act_on_assessments(actor=FACTORY, at=at) == 1
    assert state_of(record) == ("review_due", "validity")
    record = step(cast.commander.actor, record, "confirm", at, reason="Nieuwe komt eraan")
    assert record.review_on == record.valid_until
    assert act_on_assessments(actor=FACTORY, at=at) == 0


def test_it_expires_the_day_after_its_last_and_a_new_version_is_made_once(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    record = brought_to(cast, "in_force")
    at = cast.at + timedelta(days=365 * 4 + 3)
    assert act_on_assessments(actor=FACTORY, at=at) == 1
    assert state_of(record)[0] == "expired"
    assert "It expired" in client_of("commander").get("/").content.decode()
    step(cast.commander.actor, record, "renew", at)
    assert state_of(record)[0] == "expired"
    assert act_on_assessments(actor=FACTORY, at=at) == 0
    assert "It expired" not in client_of("commander").get("/").content.decode()
    with pytest.raises(StepRefused) as refused:
        step(cast.commander.actor, record, "renew", at)
    assert [one.code for one in refused.value.refusals] == ["being_replaced"]
    assert "baken-watermark" in client_of("soldier").get(f"/rie/{record.ref}").content.decode()


# ---- its instrument ----


def test_newer_version_of_its_instrument_calls_once_for_each_version(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    assert call_after_new_versions(actor=FACTORY, at=cast.at) == 0
    know_workshop(TEXT.replace(f"version: {VERSION}", "version: 2.1.1"))
    assert call_after_new_versions(actor=FACTORY, at=cast.at) == 0
    assert state_of(record) == HOLDS
    next_workshop()
    assert call_after_new_versions(actor=FACTORY, at=cast.at) == 1
    assert state_of(record) == ("review_due", "instrument")
    step(cast.commander.actor, record, "confirm", cast.at, reason="Geen andere vragen voor ons")
    assert call_after_new_versions(actor=FACTORY, at=cast.at) == 0
    know_workshop(TEXT.replace(f"version: {VERSION}", "version: 3.0.0"))
    assert call_after_new_versions(actor=FACTORY, at=cast.at) == 1


def test_who_makes_it_finds_in_the_inbox_why_it_must_be_looked_at(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    brought_to(cast, "in_force")
    next_workshop()
    call_after_new_versions(actor=FACTORY, at=cast.at)
    assert "New version of the instrument" in client_of("commander").get("/").content.decode()
    assert "New version" not in client_of("outsider").get("/").content.decode()


# ---- what changed in the unit ----


def change(cast: Cast, unit: Unit, name: str, **fields: Any) -> None:
    """A step of a unit by who manages it, and its news."""
    fields = {"reason": "Reorganisatie", **fields}
    take_unit_step(actor=MOVER, unit=unit, step=name, at=cast.at, fields=fields)
    deliver_pending(at=cast.at)


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        (100, 120, HOLDS),
        (100, 121, ("review_due", "organisation")),
        (100, 79, ("review_due", "organisation")),
        (100, 80, HOLDS),
        (None, 100, HOLDS),
    ],
)
def test_strength_of_a_unit_calls_when_it_changes_by_more_than_a_fifth(
    cast: Cast, before: int | None, after: int, state: tuple[str, str]
) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    above = assessment_in(unit=cast.battalion, state="in_force", at=cast.at)
    Unit.objects.filter(pk=cast.company.pk).update(strength=before)
    change(cast, cast.company, "change", strength=after)
    assert state_of(record) == state
    assert state_of(above) == HOLDS


def test_other_site_of_a_unit_calls_for_its_building(cast: Cast) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    change(cast, cast.company, "change", site="Kazerne Noord")
    assert state_of(record) == ("review_due", "building")


def test_move_of_a_unit_calls_for_what_holds_in_it_and_directly_above(cast: Cast) -> None:
    platoon = make_unit("PLATOON", parent=cast.company, level=1)
    other = make_unit("OTHER", parent=cast.battalion, level=2)
    inside, at_new, at_old, far = (
        assessment_in(unit=one, state="in_force", at=cast.at)
        for one in (platoon, other, cast.company, cast.army)
    )
    change(cast, platoon, "move", parent="OTHER")
    assert state_of(inside) == state_of(at_new) == ("review_due", "organisation")
    assert state_of(at_old) == state_of(far) == HOLDS


def test_merge_of_a_unit_calls_for_what_holds_where_it_goes_on(cast: Cast) -> None:
    platoon = make_unit("PLATOON", parent=cast.company, level=1)
    other = make_unit("OTHER", parent=cast.battalion, level=2)
    record = assessment_in(unit=other, state="in_force", at=cast.at)
    change(cast, platoon, "merge", into="OTHER")
    assert state_of(record) == ("review_due", "organisation")


def test_rename_of_a_unit_calls_for_nothing(cast: Cast) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    change(cast, cast.company, "rename", name_nl="Anders")
    assert state_of(record) == HOLDS


def test_site_that_a_unit_came_to_hold_calls_for_what_holds_there(cast: Cast) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    site: Site = make_site("NOORD", holder=cast.company)
    emit(name=SITE_STEPPED, record=site, at=cast.at, payload={"step": "hand_over"})
    deliver_pending(at=cast.at)
    assert state_of(record) == ("review_due", "building")


@pytest.mark.parametrize(
    ("known", "step_name", "state"),
    [
        (False, "hand_over", ("review_due", "equipment")),
        (False, "put_back", ("review_due", "equipment")),
        (False, "inspect", HOLDS),
        (True, "hand_over", HOLDS),
    ],
)
def test_equipment_of_a_kind_that_is_new_there_calls(
    cast: Cast, known: bool, step_name: str, state: tuple[str, str]
) -> None:
    record = assessment_in(unit=cast.battalion, state="in_force", at=cast.at)
    if known:
        make_equipment(unit=cast.company)
    machine: Equipment = make_equipment(unit=cast.company)
    emit(name=EQUIPMENT_STEPPED, record=machine, at=cast.at, payload={"step": step_name})
    deliver_pending(at=cast.at)
    assert state_of(record) == state


def test_equipment_out_of_use_calls_for_nothing(cast: Cast) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    machine = make_equipment(unit=cast.company)
    Equipment.objects.for_system(reason="deliver").filter(pk=machine.pk).update(state="out_of_use")
    emit(name=EQUIPMENT_STEPPED, record=machine, at=cast.at, payload={"step": "hand_over"})
    deliver_pending(at=cast.at)
    assert state_of(record) == HOLDS


# ---- reviews and versions that count no more ----


def test_what_was_sent_back_is_reviewed_anew(cast: Cast) -> None:
    """What experts judged before says nothing of what was changed since."""
    record = brought_to(cast, "approved")
    step(cast.commander.actor, record, "send_back", cast.at, to="plan_drafting", reason="Anders")
    step(cast.commander.actor, record, "end_plan", cast.at)
    step(cast.commander.actor, record, "end_consultation", cast.at)
    with pytest.raises(StepRefused) as refused:
        step(cast.commander.actor, record, "approve", cast.at)
    assert [one.code for one in refused.value.refusals] == ["review_missing"]
    for scope in ("system", "safety"):
        step(cast.expert.actor, record, "review", cast.at, scope=scope, **JUDGED)
    record = step(cast.commander.actor, record, "approve", cast.at)
    assert record.state == "approved"


def test_negative_review_of_before_it_was_sent_back_stops_nothing(cast: Cast) -> None:
    record = brought_to(cast, "in_expert_review")
    reviewer = expert(cast, "hvk")
    given = {**JUDGED, "outcome": "rejected"}
    step(reviewer, record, "review", cast.at, scope="safety", **given)
    step(cast.commander.actor, record, "send_back", cast.at, to="plan_drafting", reason="Anders")
    step(cast.commander.actor, record, "end_plan", cast.at)
    step(cast.commander.actor, record, "end_consultation", cast.at)
    with pytest.raises(StepRefused) as refused:
        step(cast.commander.actor, record, "approve", cast.at)
    assert [one.code for one in refused.value.refusals] == ["review_missing"]


@pytest.mark.parametrize(("reason", "state"), [("", "in_force"), ("law", "review_due")])
def test_withdrawn_new_version_gives_the_one_that_holds_back(
    cast: Cast, reason: str, state: str
) -> None:
    record = brought_to(cast, "in_force")
    if reason:
        told = {"why": reason, "text": "Nieuwe grenswaarde"}
        step(cast.commander.actor, record, "note_change", cast.at, **told)
    step(cast.commander.actor, record, "revise", cast.at)
    fresh: Any = Assessment.objects.for_system(reason="deliver").get(earlier=record)
    step(cast.commander.actor, fresh, "withdraw", cast.at, reason="Niet nodig")
    assert state_of(record)[0] == state
    step(cast.commander.actor, record, "revise", cast.at)
