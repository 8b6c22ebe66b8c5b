"""Conditions of a review: who meets them, by when, what is told once they are late, and how they are met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast, Member
from baken.core.events.outbox import deliver_pending
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.assessments.actions import act_on_assessments
from baken.rooms.assessments.models import Assessment, AssessmentCondition
from baken.rooms.assessments.queries.inbox import assessments_waiting
from baken.rooms.assessments.tests.factories import (
    FACTORY,
    JUDGED,
    assessment_in,
    brought_to,
    step,
    with_conditions,
)
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 1)
LATE = datetime(2026, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def coordinator(cast: Cast) -> Member:
    """Who can be asked to meet a condition."""
    return cast.add("coordinator", ("arbo_coordinator", "BATTALION", None))


@pytest.fixture
def record(cast: Cast) -> Assessment:
    """An assessment in review, with two conditions."""
    found = brought_to(cast, "in_expert_review")
    with_conditions(cast, found, "Meet het geluid", "", "  Vervang de kap  ", by=DUE)
    return found


def conditions(record: Assessment) -> list[AssessmentCondition]:
    return list(AssessmentCondition.objects.of(record).order_by("nth"))


def broken() -> list[str]:
    """Where the history of an assessment does not hold."""
    return [str(one) for one in breaks() if one.where.startswith("A-")]


def told(member: Any) -> list[str]:
    """What somebody was told of conditions."""
    deliver_pending(at=member.at)
    rows = Notice.objects.filter(to_key=own_key_of(member.person.id))
    codes = rows.filter(code__contains="condition").values_list("code", flat=True)
    return sorted(codes)


def test_review_with_conditions_keeps_each_with_an_owner_and_a_term(
    cast: Cast, record: Assessment
) -> None:
    rows = conditions(record)
    assert [one.text for one in rows] == ["Meet het geluid", "Vervang de kap"]
    assert {(one.owner, one.due_on, one.standing) for one in rows} == {
        (cast.commander.person.id, DUE, "open")
    }


@pytest.mark.parametrize("lines", [["x" * 501], ["kort"] * 51])
def test_review_with_too_much_in_its_conditions_is_refused(cast: Cast, lines: list[str]) -> None:
    record = brought_to(cast, "in_expert_review")
    with pytest.raises(FieldsRefused) as refused:
        with_conditions(cast, record, *lines)
    assert set(refused.value.errors) == {"conditions"}


def test_condition_is_given_to_somebody_with_an_earlier_term(
    cast: Cast, record: Assessment, coordinator: Member
) -> None:
    fields = {"condition": "1", "owner": str(coordinator.person.id), "due_on": "2026-05-01"}
    step(cast.commander.actor, record, "assign_condition", cast.at, **fields)
    first, second = conditions(record)
    assert (first.owner, first.due_on) == (coordinator.person.id, date(2026, 5, 1))
    assert second.owner == cast.commander.person.id
    assert told(coordinator) == ["assessments.stepped.assign_condition"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"condition": "3"}, "condition"),
        ({"owner": "soldier"}, "owner"),
        ({"due_on": "2026-06-02"}, "due_on"),
        ({"due_on": "2026-03-09"}, "due_on"),
    ],
)
def test_condition_is_not_given_to_just_anybody_nor_for_later(
    cast: Cast, record: Assessment, coordinator: Member, fields: dict[str, str], wrong: str
) -> None:
    given = {"condition": "1", "owner": str(coordinator.person.id), **fields}
    if fields.get("owner"):
        given["owner"] = str(cast.soldier.person.id)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.commander.actor, record, "assign_condition", cast.at, **given)
    assert set(refused.value.errors) == {wrong}


def test_condition_that_is_met_is_told_to_the_expert_who_asked_it(
    cast: Cast, record: Assessment
) -> None:
    fields = {"condition": "1", "text": "Gemeten op 3 april: 78 dB(A), rapport 12"}
    step(cast.commander.actor, record, "meet_condition", cast.at, **fields)
    first, second = conditions(record)
    assert (first.standing, second.standing) == ("met", "open")
    assert (first.how, first.noted_by) == (fields["text"], cast.commander.person.id)
    assert told(cast.expert) == ["assessments.stepped.meet_condition"]
    with pytest.raises(FieldsRefused):
        step(cast.commander.actor, record, "meet_condition", cast.at, **fields)


def test_overdue_condition_is_told_once_to_its_owner_and_to_the_head(
    cast: Cast, record: Assessment, coordinator: Member
) -> None:
    given = {"condition": "1", "owner": str(coordinator.person.id)}
    step(cast.commander.actor, record, "assign_condition", cast.at, **given)
    in_time = LATE - timedelta(days=1)
    assert act_on_assessments(actor=FACTORY, at=in_time) == 0
    assert act_on_assessments(actor=FACTORY, at=LATE) == 1
    assert act_on_assessments(actor=FACTORY, at=LATE) == 0
    assert "assessments.stepped.pass_conditions" in told(coordinator)
    assert told(cast.commander) == ["assessments.stepped.pass_conditions"]
    assert told(cast.soldier) == []
    assert {one.told_at for one in conditions(record)} == {LATE}


def test_clock_tells_of_nothing_that_was_met(cast: Cast, record: Assessment) -> None:
    for number in "12":
        fields = {"condition": number, "text": "Gedaan"}
        step(cast.commander.actor, record, "meet_condition", cast.at, **fields)
    assert act_on_assessments(actor=FACTORY, at=LATE) == 0
    with pytest.raises(StepRefused):
        step(FACTORY, record, "pass_conditions", LATE)


def test_field_that_is_reviewed_anew_lets_its_earlier_conditions_lapse(
    cast: Cast, record: Assessment
) -> None:
    step(cast.expert.actor, record, "review", cast.at, scope="system", **JUDGED)
    assert {one.standing for one in conditions(record)} == {"lapsed"}


def test_history_vouches_for_conditions_and_what_became_of_them(
    cast: Cast, record: Assessment, coordinator: Member
) -> None:
    given = {"condition": "1", "owner": str(coordinator.person.id)}
    step(cast.commander.actor, record, "assign_condition", cast.at, **given)
    step(coordinator.actor, record, "meet_condition", cast.at, condition="1", text="Gemeten")
    act_on_assessments(actor=FACTORY, at=LATE)
    assert broken() == []
    AssessmentCondition.objects.of(record).filter(nth=2).update(standing="lapsed")
    assert len(broken()) == 1


def test_page_shows_conditions_that_are_late_and_how_others_were_met(
    cast: Cast, record: Assessment, client_of: Callable[[str], Client]
) -> None:
    step(cast.commander.actor, record, "meet_condition", cast.at, condition="1", text="Rapport 12")
    place = f"/rie/{record.ref}/stap/meet_condition"
    client = client_of("commander")
    assert "Vervang de kap" in client.get(f"{place}?condition=2").content.decode()
    assert "Meet het geluid" not in client.get(place).content.decode()
    rows = AssessmentCondition.objects.of(record).filter(nth=2)
    rows.update(due_on=cast.at.date() - timedelta(days=1))
    page = client_of("expert").get(f"/rie/{record.ref}").content.decode()
    for said in ("Conditions of the reviews", "Rapport 12", "Vervang de kap", "late"):
        assert said in page
    assert "It is met" not in page
    given = client.get(f"/api/v1/assessments/{record.ref}").json()["conditions"]
    assert [(one["number"], one["standing"]) for one in given] == [(1, "met"), (2, "open")]


def test_inbox_of_owner_shows_own_conditions_and_that_of_the_head_late_ones(
    cast: Cast, record: Assessment, coordinator: Member, client_of: Callable[[str], Client]
) -> None:
    given = {"condition": "1", "owner": str(coordinator.person.id)}
    step(cast.commander.actor, record, "assign_condition", cast.at, **given)
    rows = AssessmentCondition.objects.of(record)
    rows.filter(nth=2).update(owner=cast.safety_adviser.person.id)
    said = "condition of its review is still to be met"
    assert said in client_of("coordinator").get("/").content.decode()
    assert "of its review" not in client_of("commander").get("/").content.decode()
    rows.update(due_on=cast.at.date() - timedelta(days=1))
    page = client_of("commander").get("/").content.decode()
    assert "2 conditions of its review are still to be met. Late: 2." in page
    assert "of its review" not in client_of("soldier").get("/").content.decode()
    assert "of its review" not in client_of("outsider").get("/").content.decode()


def test_inbox_asks_of_turns_and_conditions_in_one_query(
    cast: Cast, record: Assessment, coordinator: Member
) -> None:
    rows = AssessmentCondition.objects.of(record)
    rows.update(owner=coordinator.person.id)
    with CaptureQueriesContext(connection) as asked:
        waiting = assessments_waiting(coordinator.actor, DUE, 10)
    assert sum('"assessments_' in one["sql"] for one in asked) == 1
    assert [(told.still_open, told.late) for told in waiting.conditions] == [(2, 0)]
    assert waiting.turns == []
    assert assessments_waiting(cast.commander.actor, DUE, 10).conditions == []
    late = assessments_waiting(cast.commander.actor, LATE.date(), 10).conditions
    assert [(told.still_open, told.late) for told in late] == [(2, 2)]


def test_expired_one_that_is_replaced_is_nobodys_turn_for_its_conditions(
    cast: Cast, record: Assessment
) -> None:
    who, over = cast.commander, assessment_in(unit=cast.company, state="expired", at=cast.at)
    AssessmentCondition.objects.of(record).update(owner=who.person.id, record=over)
    assert [one.pk for one in assessments_waiting(who.actor, DUE, 10).turns] == [over.pk]
    step(who.actor, over, "renew", cast.at)
    waiting = assessments_waiting(who.actor, DUE, 10)
    assert (waiting.turns, [told.record.pk for told in waiting.conditions]) == ([], [over.pk])
