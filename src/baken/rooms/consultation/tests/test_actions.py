"""A consultation from draft to close: who does what, what is refused, and what its history proves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied, may, system_actor
from baken.core.files.store import files_of
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.consultation.actions import draft_consultation, pass_terms, take_consultation_step
from baken.rooms.consultation.actions.add_file import add_consultation_file
from baken.rooms.consultation.actions.draft_once import draft_once
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import READ
from baken.rooms.consultation.tests.bodies import (
    REPLY,
    answered,
    asked,
    conditions_of,
    councillor,
    drafted,
    later,
    refusal_of,
    take,
)
from baken.rooms.consultation.tests.factories import about, make_council, make_draft, told
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import PNG
from baken.rooms.register.tests.factories import make_risk_in

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    """What does not hold in the histories of consultations."""
    return [str(one) for one in breaks() if one.where.startswith("RP-")]


def refused_fields(cast: Cast, **fields: Any) -> list[str]:
    """The fields at which a draft is refused."""
    with pytest.raises(FieldsRefused) as refused:
        make_draft(actor=cast.commander.actor, unit=cast.battalion, at=cast.at, **fields)
    assert not Consultation.objects.for_system(reason="trail").exists()
    return sorted(refused.value.errors)


def test_draft_names_body_subject_and_term(cast: Cast) -> None:
    record = drafted(cast)

    assert record.ref.startswith("RP-")
    assert (record.state, record.body, record.body_unit_id) == (
        "draft",
        "council",
        cast.battalion.pk,
    )
    assert record.owner_unit_id is None
    assert record.asker == cast.commander.person.id
    assert broken() == []


def test_draft_is_held_as_closely_as_its_subject(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    risk.confidentiality = 1
    assert drafted(cast, risk=risk).confidentiality == 1


@pytest.mark.parametrize("who", ["soldier", "outsider", "former_holder", "functional_admin"])
def test_draft_of_who_does_not_ask_for_the_unit_is_refused(cast: Cast, who: str) -> None:
    with pytest.raises(AccessDenied):
        make_draft(actor=getattr(cast, who).actor, unit=cast.company, at=cast.at)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"question": ""}, "question"),
        ({"kind": "blessing"}, "kind"),
        ({"council": "MC-NERGENS"}, "council"),
        ({"council": ""}, "council"),
        ({"body_unit": "ARMY"}, "body_unit"),
        ({"council": "", "body_unit": "NERGENS"}, "body_unit"),
        ({"council": "", "body_unit": "BATTALION"}, "body_unit"),
        ({"due_on": "2026-03-10"}, "due_on"),
        ({"due_on": "morgen"}, "due_on"),
        ({"mood": "goed"}, "mood"),
    ],
)
def test_draft_that_is_none_is_refused_with_the_field(
    cast: Cast, fields: dict[str, Any], field: str
) -> None:
    assert refused_fields(cast, **fields) == [field]


@pytest.mark.parametrize(
    ("gone", "fields", "field"),
    [
        ("battalion", {}, "unit"),
        ("squadron", {"council": "", "body_unit": "SQUADRON"}, "body_unit"),
        ("squadron", {"council": "MC-SQUADRON"}, "council"),
    ],
)
def test_draft_with_a_unit_that_is_no_more_is_refused(
    cast: Cast, gone: str, fields: dict[str, Any], field: str
) -> None:
    make_council(cast.squadron)
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    unit: Any = getattr(cast, gone)
    type(unit).objects.filter(pk=unit.pk).update(state="dissolved")
    turn_page()
    assert refused_fields(cast, risk=risk, **fields) == [field]


def test_draft_sent_twice_with_a_key_is_one(cast: Cast) -> None:
    councillor(cast)
    given = {
        "actor": cast.commander.actor,
        "unit": tree().by_id[cast.battalion.pk],
        "subject": about(make_risk_in(unit=cast.battalion, at=cast.at)),
        "fields": told(cast.battalion, cast.at),
        "at": cast.at,
    }
    first, second = draft_once(**given, key="abc"), draft_once(**given, key="abc")
    assert first.pk == second.pk
    assert draft_once(**given).pk != first.pk


def test_draft_is_read_by_its_own_side_alone_until_it_is_asked(cast: Cast) -> None:
    member = councillor(cast)
    record = drafted(cast)
    assert not may(member, READ, record)
    assert may(cast.safety_adviser.actor, READ, record)
    gone = take(record, "withdraw", cast.commander.actor, cast.at, reason="Vervallen")
    assert not may(member, READ, gone)
    assert may(member, READ, asked(cast))


def test_draft_to_a_body_elsewhere_is_not_there_until_it_is_asked(cast: Cast) -> None:
    make_council(cast.squadron)
    member = councillor(cast, "elsewhere", "SQUADRON")
    record = drafted(cast, council="MC-SQUADRON")
    assert not may(member, READ, record)
    assert may(member, READ, take(record, "ask", cast.commander.actor, cast.at))


def test_whole_life_with_conditions_ends_closed_and_its_history_holds(cast: Cast) -> None:
    record, commander = answered(cast, outcome="positive_with_conditions"), cast.commander.actor
    record = take(record, "reply", commander, cast.at, **REPLY)
    for nth, standing in ((1, "met"), (2, "not_met")):
        said = {"condition": nth, "standing": standing, "how": "Zo."}
        record = take(record, "note_condition", commander, cast.at, **said)
    record = take(record, "close", commander, cast.at)

    assert (record.state, record.due_at, record.reply) == ("closed", None, "adopted_in_part")
    first, second = conditions_of(record)
    assert (first.standing, first.noted_at, first.noted_by) == (
        "met",
        cast.at,
        cast.commander.person.id,
    )
    assert second.standing == "not_met"
    assert "commandant" in first.post.lower()
    assert broken() == []


def test_history_tells_that_a_condition_was_changed_behind_it(cast: Cast) -> None:
    record = answered(cast, outcome="positive_with_conditions")
    conditions_of(record)[0].__class__.objects.of(record).update(text="Iets anders")
    assert broken() != []


def test_positive_answer_closes_without_a_reply(cast: Cast) -> None:
    record = answered(cast, outcome="positive")
    assert take(record, "close", cast.commander.actor, cast.at).state == "closed"


@pytest.mark.parametrize("outcome", ["negative", "positive_with_conditions"])
def test_no_or_conditions_close_only_after_a_reasoned_reply(cast: Cast, outcome: str) -> None:
    record, commander = answered(cast, outcome=outcome), cast.commander.actor
    assert "reply_missing" in refusal_of(record, "close", commander, cast.at)
    assert refusal_of(record, "reply", commander, cast.at, reply="adopted") == ["reasons"]


def test_conditions_that_nobody_noted_keep_it_open(cast: Cast) -> None:
    record, commander = answered(cast, outcome="positive_with_conditions"), cast.commander.actor
    record = take(record, "reply", commander, cast.at, **REPLY)
    assert refusal_of(record, "close", commander, cast.at) == ["conditions_open"]


@pytest.mark.parametrize("number", [0, 3, 1])
def test_condition_that_is_none_or_was_noted_is_refused(cast: Cast, number: int) -> None:
    record, commander = answered(cast, outcome="positive_with_conditions"), cast.commander.actor
    said = {"standing": "met", "how": "Zo."}
    take(record, "note_condition", commander, cast.at, condition=1, **said)
    again = refusal_of(record, "note_condition", commander, cast.at, condition=number, **said)
    assert again == ["condition"]


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"outcome": "negative"}, ["answer"]),
        ({"outcome": "no_response", "answer": "x"}, ["outcome"]),
        ({"outcome": "positive_with_conditions", "answer": "x"}, ["conditions"]),
        ({"outcome": "negative", "answer": "x", "conditions": "Toch"}, ["conditions"]),
    ],
)
def test_answer_that_is_none_is_refused_with_the_field(
    cast: Cast, fields: dict[str, Any], refused: list[str]
) -> None:
    assert refusal_of(asked(cast), "answer", councillor(cast), cast.at, **fields) == refused


def test_asker_does_not_answer_for_the_body_whatever_posts_they_hold(cast: Cast) -> None:
    both = cast.add("both", ("commander", "BATTALION", None), ("council_member", "BATTALION", None))
    councillor(cast)
    make_council(cast.battalion)
    record = make_draft(actor=both.actor, unit=cast.battalion, at=cast.at)
    record = take(record, "ask", cast.commander.actor, cast.at)
    assert record.asker == cast.commander.person.id
    said = {"outcome": "positive", "answer": "Prima."}
    assert refusal_of(record, "answer", both.actor, cast.at, **said) == ["asked_it"]
    time = {"until_on": "2026-05-30", "reason": "Druk"}
    assert "asked_it" in refusal_of(record, "ask_more_time", both.actor, cast.at, **time)
    assert take(record, "answer", councillor(cast), cast.at, **said).state == "answered"


def test_who_revised_it_wrote_it_too(cast: Cast) -> None:
    other = cast.add("other", ("commander", "BATTALION", None))
    record = take(drafted(cast), "revise", other.actor, cast.at, **told(cast.battalion, cast.at))
    assert record.asker == other.person.id


@pytest.mark.parametrize("who", ["head", "commander"])
def test_draft_of_the_only_one_who_could_answer_is_asked_by_nobody(cast: Cast, who: str) -> None:
    cast.add("head", ("commander", "ARMY", None))
    asking = {"council": "", "body_unit": "ARMY"}
    at, head, commander = cast.at, cast.members["head"].actor, cast.commander.actor
    record = make_draft(actor=head, unit=cast.battalion, at=at, **asking)
    record = take(record, "revise", commander, at, **told(cast.battalion, at, **asking))
    asker = cast.members[who].actor if who == "head" else commander
    assert "nobody_to_answer" in refusal_of(record, "ask", asker, at)


def test_post_above_the_body_does_not_answer_for_it(cast: Cast) -> None:
    above = cast.add("above", ("council_member", "ARMY", None)).actor
    said = {"outcome": "positive", "answer": "Prima."}
    assert refusal_of(asked(cast), "answer", above, cast.at, **said) == ["not_speaking"]


def test_commander_of_the_unit_does_not_answer_for_its_council(cast: Cast) -> None:
    other = cast.add("other", ("commander", "BATTALION", None)).actor
    said = {"outcome": "positive", "answer": "Prima."}
    assert refusal_of(asked(cast), "answer", other, cast.at, **said) == ["not_speaking"]


def test_unit_that_is_asked_is_answered_for_by_its_head(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    record = asked(cast, council="", body_unit="army")
    said = {"outcome": "positive", "answer": "Prima."}
    assert refusal_of(record, "answer", councillor(cast), cast.at, **said) != []
    assert take(record, "answer", head, cast.at, **said).state == "answered"


def test_side_of_the_body_does_not_reply_for_who_asked(cast: Cast) -> None:
    """The head of the squadron may ask for the squadron, and reads this one; it is not theirs."""
    make_council(cast.squadron)
    member = councillor(cast, "elsewhere", "SQUADRON")
    record = take(drafted(cast, council="MC-SQUADRON"), "ask", cast.commander.actor, cast.at)
    record = take(record, "answer", member, cast.at, outcome="negative", answer="Nee.")
    assert refusal_of(record, "reply", cast.outsider.actor, cast.at, **REPLY) == ["not_asking_side"]


def test_body_without_anybody_to_answer_is_not_asked(cast: Cast) -> None:
    make_council(cast.squadron)
    record = drafted(cast, council="MC-SQUADRON")
    assert refusal_of(record, "ask", cast.commander.actor, cast.at) == ["nobody_to_answer"]


def test_draft_to_a_unit_that_ended_meanwhile_is_not_asked(cast: Cast) -> None:
    make_council(cast.squadron)
    councillor(cast, "elsewhere", "SQUADRON")
    record, commander = drafted(cast, council="MC-SQUADRON"), cast.commander.actor
    type(cast.squadron).objects.filter(pk=cast.squadron.pk).update(state="dissolved")
    turn_page()
    assert refusal_of(record, "ask", commander, cast.at) == ["body_is_gone"]
    assert take(record, "withdraw", commander, cast.at, reason="Vervallen").state == "withdrawn"


def test_draft_whose_term_is_over_is_not_asked(cast: Cast) -> None:
    record = drafted(cast)
    refused = refusal_of(record, "ask", cast.commander.actor, later(cast, 31))
    assert refused == ["term_over_before"]


def test_term_is_extended_once_when_both_agree(cast: Cast) -> None:
    record, member, commander = asked(cast), councillor(cast), cast.commander.actor
    wanted = {"until_on": "2026-05-30", "reason": "Wij vergaderen in mei."}
    record = take(record, "ask_more_time", member, cast.at, **wanted)
    assert record.due_on.isoformat() == "2026-04-09"
    assert refusal_of(record, "ask_more_time", member, cast.at, **wanted) == ["proposed_before"]
    record = take(record, "agree_to_more_time", commander, cast.at)
    assert (record.due_on.isoformat(), str(record.extended_from)) == ("2026-05-30", "2026-04-09")
    assert record.due_at.isoformat() == "2026-05-30T22:00:00+00:00"  # type: ignore[union-attr]
    assert refusal_of(record, "ask_more_time", member, cast.at, **wanted) == ["extended_before"]
    assert broken() == []


def test_more_time_that_is_refused_leaves_the_term_and_can_be_asked_again(cast: Cast) -> None:
    record, member, commander = asked(cast), councillor(cast), cast.commander.actor
    wanted = {"until_on": "2026-05-30", "reason": "Druk"}
    assert refusal_of(record, "refuse_more_time", commander, cast.at, reason="x") == [
        "nothing_proposed"
    ]
    record = take(record, "ask_more_time", member, cast.at, **wanted)
    record = take(record, "refuse_more_time", commander, cast.at, reason="Het haast.")
    assert (record.proposed_on, record.extended_from) == (None, None)
    assert take(record, "ask_more_time", member, cast.at, **wanted).proposed_on is not None


@pytest.mark.parametrize("day", ["2026-04-09", "2026-03-01"])
def test_more_time_that_is_none_is_refused(cast: Cast, day: str) -> None:
    wanted = {"until_on": day, "reason": "Druk"}
    refused = refusal_of(asked(cast), "ask_more_time", councillor(cast), cast.at, **wanted)
    assert refused == ["until_on"]


def test_clock_notes_once_that_the_term_passed_and_the_state_stays(cast: Cast) -> None:
    record, clock = asked(cast), system_actor("clock")
    assert pass_terms(actor=clock, at=later(cast, 30)) == 0
    assert pass_terms(actor=clock, at=later(cast, 31)) == 1
    assert pass_terms(actor=clock, at=later(cast, 32)) == 0
    fresh = Consultation.objects.for_system(reason="trail").get(pk=record.pk)
    assert (fresh.state, fresh.passed_at) == ("asked", later(cast, 31))
    late = take(fresh, "answer", councillor(cast), later(cast, 33), outcome="positive", answer="Ja")
    assert late.state == "answered"


def test_clock_goes_on_past_one_that_cannot_be_noted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(cast)
    asked(cast)
    real, failed = take_consultation_step, []

    def breaks_once(**given: Any) -> Any:
        if not failed:
            failed.append(given["record"].ref)
            raise ValueError("the first one is broken")
        return real(**given)

    clock_file = import_module("baken.rooms.consultation.actions.pass_terms")
    monkeypatch.setattr(clock_file, "take_consultation_step", breaks_once)
    assert pass_terms(actor=system_actor("clock"), at=later(cast, 31)) == 1


def test_nobody_takes_the_step_of_the_clock(cast: Cast) -> None:
    with pytest.raises(StepRefused) as refused:
        take(asked(cast), "pass_term", cast.commander.actor, later(cast, 31))
    assert [one.code for one in refused.value.refusals] == ["by_itself"]


def test_unanswered_one_closes_after_its_term_and_says_so(cast: Cast) -> None:
    record, commander = asked(cast, kind="consent"), cast.commander.actor
    said = {"reason": "Wij gaan door."}
    early = refusal_of(record, "close_unanswered", commander, later(cast, 30), **said)
    assert early == ["term_runs"]
    record = take(record, "close_unanswered", commander, later(cast, 31), **said)
    assert (record.state, record.outcome) == ("closed", "no_response")


@pytest.mark.parametrize("make", [drafted, asked])
def test_withdrawal_asks_a_reason(cast: Cast, make: Callable[[Cast], Consultation]) -> None:
    record, commander = make(cast), cast.commander.actor
    assert refusal_of(record, "withdraw", commander, cast.at) == ["reason"]
    assert take(record, "withdraw", commander, cast.at, reason="Vervallen").state == "withdrawn"


def test_step_of_who_did_not_see_what_changed_is_refused(cast: Cast) -> None:
    record = asked(cast)
    with pytest.raises(StepRefused) as refused:
        take_consultation_step(
            actor=councillor(cast),
            record=record,
            step="ask_more_time",
            at=cast.at,
            fields={"until_on": "2026-05-30", "reason": "Druk"},
            seen=1,
        )
    assert [one.code for one in refused.value.refusals] == ["changed_meanwhile"]


def test_documents_come_from_either_side_while_it_is_open(cast: Cast) -> None:
    record = asked(cast)
    other = type(PNG)("antwoord.png", PNG.content_type, PNG.data + b"2")
    for actor, file in ((cast.commander.actor, PNG), (councillor(cast), other)):
        add_consultation_file(actor=actor, record=record, file=file, at=cast.at)
        add_consultation_file(actor=actor, record=record, file=file, at=cast.at)
    assert files_of(record).count() == 2
    assert broken() == []


@pytest.mark.parametrize("who", ["soldier", "outsider"])
def test_document_of_who_is_of_neither_side_is_refused(cast: Cast, who: str) -> None:
    with pytest.raises(AccessDenied):
        add_consultation_file(
            actor=getattr(cast, who).actor, record=asked(cast), file=PNG, at=cast.at
        )


def test_document_is_not_added_by_the_body_before_it_is_asked_nor_by_anybody_after(
    cast: Cast,
) -> None:
    record = drafted(cast)
    with pytest.raises(AccessDenied):
        add_consultation_file(actor=councillor(cast), record=record, file=PNG, at=cast.at)
    record = take(record, "withdraw", cast.commander.actor, cast.at, reason="Vervallen")
    with pytest.raises(AccessDenied):
        add_consultation_file(actor=cast.commander.actor, record=record, file=PNG, at=cast.at)


def test_reply_is_due_four_weeks_after_the_answer(cast: Cast) -> None:
    """From 10 March until the end of 7 April where the battalion lives, in summer time by then."""
    assert answered(cast).due_at == datetime(2026, 4, 7, 22, tzinfo=UTC)


def test_draft_by_another_for_a_unit_of_which_one_may_not_ask_is_refused(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        draft_consultation(
            actor=cast.commander.actor,
            unit=tree().by_id[cast.squadron.pk],
            subject=about(make_risk_in(unit=cast.squadron, at=cast.at)),
            fields=told(cast.battalion, cast.at),
            at=cast.at,
        )
