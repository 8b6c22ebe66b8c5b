"""The life of a recommendation: entered, answered, planned, proved, judged, and recommended again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied, system_actor
from baken.core.files.store import files_of
from baken.core.questions import InboxAsk
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.measures.actions import receive_recommendation, take_recommendation_step, take_step
from baken.rooms.measures.actions.add_recommendation_file import add_recommendation_file
from baken.rooms.measures.answers.recommendations import recommendation_cards
from baken.rooms.measures.models import Measure, Recommendation
from baken.rooms.measures.queries.repeats import REPEATS, repeated_by
from baken.rooms.measures.tests.factories import propose
from baken.rooms.measures.tests.recommending import (
    DONE,
    HALF_A_YEAR,
    JUDGED,
    PNG,
    RECOMMENDED,
    accepted,
    act,
    closed,
    make_recommendation_in,
    planned,
    receive,
    reported,
    with_inspector,
)
from baken.rooms.org.queries import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> Cast:
    return with_inspector(cast)


def refused(record: Recommendation, actor: Any, at: Any, step: str, **fields: Any) -> list[str]:
    """The codes by which a step is refused."""
    with pytest.raises(StepRefused) as caught:
        act(record, actor, at, step, **fields)
    return [one.code for one in caught.value.refusals]


def wrong(record: Recommendation, actor: Any, at: Any, step: str, **fields: Any) -> list[str]:
    """The fields for which a step is refused."""
    with pytest.raises(FieldsRefused) as caught:
        act(record, actor, at, step, **fields)
    return sorted(caught.value.errors)


def test_recommendation_of_the_inspectorate_goes_to_parliament_in_six_weeks(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    assert (record.state, record.unit_id) == ("received", stage.battalion.pk)
    assert record.parliament_due == date(2026, 4, 12)
    assert record.due_at is not None
    assert record.due_at.date() == date(2026, 4, 12)
    assert record.ref.startswith("AB-")


def test_recommendation_of_another_source_need_not_go_to_parliament(stage: Cast) -> None:
    record = receive(stage.office.actor, stage.at, source="ovv")
    assert (record.parliament_due, record.warns_at) == (None, None)
    assert record.due_at is not None


@pytest.mark.parametrize(
    ("who", "fields", "field"),
    [
        ("inspector", {"source": "ovv"}, "source"),
        ("inspector", {"addressee": "NOWHERE"}, "addressee"),
        ("inspector", {"offered_on": "2026-12-01"}, "offered_on"),
        ("inspector", {"report_on": "2026-03-02"}, "report_on"),
        ("office", {"cause": "magic"}, "cause"),
    ],
)
def test_recommendation_that_does_not_fit_is_refused_by_field(
    stage: Cast, who: str, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldsRefused) as caught:
        receive(stage.members[who].actor, stage.at, **fields)
    assert list(caught.value.errors) == [field]


def test_addressee_enters_no_recommendation(stage: Cast) -> None:
    with pytest.raises(AccessDenied):
        receive_recommendation(actor=stage.commander.actor, fields=RECOMMENDED, at=stage.at)


def test_accepted_recommendation_owes_a_plan_in_eight_weeks(stage: Cast) -> None:
    record = accepted(stage, stage.at)
    assert (record.state, record.appreciation) == ("appreciated", "accepted")
    assert record.due_at is not None
    assert record.due_at.date() == (stage.at + timedelta(weeks=8)).date()
    assert record.owner == stage.commander.person.id
    assert record.owner_post == "commander BATTALION"


@pytest.mark.parametrize("answer", ["accepted_partly", "rejected"])
def test_answer_that_is_not_whole_says_why(stage: Cast, answer: str) -> None:
    record = receive(stage.inspector.actor, stage.at)
    told = {"appreciation": answer, "owner": str(stage.army_head.person.id)}
    assert wrong(record, stage.army_head.actor, stage.at, "appreciate", **told) == ["reason"]


def test_rejecting_takes_a_post_of_level_four(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    told = {"appreciation": "rejected", "reason": "Anders.", "owner": "Speler commander"}
    assert wrong(record, stage.commander.actor, stage.at, "appreciate", **told) == ["appreciation"]
    record = act(record, stage.army_head.actor, stage.at, "appreciate", **told)
    assert (record.appreciation, record.appreciated_level) == ("rejected", 5)
    assert refused(
        record, stage.commander.actor, stage.at, "plan", plan="x", due_on="2026-05-01"
    ) == ["not_accepted"]


def test_owner_heads_the_addressee_or_stands_above_at_the_level(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    told = {"appreciation": "accepted", "owner": str(stage.team_leader.person.id)}
    assert wrong(record, stage.commander.actor, stage.at, "appreciate", **told) == ["owner"]
    told["owner"] = str(stage.army_head.person.id)
    record = act(record, stage.commander.actor, stage.at, "appreciate", **told)
    record = act(
        record, stage.commander.actor, stage.at, "own", owner=str(stage.commander.person.id)
    )
    assert record.owner == stage.commander.person.id


def test_plan_ends_in_the_future(stage: Cast) -> None:
    record = accepted(stage, stage.at)
    told = {"plan": "Later.", "due_on": "2026-01-01", "effect_measure": "Kijken."}
    assert wrong(record, stage.commander.actor, stage.at, "plan", **told) == ["due_on"]


def test_done_without_a_measure_that_works_says_why(stage: Cast) -> None:
    record = act(planned(stage, stage.at), stage.commander.actor, stage.at, "start")
    record = act(record, stage.safety_adviser.actor, stage.at, "note_progress", progress="Half.")
    told = {"proof": "Foto van de borden."}
    assert wrong(record, stage.commander.actor, stage.at, "report_done", **told) == ["none_needed"]
    record = act(record, stage.commander.actor, stage.at, "report_done", **DONE)
    assert record.effect_check_on == date(2026, 9, stage.at.day)


def test_done_with_a_measure_that_works_needs_no_more(stage: Cast) -> None:
    record = act(planned(stage, stage.at), stage.commander.actor, stage.at, "start")
    measure = propose(stage.safety_adviser.actor, record, stage.at)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=measure.pk)
    rows.update(state="verified_effective", implemented_at=stage.at)
    record = act(record, stage.commander.actor, stage.at, "report_done", proof="Verslag.")
    assert (record.state, record.none_needed) == ("reported_done", "")


def test_measure_about_a_recommendation_lies_with_its_addressee(stage: Cast) -> None:
    record = accepted(stage, stage.at)
    measure = propose(stage.safety_adviser.actor, record, stage.at)
    assert measure.unit_id == record.unit_id
    told = {"due_on": "2026-05-01", "owner": str(stage.commander.person.id)}
    fields = {**told, "authority_confirmed": True}
    fresh = take_step(
        actor=stage.commander.actor, record=measure, step="decide", at=stage.at, fields=fields
    )
    assert (fresh.state, fresh.risk_class) == ("decided", "")


def test_measure_about_a_recommendation_that_is_closed_is_refused(stage: Cast) -> None:
    record = make_recommendation_in(unit=stage.battalion, state="closed")
    with pytest.raises(FieldsRefused):
        propose(stage.safety_adviser.actor, record, stage.at)


def test_addressee_never_gives_the_verdict(stage: Cast) -> None:
    record = reported(stage, stage.at)
    with pytest.raises(AccessDenied):
        act(record, stage.commander.actor, stage.at, "assess", **JUDGED)


def test_whoever_answered_judges_not_even_as_an_inspector(stage: Cast) -> None:
    both = stage.add("both", ("ivd_inspector", "MINISTRY", None), ("commander", "ARMY", None))
    record = reported(stage, stage.at)
    assert refused(record, both.actor, stage.at, "assess", **JUDGED) == ["own_answer"]
    assert act(record, stage.inspector.actor, stage.at, "assess", **JUDGED).verdict == "met"


def test_whoever_worked_on_it_judges_not_after_leaving_the_post(stage: Cast) -> None:
    posts = (
        ("safety_adviser", "BATTALION", date(2026, 6, 30)),
        ("ivd_inspector", "MINISTRY", None),
    )
    mover = stage.add("mover", *posts)
    record = act(planned(stage, stage.at), mover.actor, stage.at, "start")
    record = act(record, stage.commander.actor, stage.at, "report_done", **DONE)
    later = stage.at + HALF_A_YEAR
    actor = actor_for(mover.account, later)
    assert refused(record, actor, later, "assess", **JUDGED) == ["own_answer"]


def test_office_does_not_judge_for_the_inspectorate(stage: Cast) -> None:
    record = reported(stage, stage.at)
    told = {**JUDGED, "verdict_document": "brief"}
    codes = refused(record, stage.office.actor, stage.at, "assess", **told)
    assert codes == ["speaks_not_for_source"]


def test_office_judges_for_who_is_outside_with_a_document(stage: Cast) -> None:
    at = stage.at
    record = receive(stage.office.actor, at, source="ovv")
    told = {"appreciation": "accepted", "owner": str(stage.commander.person.id)}
    record = act(record, stage.commander.actor, at, "appreciate", **told)
    assert refused(record, stage.office.actor, at, "assess", **JUDGED) == ["nothing_to_judge"]
    plan = {"plan": "Zo.", "due_on": "2026-05-01", "effect_measure": "Kijken."}
    record = act(record, stage.commander.actor, at, "plan", **plan)
    record = act(record, stage.commander.actor, at, "start")
    record = act(record, stage.commander.actor, at, "report_done", **DONE)
    assert wrong(record, stage.office.actor, at, "assess", **JUDGED) == ["verdict_document"]
    said = {**JUDGED, "verdict_document": "Brief OVV 2026-17"}
    assert act(record, stage.office.actor, at, "assess", **said).state == "assessed_by_source"


def test_closing_waits_for_the_effect_after_half_a_year(stage: Cast) -> None:
    record, at = reported(stage, stage.at), stage.at
    record = act(record, stage.inspector.actor, at, "assess", **JUDGED)
    assert refused(record, stage.inspector.actor, at, "close") == ["effect_unknown"]
    told = {"effect": "Twaalf oefeningen."}
    codes = refused(record, stage.commander.actor, at, "note_effect", **told)
    assert codes == ["effect_too_early"]
    later = at + HALF_A_YEAR
    record = act(record, stage.commander.actor, later, "note_effect", **told)
    assert last_words(stage, later) == [(record.ref, "close")]
    assert act(record, stage.inspector.actor, later, "close").state == "closed"
    assert last_words(stage, later) == []


def last_words(stage: Cast, at: Any) -> list[tuple[str, str]]:
    """What waits for the inspectorate: recommendations, and the step that its cards lead to."""
    ask = InboxAsk(actor=stage.inspector.actor, at=at)
    return [(one.ref, one.url.rpartition("/")[2]) for one in recommendation_cards(ask)]


@pytest.mark.parametrize("how", [accepted, planned, reported])
def test_what_was_accepted_is_passed_on_to_another_unit_which_answers_anew(
    stage: Cast, how: Any
) -> None:
    record = how(stage, stage.at)
    told = {"addressee": "SQUADRON", "reason": "Het bataljon eindigt."}
    assert refused(record, stage.inspector.actor, stage.at, "readdress", **told) == ["wrong_state"]
    with pytest.raises(AccessDenied):
        act(record, stage.commander.actor, stage.at, "pass_on", **told)
    passed = act(record, stage.inspector.actor, stage.at, "pass_on", **told)
    assert (passed.unit_id, passed.state) == (stage.squadron.pk, "reopened")
    assert (passed.appreciation, passed.plan, passed.proof, passed.owner) == ("", "", "", None)
    assert passed.due_at is not None
    assert (passed.due_at.date() - stage.at.date()).days == 42
    rows: Any = Recommendation.objects.for_system(reason="advance")
    passed = rows.get(pk=passed.pk)
    choices = available_steps(record=passed, actor=stage.commander.actor, at=stage.at)
    assert [one.step.name for one in choices if one.allowed] == []
    told = {"appreciation": "accepted", "owner": str(stage.outsider.person.id)}
    assert act(passed, stage.outsider.actor, stage.at, "appreciate", **told).state == "appreciated"


@pytest.mark.parametrize("verdict", ["partly_met", "not_met"])
def test_what_was_not_met_waits_for_the_source_in_six_weeks_until_it_is_open_again(
    stage: Cast, verdict: str
) -> None:
    record = reported(stage, stage.at)
    assert last_words(stage, stage.at) == [(record.ref, "assess")]
    told = {**JUDGED, "verdict": verdict}
    record = act(record, stage.inspector.actor, stage.at, "assess", **told)
    assert record.due_at is not None
    assert (record.due_at.date() - stage.at.date()).days == 42
    assert last_words(stage, stage.at) == [(record.ref, "reopen")]
    ask = InboxAsk(actor=stage.commander.actor, at=stage.at + HALF_A_YEAR)
    assert list(recommendation_cards(ask)) == []
    record = act(record, stage.inspector.actor, stage.at, "reopen", reason="Niets gezien.")
    assert last_words(stage, stage.at) == []


def test_what_was_met_waits_for_its_effect_and_not_for_the_source(stage: Cast) -> None:
    record = reported(stage, stage.at)
    due_at = record.due_at
    record = act(record, stage.inspector.actor, stage.at, "assess", **JUDGED)
    assert record.due_at == due_at
    assert last_words(stage, stage.at) == []


@pytest.mark.parametrize("rejected", [True, False])
def test_what_the_source_withdraws_is_closed_as_withdrawn_without_proof(
    stage: Cast, rejected: bool
) -> None:
    if rejected:
        record = receive(stage.inspector.actor, stage.at)
        told = {"appreciation": "rejected", "reason": "Anders.", "owner": "Speler commander"}
        record = act(record, stage.army_head.actor, stage.at, "appreciate", **told)
    else:
        record = reported(stage, stage.at)
    assert last_words(stage, stage.at) == [(record.ref, "assess")]
    withdrawn = {"verdict": "withdrawn", "verdict_reason": "De inspectie vraagt het niet meer."}
    record = act(record, stage.inspector.actor, stage.at, "assess", **withdrawn)
    assert last_words(stage, stage.at) == [(record.ref, "close")]
    record = act(record, stage.inspector.actor, stage.at, "close")
    assert (record.state, record.verdict) == ("closed", "withdrawn")


@pytest.mark.parametrize("lacks", ["proof", "effect_check_on"])
def test_closing_without_proof_or_day_of_effect_is_refused(stage: Cast, lacks: str) -> None:
    record = make_recommendation_in(unit=stage.battalion, state="assessed_by_source")
    rows: Any = Recommendation.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(source="ivd", effect="Ja.", **{lacks: "" if lacks == "proof" else None})
    code = "no_proof" if lacks == "proof" else "no_effect_day"
    assert refused(record, stage.inspector.actor, stage.at, "close") == [code]


def test_rejected_recommendation_is_closed_by_its_source(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    told = {"appreciation": "rejected", "reason": "Anders.", "owner": "Speler commander"}
    record = act(record, stage.army_head.actor, stage.at, "appreciate", **told)
    record = act(record, stage.inspector.actor, stage.at, "assess", **JUDGED)
    assert act(record, stage.inspector.actor, stage.at, "close").state == "closed"


def test_source_opens_it_again_and_the_addressee_answers_anew(stage: Cast) -> None:
    record = reported(stage, stage.at)
    told = {**JUDGED, "verdict": "not_met"}
    record = act(record, stage.inspector.actor, stage.at, "assess", **told)
    assert refused(record, stage.inspector.actor, stage.at, "close") == ["not_met"]
    record = act(record, stage.inspector.actor, stage.at, "reopen", reason="Niets gezien.")
    assert (record.state, record.proof, record.verdict) == ("reopened", "", "")
    names = {
        one.step.name
        for one in available_steps(record=record, actor=stage.commander.actor, at=stage.at)
    }
    assert "appreciate" in names


def test_same_cause_to_a_unit_below_is_recommended_before_and_opens_what_was_closed(
    stage: Cast,
) -> None:
    first = closed(stage, stage.at)
    later = stage.at + timedelta(days=400)
    again = receive(
        stage.inspector.actor,
        later,
        addressee="COMPANY",
        offered_on="2027-03-01",
        report_on="2027-02-01",
    )
    first.refresh_from_db()
    assert (again.times_before, first.state) == (1, "reopened")
    assert [one.ref for one in repeated_by(stage.safety_adviser.actor, again, way=REPEATS)] == [
        first.ref
    ]
    assert repeated_by(stage.soldier.actor, again, way=REPEATS) == []
    seen = repeated_by(stage.inspector.actor, first, way=f"{REPEATS}_of")
    assert [one.ref for one in seen] == [again.ref]


@pytest.mark.parametrize(
    "other",
    [
        {"cause": "design"},
        {"addressee": "SQUADRON"},
        {"addressee": "ARMY"},
        {"offered_on": "2031-03-10", "report_on": "2031-01-01"},
    ],
)
def test_other_cause_line_or_time_is_not_recommended_before(
    stage: Cast, other: dict[str, Any]
) -> None:
    receive(stage.inspector.actor, stage.at)
    again = receive(stage.inspector.actor, stage.at + timedelta(days=2000), **other)
    assert again.times_before == 0


def test_repeat_leaves_alone_what_is_still_open(stage: Cast) -> None:
    first = accepted(stage, stage.at)
    again = receive(stage.inspector.actor, stage.at)
    first.refresh_from_db()
    assert (again.times_before, first.state) == (1, "appreciated")
    with pytest.raises(StepRefused):
        act(first, system_actor("recommendations"), stage.at, "recur")


def test_reaction_of_the_minister_is_noted_once_by_the_desk(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    desk = stage.desk.actor
    assert wrong(record, desk, stage.at, "react", reaction_on="2026-01-01") == ["reaction_on"]
    told = {"reaction_on": "2026-03-09", "publication": "https://voorbeeld.invalid/ivd"}
    record = act(record, desk, stage.at, "react", **told)
    assert (record.reaction_on, record.warns_at) == (date(2026, 3, 9), None)
    assert refused(record, desk, stage.at, "react", **told) == ["reacted_already"]


def test_recommendation_is_readdressed_by_who_enters_its_source_and_is_no_addressee(
    stage: Cast,
) -> None:
    record = receive(stage.office.actor, stage.at, source="ovv")
    told = {"addressee": "SQUADRON", "reason": "Hoort daar."}
    found = refused(record, stage.inspector.actor, stage.at, "readdress", **told)
    assert found == ["enters_not_for_source"]
    posts = ("vms_office", "MINISTRY", None), ("commander", "BATTALION", date(2026, 12, 31))
    both = stage.add("both", *posts)
    assert refused(record, both.actor, stage.at, "readdress", **told) == ["own_address"]


def test_readdressed_recommendation_holds_no_answer_and_opens_what_it_repeats(
    stage: Cast,
) -> None:
    first = closed(stage, stage.at)
    later = stage.at + timedelta(days=400)
    days = {"offered_on": "2027-03-01", "report_on": "2027-02-01"}
    again = receive(stage.inspector.actor, later, addressee="SQUADRON", **days)
    rows: Any = Recommendation.objects.for_system(reason="advance").filter(pk=again.pk)
    said = {"appreciation": "accepted", "appreciated_at": later, "plan": "Zo."}
    rows.update(state="reopened", **said)
    told = {"addressee": "COMPANY", "reason": "Hoort daar."}
    again = act(again, stage.office.actor, later, "readdress", **told)
    first.refresh_from_db()
    assert (again.times_before, first.state) == (1, "reopened")
    assert (again.appreciation, again.appreciated_at, again.plan) == ("", None, "")
    away = {"addressee": "SQUADRON", "reason": "Toch niet."}
    again = act(again, stage.office.actor, later, "readdress", **away)
    assert again.times_before == 0
    assert repeated_by(stage.office.actor, again, way=REPEATS) == []


@pytest.mark.parametrize("name", ["plan", "assess"])
def test_step_on_what_was_not_seen_is_refused(stage: Cast, name: str) -> None:
    record = accepted(stage, stage.at) if name == "plan" else reported(stage, stage.at)
    actor = stage.commander.actor if name == "plan" else stage.inspector.actor
    with pytest.raises(FieldsRefused) as caught:
        take_recommendation_step(actor=actor, record=record, step=name, at=stage.at)
    assert list(caught.value.errors) == ["seen"]


@pytest.mark.parametrize("how", ["file", "measure"])
def test_whoever_proved_or_carried_it_out_judges_not_after_leaving_the_post(
    stage: Cast, how: str
) -> None:
    posts = (
        ("safety_adviser", "BATTALION", date(2026, 6, 30)),
        ("ivd_inspector", "MINISTRY", None),
    )
    mover, record = stage.add("mover", *posts), planned(stage, stage.at)
    if how == "file":
        add_recommendation_file(actor=mover.actor, record=record, file=PNG, at=stage.at)
    else:
        measure = propose(stage.safety_adviser.actor, record, stage.at)
        rows: Any = Measure.objects.for_system(reason="advance").filter(pk=measure.pk)
        rows.update(owner=mover.person.id)
    record = act(record, stage.commander.actor, stage.at, "start")
    record = act(record, stage.commander.actor, stage.at, "report_done", **DONE)
    later = stage.at + HALF_A_YEAR
    actor = actor_for(mover.account, later)
    assert refused(record, actor, later, "assess", **JUDGED) == ["own_answer"]


def test_whoever_adds_a_file_as_the_source_still_judges(stage: Cast) -> None:
    record = reported(stage, stage.at)
    add_recommendation_file(actor=stage.inspector.actor, record=record, file=PNG, at=stage.at)
    assert act(record, stage.inspector.actor, stage.at, "assess", **JUDGED).verdict == "met"


def test_number_of_a_report_as_long_as_the_form_takes_fits_its_column(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at, report_number="1" * 200)
    field = Recommendation._meta.get_field("report_number")
    assert field.clean(record.report_number, record) == "1" * 200


def test_parliament_still_waits_for_what_is_closed_without_a_reaction(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    told = {"appreciation": "rejected", "reason": "Anders.", "owner": "Speler commander"}
    record = act(record, stage.army_head.actor, stage.at, "appreciate", **told)
    record = act(record, stage.inspector.actor, stage.at, "assess", **JUDGED)
    record = act(record, stage.inspector.actor, stage.at, "close")
    assert record.warns_at is not None
    record = act(record, stage.desk.actor, stage.at, "react", reaction_on="2026-03-09")
    assert (record.state, record.warns_at) == ("closed", None)


def test_other_addressee_answers_after_it_was_given_to_them(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    told = {"addressee": "BATTALION", "reason": "Zelfde."}
    assert wrong(record, stage.office.actor, stage.at, "readdress", **told) == ["addressee"]
    told["addressee"] = "SQUADRON"
    record = act(record, stage.office.actor, stage.at, "readdress", **told)
    owner = str(stage.outsider.person.id)
    answer = {"appreciation": "accepted", "owner": owner}
    assert act(record, stage.outsider.actor, stage.at, "appreciate", **answer).owner
    with pytest.raises(AccessDenied):
        act(record, stage.commander.actor, stage.at, "appreciate", **answer)


def test_file_is_added_by_addressee_and_source_and_nobody_else(stage: Cast) -> None:
    record = accepted(stage, stage.at)
    for who in ("commander", "inspector"):
        actor = stage.members[who].actor
        add_recommendation_file(actor=actor, record=record, file=PNG, at=stage.at)
    assert files_of(record).count() == 1
    with pytest.raises(AccessDenied):
        add_recommendation_file(actor=stage.soldier.actor, record=record, file=PNG, at=stage.at)
