"""Who acts in two places signs in each with the post that gives the right there."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import signing
from baken.core.files.content import CleanFile
from baken.core.trail.models import StepRow
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.actions import keep_away
from baken.rooms.org.actions.equipment_steps import add_equipment_file
from baken.rooms.org.models import EquipmentStep
from baken.rooms.org.tests.factories import make_equipment
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import Occurrence, OccurrenceStep, Report, ReportStep
from baken.rooms.reports.permits import READ, TRIAGE
from baken.rooms.reports.tests.acts import fresh, send, step
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

pytestmark = pytest.mark.django_db

HERE, THERE = "Veiligheidsadviseur BATTALION", "Veiligheidsadviseur SQUADRON"


@pytest.fixture
def both(cast: Cast) -> Member:
    """An adviser of the squadron who stands in at the battalion."""
    posts = (("safety_adviser", "SQUADRON", None), ("safety_adviser", "BATTALION", None))
    return cast.add("both", *posts)


def post_of(steps: Any, record: Any) -> str:
    last: StepRow = steps.objects.of(record).order_by("serial").last()
    return str(last.words.get("post", ""))


def test_step_is_signed_with_the_post_that_gives_the_right(cast: Cast, both: Member) -> None:
    report = send(cast.soldier, at=cast.at).report
    assert both.actor.post == THERE
    with translation.override("en"):
        step(both, report, "triage", at=cast.at, **CLASSIFICATION)
    assert post_of(ReportStep, report) == HERE
    occurrence = Occurrence.objects.for_system(reason="trail").get(pk=fresh(report).occurrence_id)
    assert post_of(OccurrenceStep, occurrence) == HERE


def test_message_is_signed_with_the_post_that_gives_the_right(cast: Cast, both: Member) -> None:
    report = send(cast.soldier, at=cast.at).report
    send_message(actor=both.actor, report=report, text="Waar precies?", at=cast.at)
    assert post_of(ReportStep, report) == HERE


def test_usual_post_comes_first_where_it_gives_the_right_too(cast: Cast) -> None:
    posts = (("safety_adviser", "BATTALION", None), ("safety_adviser", "COMPANY", None))
    adviser = cast.add("twice", *posts).actor
    report = make_report(unit=cast.company)
    assert signing(adviser, TRIAGE, report).post == adviser.post == HERE


def test_reporter_and_who_has_no_right_sign_as_they_are(cast: Cast, both: Member) -> None:
    report: Report = make_report(unit=cast.army)
    assert signing(both.actor, TRIAGE, report) is both.actor
    unnamed = both.actor.unnamed()
    assert signing(unnamed, READ, report) is unnamed


def test_who_was_second_reads_who_took_which_step(cast: Cast, both: Member) -> None:
    report = send(cast.soldier, at=cast.at).report
    step(both, report, "triage", at=cast.at, **CLASSIFICATION)
    with translation.override("en"), pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, report, "triage", at=cast.at, **CLASSIFICATION)
    text = str(refused.value.refusals[0])
    assert text.endswith(
        "The last step was “Triage”, by Safety adviser BATTALION: look at the record first."
    )
    assert Occurrence.objects.for_system(reason="trail").count() == 1


def test_file_case_and_look_are_signed_with_the_post_that_gives_the_right(
    cast: Cast, both: Member
) -> None:
    report = send(cast.soldier, at=cast.at).report
    read_identity(actor=both.actor, report=report, ground="Terugbellen", at=cast.at)
    assert post_of(ReportStep, report) == HERE
    occurrence = make_occurrence(unit=cast.battalion)
    keep_away(actor=both.actor, person=both.person, record=occurrence, ground="Erbij", at=cast.at)
    assert post_of(OccurrenceStep, occurrence) == HERE


def test_equipment_is_signed_for_with_the_post_that_gives_the_right(
    cast: Cast, both: Member
) -> None:
    ladder = make_equipment(unit=cast.company)
    photo = CleanFile("foto.png", "image/png", b"\x89PNG" + b"2" * 40)
    add_equipment_file(actor=both.actor, record=ladder, file=photo, at=cast.at)
    assert post_of(EquipmentStep, ladder) == HERE
