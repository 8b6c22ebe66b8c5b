"""Who signs and who does not: posts, delegations, advice, the stack, and what is handed up."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import close_old_connections, connection

from baken.conftest import Cast, Member
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.models import Appointment, Qualification
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Advice, Decision, Risk
from baken.rooms.register.queries.pictures import picture_shown
from baken.rooms.register.tests.deciding import (
    DAY,
    HANDED_UP,
    MINUTE,
    MITIGATED,
    RECORD,
    advised,
    decisions_on,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import LOW, MEDIUM, give_score, make_risk
from baken.rooms.register.tests.slices import scored_risk, slice_with

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> list[str]:
    """The codes of the refusals of a step."""
    return [one.code for one in refused.value.refusals]


def deputy(cast: Cast, *, until: date, classes: list[str], from_on: date) -> Member:
    """Somebody to whom the battalion commander's post was delegated."""
    member = cast.add("deputy", home="BATTALION")
    own = Appointment.objects.for_system(reason="access").get(
        record=cast.commander.person, role="commander"
    )
    Appointment.objects.create(
        record=member.person,
        role="commander",
        unit=cast.battalion,
        kind="delegate",
        from_on=from_on,
        until=until,
        below=True,
        taken_from=own,
        reason="Verlof.",
        classes=" ".join(classes),
        contexts="non_operational",
    )
    return member


def bounded(cast: Cast) -> None:
    """The battalion commander's own post has a last day, as what is delegated from it must."""
    rows = Appointment.objects.for_system(reason="access")
    rows.filter(record=cast.commander.person).update(until=date(2026, 12, 31))


def test_live_delegation_signs_and_says_whose_mandate_it_is(cast: Cast) -> None:
    bounded(cast)
    member = deputy(
        cast, until=date(2026, 6, 1), classes=["low", "medium"], from_on=date(2026, 3, 1)
    )
    risk = take(member.actor, pending(cast), "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    decision = standing(risk)
    assert (decision.post_kind, decision.delegated_from) == (
        "delegate",
        cast.commander.person.id,
    )


@pytest.mark.parametrize("split", [1, 2, 5])
def test_delegation_that_is_not_for_the_class_never_signs_however_short(
    cast: Cast, split: int
) -> None:
    bounded(cast)
    member = deputy(cast, until=date(2026, 6, 1), classes=["low"], from_on=date(2026, 3, 1))
    said = {**RECORD, "ends_on": f"2026-03-1{split}"}
    with pytest.raises(StepRefused) as refused:
        take(member.actor, pending(cast), "accept", cast.at + 2 * MINUTE, said)
    assert codes(refused) == ["delegation_not_for_this"]
    assert "Speler commander" in str(refused.value)


def test_irm_17_4_expired_delegation_is_refused_with_who_can_sign_now(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 4."""
    bounded(cast)
    cast.add("captain", ("commander", "COMPANY", None))
    risk = pending(cast)
    member = cast.captain
    own = Appointment.objects.for_system(reason="access").get(
        record=cast.commander.person, role="commander"
    )
    Appointment.objects.create(
        record=member.person,
        role="commander",
        unit=cast.battalion,
        kind="delegate",
        from_on=date(2026, 1, 1),
        until=date(2026, 3, 9),
        below=True,
        taken_from=own,
        reason="Verlof.",
        classes="low medium",
        contexts="non_operational",
    )
    with pytest.raises(StepRefused) as refused:
        take(member.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    assert set(codes(refused)) <= {"over", "level_too_low"}
    assert "Speler commander" in str(refused.value)


def test_only_author_of_the_assessment_does_not_decide_on_it(cast: Cast) -> None:
    risk = make_risk(
        actor=cast.commander.actor, unit=cast.company, at=cast.at, context="non_operational"
    )
    risk = give_score(risk, cast.commander.actor, cast.at, **LOW)
    for step, fields in (("analyse", {}), ("ask_decision", {"question": "Mag dit?"})):
        risk = take_step(
            actor=cast.commander.actor, record=risk, step=step, at=cast.at, fields=fields
        )
    risk = advised(cast, risk)
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert codes(refused) == ["only_author"]


def test_advice_from_before_the_last_change_does_not_count(cast: Cast) -> None:
    risk = give_score(pending(cast), cast.commander.actor, cast.at + 2 * MINUTE, **MEDIUM)
    buttons = {
        one.name: [no.code for no in one.refusals]
        for one in available_steps(record=risk, actor=cast.commander.actor, at=cast.at + DAY)
    }
    assert buttons["accept"] == ["advice_older_than_change"]
    assert buttons["avoid"] == []
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, RECORD)
    assert codes(refused) == ["advice_older_than_change"]


def test_decision_against_advice_says_why_and_one_level_up_is_told(cast: Cast) -> None:
    risk = advised(cast, pending(cast), verdict="negative", at=cast.at + 2 * MINUTE)
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, RECORD)
    assert list(refused.value.errors) == ["against_advice"]

    said = {**RECORD, "against_advice": "De adviseur kende de hekken niet."}
    risk = take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, said)
    assert standing(risk).against_advice == said["against_advice"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_on", "2026-03-10"),
        ("ends_on", "2027-04-01"),
        ("starts_on", "2026-03-01"),
        ("activity_ends_on", "2026-03-01"),
    ],
)
def test_acceptance_for_days_that_cannot_be_is_refused(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        take(
            cast.commander.actor,
            pending(cast),
            "accept",
            cast.at + 2 * MINUTE,
            {**RECORD, field: value},
        )
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ({"conditions": [{"text": "x" * 301}]}, "conditions.1.text"),
        ({"conditions": [{"text": 5}]}, "conditions.1.text"),
        ({"alarp": [{"level": "magic", "measure": "Toveren"}]}, "alarp.magic.1.level"),
    ],
)
def test_row_that_is_none_is_refused_with_its_place(
    cast: Cast, rows: dict[str, Any], name: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        take(
            cast.commander.actor,
            pending(cast),
            "accept",
            cast.at + 2 * MINUTE,
            {**RECORD, **rows},
        )
    assert name in refused.value.errors


def test_stack_must_be_seen_and_names_no_risk_that_one_may_not_read(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    others = [scored_risk(cast, "medium") for _nth in range(2)]
    slice_with(cast, risk, *others)
    hidden = Risk.objects.for_system(reason="trail").filter(pk=others[1].pk)
    hidden.update(confidentiality=2)
    with pytest.raises(FieldsRefused) as refused:
        take(cast.head.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    said = refused.value.errors["stack_seen"]
    assert others[0].ref in said
    assert others[1].ref not in said

    risk = take(
        cast.head.actor, risk, "accept", cast.at + 2 * MINUTE, {**RECORD, "stack_seen": True}
    )
    decision = standing(risk)
    assert len(decision.picture["stack"]["members"]) == 3
    assert others[1].ref not in str(picture_shown(cast.head.actor, decision))


def test_irm_17_7_stack_takes_the_decision_from_the_battalion(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 7."""
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    slice_with(cast, risk, *(scored_risk(cast, "medium") for _nth in range(2)))
    with pytest.raises(StepRefused) as refused:
        take(
            cast.commander.actor,
            risk,
            "accept",
            cast.at + 2 * MINUTE,
            {**RECORD, "stack_seen": True},
        )
    assert codes(refused) == ["level_too_low"]
    assert risk.current_class == "medium"


def test_what_is_handed_up_is_answered_there_and_comes_back(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    assert (risk.state, risk.raised_to_id) == ("escalated", cast.army.pk)
    first = standing(risk)
    assert first.question == HANDED_UP["question"]
    assert first.told["options"] == HANDED_UP["options"]

    said = {"instruction": "Doe het zelf."}
    with pytest.raises(StepRefused) as refused:
        take(
            cast.commander.actor,
            risk,
            "return_with_instruction",
            cast.at + 3 * MINUTE,
            said,
        )
    assert codes(refused) == ["handed_up_above"]
    with pytest.raises(FieldsRefused) as empty:
        take(head, risk, "return_with_means", cast.at + 3 * MINUTE, {"reason": "Hier."})
    assert list(empty.value.errors) == ["money"]

    risk = take(
        head,
        risk,
        "return_with_means",
        cast.at + 3 * MINUTE,
        {"reason": "Hier is geld.", "money": "40.000 euro"},
    )
    assert (risk.state, risk.raised_to_id) == ("decision_pending", None)
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 4 * MINUTE, MITIGATED)
    kinds = [(one.kind, one.ended_for) for one in decisions_on(risk)]
    assert kinds == [
        ("escalate", "replaced"),
        ("return_with_means", "replaced"),
        ("mitigate", ""),
    ]


def test_handing_up_says_all_that_the_next_level_needs(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, {})
    assert set(refused.value.errors) == set(HANDED_UP)


def test_nobody_hands_up_from_the_top_of_the_line(cast: Cast) -> None:
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    assert codes(refused) == ["nobody_above"]


def test_exemption_takes_a_ground_in_law_and_the_head_of_the_part(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = pending(cast, breaches=True)
    with pytest.raises(FieldsRefused) as refused:
        take(head, risk, "exempt", cast.at + 2 * MINUTE, RECORD)
    assert list(refused.value.errors) == ["legal_basis"]
    said = {**RECORD, "legal_basis": "Arbobesluit 1.22"}
    risk = take(head, risk, "exempt", cast.at + 2 * MINUTE, said)
    assert (risk.state, standing(risk).kind) == ("accepted", "exempt")


def test_broken_limit_is_mitigated_with_an_interim_control_and_its_last_day(cast: Cast) -> None:
    risk = pending(cast, breaches=True)
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert set(refused.value.errors) == {"interim_control", "interim_until"}
    said = {**MITIGATED, "interim_control": "Hek dicht.", "interim_until": "2026-03-20"}
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, said)
    assert risk.state == "treating"


def test_avoided_risk_is_watched_and_then_closed_and_its_decision_ends(cast: Cast) -> None:
    risk = take(
        cast.commander.actor, pending(cast), "avoid", cast.at + 2 * MINUTE, {"reason": "Anders."}
    )
    for step, fields in (("monitor", {}), ("close", {"reason": "Weg."})):
        risk = take_step(
            actor=cast.safety_adviser.actor,
            record=risk,
            step=step,
            at=cast.at + 3 * MINUTE,
            fields=fields,
        )
    [decision] = decisions_on(risk)
    assert (risk.state, decision.ended_for) == ("closed", "risk_closed")


def test_only_an_acceptance_is_taken_anew(cast: Cast) -> None:
    risk = take(
        cast.commander.actor, pending(cast), "avoid", cast.at + 2 * MINUTE, {"reason": "Anders."}
    )
    risk = take_step(
        actor=cast.safety_adviser.actor, record=risk, step="monitor", at=cast.at + 3 * MINUTE
    )
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "renew", cast.at + 4 * MINUTE, RECORD)
    assert codes(refused) == ["nothing_to_renew"]


def advise(member: Member, risk: Risk, cast: Cast, **said: str) -> Advice:
    """The newest advice after somebody gave it."""
    fields = {"verdict": "positive", "advice": "Akkoord.", **said}
    at = cast.at + 5 * MINUTE
    take_step(actor=member.actor, record=risk, step="advise", at=at, fields=fields)
    newest = Advice.objects.of(risk).order_by("id").last()
    assert newest is not None
    return newest


def test_advice_is_of_the_kind_that_qualifications_make_it(cast: Cast) -> None:
    Qualification.objects.create(
        record=cast.safety_adviser.person, code="hvk", obtained_on=date(2020, 1, 1)
    )
    assert advise(cast.safety_adviser, pending(cast), cast).kind == "higher_safety_expert"


def test_advice_of_who_has_no_post_here_is_written_down_with_their_name(cast: Cast) -> None:
    risk = pending(cast)
    with pytest.raises(FieldsRefused) as refused:
        advise(cast.safety_adviser, risk, cast, kind="legal_adviser")
    assert list(refused.value.errors) == ["adviser", "document"]
    said = {"kind": "legal_adviser", "adviser": "mr. De Wet"}
    with pytest.raises(FieldsRefused) as refused:
        advise(cast.safety_adviser, risk, cast, **said)
    assert list(refused.value.errors) == ["document"]
    written = advise(cast.safety_adviser, risk, cast, **said, document="Nota 7")
    assert (written.adviser_name, written.document) == ("mr. De Wet", "Nota 7")


def test_certificate_of_later_makes_nobody_an_expert_now(cast: Cast) -> None:
    Qualification.objects.create(
        record=cast.safety_adviser.person, code="hvk", obtained_on=date(2026, 3, 11)
    )
    assert advise(cast.safety_adviser, pending(cast), cast).kind == "safety_adviser"


def test_adviser_does_not_speak_as_an_expert_they_are_not(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        advise(cast.safety_adviser, pending(cast), cast, kind="domain_expert")
    assert list(refused.value.errors) == ["kind"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="two at once need a real database")
def test_of_two_who_decide_at_once_one_decision_stands_and_the_other_is_told(cast: Cast) -> None:
    other = cast.add("other", ("commander", "BATTALION", None)).actor
    risk, first = pending(cast), cast.commander.actor
    told: list[str] = []

    def decide(actor: Any, step: str, fields: Any) -> None:
        try:
            take(actor, risk, step, cast.at + 2 * MINUTE, fields)
        except StepRefused as refused:
            told.append(str(refused))
        finally:
            close_old_connections()
            connection.close()

    both = [
        threading.Thread(target=decide, args=(first, "mitigate", MITIGATED)),
        threading.Thread(target=decide, args=(other, "avoid", {"reason": "Anders."})),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(told) == 1
    assert Decision.objects.for_system(reason="trail").filter(risk=risk).count() == 1
