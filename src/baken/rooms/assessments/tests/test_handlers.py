"""What assessments do at news: further inventories, calls for a review, and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.events.outbox import deliver_pending, emit
from baken.rooms.assessments.models import Assessment, AssessmentFollowUp
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.assessments.tests.factories import assessment_in, brought_to, step
from baken.rooms.measures.actions.tell_served import tell_served
from baken.rooms.measures.models import Measure
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.events import OCCURRENCE_STEPPED
from baken.rooms.reports.tests.factories import make_occurrence
from baken.rooms.sheets.tests.factories import with_machine

pytestmark = pytest.mark.django_db


def state_of(record: Assessment) -> tuple[str, str]:
    found: Any = Assessment.objects.for_system(reason="deliver").get(pk=record.pk)
    return found.state, found.reason


def test_new_answers_open_further_inventories_once(cast: Cast) -> None:
    record = brought_to(cast, "in_inventory")
    with_machine(actor=cast.commander.actor, record=sheet_of(record), at=cast.at, m1="yes", m2="85")
    deliver_pending(at=cast.at)
    deliver_pending(at=cast.at)
    assert [one.instrument for one in AssessmentFollowUp.objects.of(record)] == ["ni_noise"]


@pytest.mark.parametrize(
    ("severity", "state"),
    [(3, "in_force"), (4, "review_due"), (5, "review_due"), (None, "in_force")],
)
def test_grave_occurrence_calls_for_a_review_of_what_holds_there(
    cast: Cast, severity: int | None, state: str
) -> None:
    record = assessment_in(unit=cast.battalion, at=cast.at, state="in_force")
    elsewhere = assessment_in(unit=cast.squadron, at=cast.at, state="in_force")
    occurrence = make_occurrence(unit=cast.company, at=cast.at, potential_severity=severity)
    told = {"step": "classify", "notice": "", "state": "triaged"}
    emit(name=OCCURRENCE_STEPPED, record=occurrence, at=cast.at, payload=told)
    deliver_pending(at=cast.at)
    assert state_of(record)[0] == state
    assert state_of(elsewhere)[0] == "in_force"
    if state == "review_due":
        assert state_of(record)[1] == "occurrence"


def test_other_steps_of_a_grave_occurrence_call_for_nothing(cast: Cast) -> None:
    record = assessment_in(unit=cast.battalion, at=cast.at, state="in_force")
    occurrence = make_occurrence(unit=cast.company, at=cast.at, potential_severity=5)
    told = {"step": "close", "notice": "", "state": "closed"}
    emit(name=OCCURRENCE_STEPPED, record=occurrence, at=cast.at, payload=told)
    deliver_pending(at=cast.at)
    assert state_of(record)[0] == "in_force"


def test_measure_that_does_not_work_calls_for_a_review(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    assert findings_of(record)
    measure = Measure.objects.for_system(reason="trail").get()
    tell_served(measure, effect="effective", at=cast.at)
    deliver_pending(at=cast.at)
    assert state_of(record)[0] == "in_force"
    tell_served(measure, effect="ineffective", at=cast.at)
    tell_served(measure, effect="ineffective", at=cast.at)
    deliver_pending(at=cast.at)
    assert state_of(record) == ("review_due", "measure")


def test_who_must_act_is_told(cast: Cast) -> None:
    record = brought_to(cast, "approved")
    deliver_pending(at=cast.at)
    key = own_key_of(cast.commander.person.id)
    codes = set(Notice.objects.filter(to_key=key).values_list("code", flat=True))
    assert "assessments.stepped.approve" in codes
    step(cast.commander.actor, record, "sign", cast.at)
    deliver_pending(at=cast.at)
    codes = set(Notice.objects.filter(to_key=key).values_list("code", flat=True))
    assert "assessments.stepped.sign" in codes
