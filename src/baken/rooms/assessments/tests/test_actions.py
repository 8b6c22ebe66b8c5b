"""The life of an assessment: inventory, evaluation, plan, council, experts, in force, and beyond."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.assessments.actions import act_on_assessments, open_follow_ups
from baken.rooms.assessments.models import (
    Assessment,
    AssessmentFollowUp,
    AssessmentReview,
)
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.assessments.tests.factories import (
    FACTORY,
    JUDGED,
    assessment_in,
    brought_to,
    expert,
    make_assessment,
    settle_all,
    step,
    with_finding,
)
from baken.rooms.register.models import Risk
from baken.rooms.sheets.models import SheetCopy
from baken.rooms.sheets.tests.factories import TEXT, answer, know_workshop, standing, with_machine

pytestmark = pytest.mark.django_db


def again(record: Assessment) -> Assessment:
    found: Assessment = Assessment.objects.for_system(reason="advance").get(pk=record.pk)
    return found


def refused(act: Any) -> list[str]:
    """Why a step is refused."""
    with pytest.raises(StepRefused) as told:
        act()
    return [one.code for one in told.value.refusals]


def test_assessment_begins_with_a_sheet_and_everything_to_settle(cast: Cast) -> None:
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at)
    assert (record.state, record.kept_at, record.ref[:2]) == ("draft", cast.at, "A-")
    assert sheet_of(record).instrument == "small_workshop"
    assert record.basis.model.objects.of(record).filter(standing="open").count() == 22


@pytest.mark.parametrize("who", ["outsider", "soldier", "former_holder", "team_leader"])
def test_assessment_is_begun_only_by_who_makes_them(cast: Cast, who: str) -> None:
    with pytest.raises(AccessDenied):
        make_assessment(actor=getattr(cast, who).actor, unit=cast.company, at=cast.at)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"headcount": 0}, "headcount"),
        ({"scope": " "}, "scope"),
        ({"instrument": "lmra_core"}, "instrument"),
    ],
)
def test_wrong_description_is_refused_by_its_field(cast: Cast, fields: Any, name: str) -> None:
    with pytest.raises(FieldsRefused) as told:
        make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at, **fields)
    assert list(told.value.errors) == [name]
    assert not Assessment.objects.for_system(reason="trail").exists()


def test_inventory_ends_once_the_sheet_and_what_it_rests_on_are_complete(cast: Cast) -> None:
    actor, record = cast.commander.actor, brought_to(cast, "in_inventory")
    assert refused(lambda: step(actor, record, "end_inventory", cast.at)) == ["sheet_open"]
    with_finding(cast, record, cast.at)
    assert refused(lambda: step(actor, record, "end_inventory", cast.at)) == ["basis_open"]
    settle_all(actor, record, cast.at)
    assert step(actor, record, "end_inventory", cast.at).state == "in_evaluation"


def test_evaluation_needs_two_people_for_every_finding(cast: Cast) -> None:
    actor, record = cast.commander.actor, brought_to(cast, "in_inventory")
    name = with_machine(actor=actor, record=sheet_of(record), at=cast.at, m1="no")
    settle_all(actor, record, cast.at)
    record = step(actor, record, "end_inventory", cast.at)
    assert refused(lambda: step(actor, record, "end_evaluation", cast.at)) == ["too_few_scorers"]
    assert name


def test_findings_become_risks_of_the_register_once(cast: Cast) -> None:
    record = brought_to(cast, "plan_drafting")
    [finding] = findings_of(record)
    risk = Risk.objects.for_system(reason="trail").get(pk=finding.risk_number)
    assert (risk.ref, risk.hazard, risk.unit_id) == (
        finding.risk_ref, "mechanical.rotating_parts", cast.company.pk,
    )  # fmt: skip
    assert (finding.title, finding.common) == ("Intrekking: Draaibank", "extreme")
    assert (risk.current_class, len(risk.scorers["current"])) == ("extreme", 2)


def test_plan_needs_a_measure_for_every_finding_above_low(cast: Cast) -> None:
    record = brought_to(cast, "plan_drafting")
    assert refused(lambda: step(cast.commander.actor, record, "end_plan", cast.at)) == [
        "no_measure"
    ]


def test_council_is_asked_before_the_experts(cast: Cast) -> None:
    record = brought_to(cast, "in_consultation")
    told = refused(lambda: step(cast.commander.actor, record, "end_consultation", cast.at))
    assert told == ["not_consulted"]


def test_instruments_16_9_rie_needs_positive_reviews_by_experts_with_valid_certificates(
    cast: Cast,
) -> None:
    """Acceptance test 9. Source: domain reference, instruments, section 16."""
    record, actor = brought_to(cast, "in_expert_review"), cast.commander.actor
    assert refused(lambda: step(actor, record, "approve", cast.at)) == ["review_missing"]
    late = expert(cast, "hvk", until=cast.at.date() - timedelta(days=1), name="late")
    told = refused(lambda: step(late, record, "review", cast.at, scope="system", **JUDGED))
    assert told == ["no_certificate"]
    hygienist = expert(cast, "occupational_hygienist", until=cast.at.date(), name="hygienist")
    with pytest.raises(FieldsRefused):
        step(hygienist, record, "review", cast.at, scope="safety", **JUDGED)
    record = step(hygienist, record, "review", cast.at, scope="system", **JUDGED)
    assert refused(lambda: step(actor, record, "approve", cast.at)) == ["review_missing"]
    safety = expert(cast, "hvk", name="safety")
    negative = {**JUDGED, "outcome": "rejected", "plan": "no"}
    record = step(safety, record, "review", cast.at, scope="safety", **negative)
    assert refused(lambda: step(actor, record, "approve", cast.at)) == ["review_negative"]
    record = step(safety, record, "review", cast.at, scope="safety", **JUDGED)
    assert step(actor, record, "approve", cast.at).state == "approved"
    row = AssessmentReview.objects.of(record).order_by("pk").first()
    assert row is not None
    assert (row.certificate, row.certificate_code, row.reviewed_on) == (
        "CERT-occupational_hygienist", "occupational_hygienist", cast.at.date(),
    )  # fmt: skip


def test_expert_who_took_part_does_not_review(cast: Cast) -> None:
    record = brought_to(cast, "in_expert_review")
    cast.add("both", ("core_expert", "BATTALION", None), ("safety_adviser", "BATTALION", None))
    answer(actor=cast.both.actor, record=sheet_of(record), given={"wide": 90}, at=cast.at)
    told = refused(
        lambda: step(cast.both.actor, record, "review", cast.at, scope="system", **JUDGED)
    )
    assert told == ["took_part"]


@pytest.mark.parametrize(
    "more",
    [{"outcome": "with_conditions"}, {"outcome": "with_conditions", "conditions": "Meet"},
     {"conditions": "Meet"}],
)  # fmt: skip
def test_conditions_come_with_a_review_that_has_them(cast: Cast, more: dict[str, Any]) -> None:
    record = brought_to(cast, "in_expert_review")
    reviewer = expert(cast)
    with pytest.raises(FieldsRefused):
        step(reviewer, record, "review", cast.at, scope="system", **{**JUDGED, **more})


def test_assessment_in_force_is_frozen_open_and_dated(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    assert (record.kept_at, record.in_force_at) == (None, cast.at)
    assert record.decided_by == cast.commander.person.id
    assert record.valid_until == date(cast.at.year + 4, cast.at.month, cast.at.day)
    assert record.review_on == date(cast.at.year + 1, cast.at.month, cast.at.day)
    sheet = sheet_of(record)
    assert sheet.state == "frozen"
    assert SheetCopy.objects.of(sheet).get().content["risks"][0]["current"]["number"] == 540.0


def test_instruments_16_5_publishing_version_two_leaves_version_one_as_it_was(cast: Cast) -> None:
    """Acceptance test 5, twice over. Source: domain reference, instruments, section 16."""
    record = brought_to(cast, "in_force")
    sheet = sheet_of(record)
    before = SheetCopy.objects.of(sheet).get()
    for version in ("3.0.0", "4.0.0"):
        text = TEXT.replace("version: 2.1.0", f"version: {version}").replace(
            "en: Guarded?", "en: Covered?"
        )
        know_workshop(text)
    after = SheetCopy.objects.of(sheet_of(record)).get()
    assert (after.content, after.sha256) == (before.content, before.sha256)
    assert sheet_of(record).version == "2.1.0"


def test_sent_back_plan_comes_again_without_new_risks(cast: Cast) -> None:
    record, actor = brought_to(cast, "in_expert_review"), cast.commander.actor
    record = step(actor, record, "send_back", cast.at, to="in_evaluation", reason="Lees opnieuw")
    assert record.state == "in_evaluation"
    record = step(actor, record, "end_evaluation", cast.at)
    assert (record.state, len(findings_of(record))) == ("plan_drafting", 1)


# ---- further inventories ----


def test_instruments_16_10_noise_answer_of_80_opens_ni_noise_once_not_per_resave(
    cast: Cast,
) -> None:
    """Acceptance test 10. Source: domain reference, instruments, section 16."""
    actor, record = cast.commander.actor, brought_to(cast, "in_inventory")
    sheet = sheet_of(record)
    name = with_machine(actor=actor, record=sheet, at=cast.at, m1="yes", m2="79,9")
    assert open_follow_ups(actor=FACTORY, record=record, at=cast.at) == []
    for level in ("80", "85", "80", "90"):
        answer(actor=actor, record=sheet, given={"m2": level}, repetition=name, at=cast.at)
        open_follow_ups(actor=FACTORY, record=record, at=cast.at)
    [row] = AssessmentFollowUp.objects.of(record)
    assert (row.instrument, row.owner, row.standing) == (
        "ni_noise",
        cast.commander.person.id,
        "open",
    )
    ended = {"instrument": "ni_noise", "standing": "done", "text": "Gemeten, rapport 12"}
    step(actor, record, "end_follow_up", cast.at, **ended)
    open_follow_ups(actor=FACTORY, record=record, at=cast.at)
    [row] = AssessmentFollowUp.objects.of(record)
    assert (row.standing, row.text) == ("done", "Gemeten, rapport 12")
    with pytest.raises(FieldsRefused):
        step(actor, record, "end_follow_up", cast.at, **ended)


# ---- looked at again ----


def test_change_calls_for_a_review_and_it_may_still_hold(cast: Cast) -> None:
    record, actor = brought_to(cast, "in_force"), cast.commander.actor
    record = step(actor, record, "note_change", cast.at, why="building", text="Nieuwe hal")
    assert (record.state, record.reason) == ("review_due", "building")
    record = step(actor, record, "confirm", cast.at, reason="De hal wordt niet gebruikt")
    assert (record.state, record.reason) == ("in_force", "")


def test_new_version_begins_with_the_answers_and_replaces_the_old_one_once_in_force(
    cast: Cast,
) -> None:
    record, actor = brought_to(cast, "in_force"), cast.commander.actor
    step(actor, record, "revise", cast.at)
    fresh = Assessment.objects.for_system(reason="trail").get(earlier=record)
    assert (fresh.state, again(record).state) == ("draft", "under_revision")
    assert standing(sheet_of(fresh)) == standing(sheet_of(record))
    assert sheet_of(fresh).earlier_id == sheet_of(record).pk


def test_clock_calls_for_reviews_and_ends_what_is_over(cast: Cast) -> None:
    day = cast.at.date()
    due = assessment_in(unit=cast.company, state="in_force", at=cast.at, review_on=day)
    over = assessment_in(
        unit=cast.company,
        state="in_force",
        at=cast.at,
        review_on=day,
        valid_until=day - timedelta(days=1),
    )
    holds = assessment_in(
        unit=cast.company,
        state="in_force",
        at=cast.at,
        review_on=day + timedelta(days=1),
        valid_until=day,
    )
    assert act_on_assessments(actor=FACTORY, at=cast.at) == 2
    assert [again(one).state for one in (due, over, holds)] == ["review_due", "expired", "in_force"]
    assert again(due).reason == "term"
    assert act_on_assessments(actor=FACTORY, at=cast.at) == 0


def test_withdrawn_assessment_takes_its_sheet_along(cast: Cast) -> None:
    record = brought_to(cast, "in_inventory")
    step(cast.commander.actor, record, "withdraw", cast.at, reason="Dubbel")
    assert (again(record).state, sheet_of(record).state) == ("withdrawn", "withdrawn")


def test_replaced_assessment_holds_no_more(cast: Cast) -> None:
    old = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    record = brought_to(cast, "approved")
    Assessment.objects.for_system(reason="trail").filter(pk=record.pk).update(earlier=old)
    step(cast.commander.actor, record, "sign", cast.at)
    assert (again(record).state, again(old).state) == ("in_force", "superseded")


def test_history_vouches_for_an_assessment_with_all_that_belongs_to_it(cast: Cast) -> None:
    brought_to(cast, "in_force")
    assert [one for one in breaks() if one.where.startswith(("A-", "BL"))] == []
