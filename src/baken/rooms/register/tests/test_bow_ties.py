"""A bow-tie is drawn part by part, signals turn its barriers, and red ones reach the risks."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access.errors import AccessDenied
from baken.core.events.models import OutboxEvent
from baken.core.events.outbox import deliver_pending
from baken.core.links.registry import linked_records
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions import bow_tie_parts, take_bow_tie_step, take_step
from baken.rooms.register.actions.barriers import note_signal
from baken.rooms.register.actions.turn_barriers import look_at_barriers
from baken.rooms.register.models import (
    BarrierOn,
    BarrierSignal,
    BowTie,
    BowTieStep,
    Decision,
    Risk,
    RiskStep,
)
from baken.rooms.register.queries.bow_ties import estimate_in, parts_of
from baken.rooms.register.queries.red_barriers import keys_of_superiors, risks_hit_by
from baken.rooms.register.tests.accepted import make_accepted
from baken.rooms.register.tests.bow_ties import (
    BARRIER,
    SAID,
    act,
    barrier_of,
    later,
    make_bow_tie,
    make_whole,
)
from baken.rooms.register.tests.factories import MEDIUM, make_risk
from baken.rooms.register.tests.planted_decisions import decision_in
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(cast: Cast) -> BowTie:
    """A bow-tie of the company: threat t1, consequence c2, a sound barrier b3 on t1."""
    return make_whole(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


def refused(record: BowTie, cast: Cast, step: str, **fields: Any) -> list[str]:
    """The fields that a step is refused for."""
    with pytest.raises(FieldsRefused) as found:
        act(record, cast.safety_adviser.actor, cast.at, step, **fields)
    return list(found.value.errors)


def codes_of(record: BowTie) -> list[str]:
    """What stands in the history, oldest first, without the room's name."""
    rows = BowTieStep.objects.of(record).order_by("serial").values_list("code", flat=True)
    return [code.removeprefix("register.bow_tie.") for code in rows]


def signal(record: BowTie, cast: Cast, kind: str, **fields: Any) -> BowTie:
    """The bow-tie after the adviser noted a signal about b3."""
    given = {"barrier": "b3", "kind": kind, "words": SAID, **fields}
    return act(record, cast.safety_adviser.actor, cast.at, "note_signal", **given)


def test_bow_tie_is_drawn_part_by_part_and_keeps_its_history(whole: BowTie) -> None:
    parts = parts_of(whole)

    assert [one.code for one in parts.lines] == ["t1", "c2"]
    assert [one.code for one in parts.barriers_on(parts.threats[0])] == ["b3"]
    assert (barrier_of(whole).status, barrier_of(whole).health) == ("green", 0.9)
    assert codes_of(whole) == [
        "drawn",
        "threat_added",
        "consequence_added",
        "barrier_added",
        "barrier_placed",
        "evidence_noted",
        "barrier_turned",
    ]
    assert list(breaks()) == []


def test_bow_tie_of_another_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        make_bow_tie(actor=cast.safety_adviser.actor, unit=cast.squadron, at=cast.at)
    with pytest.raises(AccessDenied):
        make_bow_tie(actor=cast.soldier.actor, unit=cast.company, at=cast.at)


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("add_threat", {"text": "x", "frequency": "vaak"}, "frequency"),
        ("add_threat", {"text": "x", "frequency": "0"}, "frequency"),
        ("add_threat", {"text": "x", "frequency": "nan"}, "frequency"),
        ("add_threat", {"text": "x", "frequency": "inf"}, "frequency"),
        ("add_threat", {"text": ""}, "text"),
        ("change_threat", {"part": "c2", "text": "x"}, "part"),
        ("change_threat", {"part": "t99999999999", "text": "x"}, "part"),
        ("add_consequence", {"text": "x", "severity": "9"}, "severity"),
        ("add_barrier", {**BARRIER, "effectiveness": "0"}, "effectiveness"),
        ("add_barrier", {**BARRIER, "effectiveness": "101"}, "effectiveness"),
        ("add_barrier", {**BARRIER, "owner_unit": "NOWHERE"}, "owner_unit"),
        ("add_barrier", {**BARRIER, "kind": "wall"}, "kind"),
        ("change_barrier", {**BARRIER, "barrier": "b3", "side": "mitigating"}, "side"),
        ("place_barrier", {"barrier": "b3", "line": "c2"}, "line"),
        ("place_barrier", {"barrier": "b3", "line": "t1", "place": "3"}, "place"),
        ("lift_barrier", {"barrier": "b3", "line": "c2"}, "line"),
        ("add_escalation", {"factor": "d1", "text": "x"}, "factor"),
        ("note_signal", {"barrier": "b3", "kind": "failure", "words": "x"}, "grade"),
        (
            "note_signal",
            {"barrier": "b3", "kind": "failure", "grade": "major", "words": "x"},
            "grade",
        ),
        (
            "note_signal",
            {"barrier": "b3", "kind": "override", "grade": "major", "words": "x"},
            "grade",
        ),
        ("note_signal", {"barrier": "b3", "kind": "coverage", "words": "x"}, "covered"),
        (
            "note_signal",
            {"barrier": "b3", "kind": "coverage", "covered": "100", "words": "x"},
            "covered",
        ),
        (
            "note_signal",
            {"barrier": "b3", "kind": "override", "covered": "5", "words": "x"},
            "covered",
        ),
        (
            "note_signal",
            {"barrier": "b3", "kind": "override", "since": "2027-01-01", "words": "x"},
            "since",
        ),
        (
            "note_evidence",
            {"barrier": "b3", "kind": "test", "on": "1999-12-31", "words": "x"},
            "on",
        ),
        ("close_signal", {"signal": "s1", "words": "x"}, "signal"),
        ("tie_risk", {"risk": "R-2026-999999"}, "risk"),
    ],
)
def test_step_with_something_wrong_is_refused_with_the_field(
    whole: BowTie, cast: Cast, step: str, fields: dict[str, Any], wrong: str
) -> None:
    before = codes_of(whole)
    assert refused(whole, cast, step, **fields) == [wrong]
    assert codes_of(whole) == before


def test_barriers_on_a_line_keep_the_order_that_was_asked(whole: BowTie, cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    record = act(whole, actor, cast.at, "add_barrier", **{**BARRIER, "text": "Baancommandant"})
    record = act(record, actor, cast.at, "place_barrier", barrier="b4", line="t1", place="1")
    record = act(record, actor, cast.at, "place_barrier", barrier="b4", line="t1", place="2")

    parts = parts_of(record)
    assert [one.code for one in parts.barriers_on(parts.threats[0])] == ["b3", "b4"]
    assert list(BarrierOn.objects.of(record).values_list("place", flat=True)) == [1, 2]


def test_parts_are_revised_and_a_barrier_is_lifted(whole: BowTie, cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    record = act(whole, actor, cast.at, "change_threat", part="T1", text="Mist", frequency="0,5")
    record = act(record, actor, cast.at, "change_consequence", part="c2", text="Brand")
    record = act(record, actor, cast.at, "lift_barrier", barrier="b3", line="t1")

    parts = parts_of(record)
    assert [(one.text, one.frequency) for one in parts.threats] == [("Mist", 0.5)]
    assert [(one.text, one.severity) for one in parts.consequences] == [("Brand", None)]
    assert list(parts.placings) == []


def test_bow_tie_holds_no_more_parts_than_can_be_read(
    whole: BowTie, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bow_tie_parts, "MOST_PARTS", 1)
    assert refused(whole, cast, "add_threat", text="Mist") == ["text"]


def test_signal_is_closed_once(whole: BowTie, cast: Cast) -> None:
    record = signal(whole, cast, "expired", since="2026-03-10")
    record = act(
        record, cast.safety_adviser.actor, cast.at, "close_signal", signal="s4", words="Gekeurd."
    )
    assert refused(record, cast, "close_signal", signal="s4", words="Nog eens.") == ["signal"]


def test_coverage_of_people_takes_what_lacks(whole: BowTie, cast: Cast) -> None:
    record = signal(whole, cast, "coverage", covered="75")
    assert barrier_of(record).health == 0.675


def test_red_barrier_at_the_top_of_the_tree_has_nobody_above(whole: BowTie, cast: Cast) -> None:
    risk = make_risk(actor=cast.soldier.actor, unit=cast.ministry, at=cast.at)
    assert keys_of_superiors(risk, cast.at) == []


def test_parts_that_were_removed_never_lend_their_code(whole: BowTie, cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    record = act(whole, actor, cast.at, "add_factor", barrier="b3", text="Weggeschoten")
    record = act(record, actor, cast.at, "add_escalation", factor="d4", text="Controle vooraf")
    record = act(record, actor, cast.at, "remove", part="d4", reason="Komt niet voor.")
    record = act(record, actor, cast.at, "add_factor", barrier="b3", text="Mist")

    parts = parts_of(record)
    assert [one.code for one in parts.factors] == ["d6"]
    assert list(parts.escalations) == []


def test_barrier_with_which_something_is_wrong_is_not_removed(whole: BowTie, cast: Cast) -> None:
    record = signal(whole, cast, "override")
    assert refused(record, cast, "remove", part="b3", reason="Weg ermee.") == ["part"]

    actor = cast.safety_adviser.actor
    record = act(record, actor, cast.at, "close_signal", signal="s4", words="Weer aan.")
    record = act(record, actor, cast.at, "remove", part="b3", reason="Vervangen.")
    assert list(parts_of(record).barriers) == []


def test_signal_and_its_end_turn_the_barrier_and_say_so(whole: BowTie, cast: Cast) -> None:
    record = signal(whole, cast, "override")
    fallen = barrier_of(record)
    assert (fallen.status, fallen.health) == ("red", 0.18)

    act(record, cast.safety_adviser.actor, cast.at, "close_signal", signal="s4", words="Weer aan.")
    assert (barrier_of(record).status, barrier_of(record).health) == ("green", 0.9)
    turns = BowTieStep.objects.of(record).filter(code="register.bow_tie.barrier_turned")
    told = [(one.facts["before"], one.facts["status"]) for one in turns.order_by("serial")]
    assert told == [("grey", "green"), ("green", "red"), ("red", "green")]


def test_signal_that_leaves_the_status_changes_the_health_alone(whole: BowTie, cast: Cast) -> None:
    record = act(
        whole, cast.soldier.actor, cast.at, "name_barrier", barrier="b3", words="Een bord is stuk."
    )
    assert (barrier_of(record).status, barrier_of(record).health) == ("green", 0.81)


def test_signal_of_another_kind_takes_who_manages(whole: BowTie, cast: Cast) -> None:
    given = {"barrier": "b3", "kind": "override", "words": SAID}
    with pytest.raises(AccessDenied):
        act(whole, cast.soldier.actor, cast.at, "note_signal", **given)


def test_signal_since_an_earlier_day_has_faded(whole: BowTie, cast: Cast) -> None:
    record = signal(whole, cast, "failure", grade="wholly", since="2025-09-11")
    assert 0.62 < barrier_of(record).health < 0.64


def test_irm_17_10_barrier_that_nobody_looked_at_for_366_days_turns_grey(
    whole: BowTie, cast: Cast
) -> None:
    """Source: domain reference, irm, section 17, test 10."""
    actor = cast.safety_adviser.actor
    assert look_at_barriers(actor=actor, at=later(cast.at, 365)) == 1
    assert barrier_of(whole).status == "green"
    assert look_at_barriers(actor=actor, at=later(cast.at, 365)) == 0
    assert look_at_barriers(actor=actor, at=later(cast.at, 366)) == 1
    assert barrier_of(whole).status == "grey"


def test_bow_tie_that_is_withdrawn_is_left_alone_until_it_is_in_use_again(
    whole: BowTie, cast: Cast
) -> None:
    actor = cast.safety_adviser.actor
    record = act(whole, actor, cast.at, "withdraw", reason="Baan is dicht.")
    assert look_at_barriers(actor=actor, at=later(cast.at, 400)) == 0
    assert barrier_of(record).status == "green"
    act(record, actor, later(cast.at, 400), "reinstate", reason="Baan is weer open.")
    assert barrier_of(record).status == "grey"


def test_bow_tie_that_cannot_be_reckoned_keeps_the_others_from_nothing(
    whole: BowTie, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    actor = cast.safety_adviser.actor
    other = make_whole(actor=actor, unit=cast.company, at=cast.at)
    record = signal(whole, cast, "override")
    BarrierSignal.objects.of(record).update(kind="gossip")
    at = later(cast.at, 366)

    assert look_at_barriers(actor=actor, at=at) == 2
    assert look_at_barriers(actor=actor, at=at) == 0
    assert barrier_of(other).status == "grey"
    assert "could not be reckoned" in caplog.text


def lean(whole: BowTie, cast: Cast, **choice: str) -> Risk:
    """An accepted risk of the company that leans on the bow-tie."""
    adviser = cast.safety_adviser.actor
    risk = make_accepted(actor=adviser, unit=cast.company, at=cast.at, **choice)
    act(whole, adviser, cast.at, "tie_risk", risk=risk.ref)
    return risk


def decided_on(risk: Risk, cast: Cast, **fields: Any) -> Decision:
    """A decision in force on a risk."""
    decision = decision_in(unit=cast.company, at=cast.at)
    rows = Decision.objects.for_system(reason="demo").filter(pk=decision.pk)
    rows.update(risk=risk, **fields)
    return rows.get()


def test_risk_leans_on_one_bow_tie_at_a_time(whole: BowTie, cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = lean(whole, cast)
    other = make_bow_tie(actor=adviser, unit=cast.company, at=cast.at)

    assert refused(whole, cast, "tie_risk", risk=risk.ref) == ["risk"]
    assert refused(other, cast, "tie_risk", risk=risk.ref) == ["risk"]
    assert refused(other, cast, "untie_risk", risk=risk.ref, reason="x") == ["risk"]
    assert list(linked_records(risk, adviser)) == [("leans_on", whole)]

    act(whole, adviser, cast.at, "untie_risk", risk=risk.ref, reason="Andere baan.")
    act(other, adviser, cast.at, "tie_risk", risk=risk.ref)
    assert list(linked_records(risk, adviser)) == [("leans_on", other)]


def test_risk_that_one_does_not_manage_is_not_tied(whole: BowTie, cast: Cast) -> None:
    risk = make_risk(actor=cast.soldier.actor, unit=cast.battalion, at=cast.at)
    member = cast.add("opper", ("supervisor", "COMPANY", None), ("employee", "BATTALION", None))
    with pytest.raises(FieldsRefused) as found:
        act(whole, member.actor, cast.at, "tie_risk", risk=risk.ref)
    assert list(found.value.errors) == ["risk"]


@pytest.mark.parametrize(
    ("state", "choice", "hit"),
    [
        ("accepted", {}, True),
        ("treating", {}, True),
        ("monitored", {}, True),
        ("decision_pending", {}, False),
        ("accepted", MEDIUM, False),
    ],
)
def test_barrier_reaches_grave_risks_with_a_decision_in_force(
    whole: BowTie, cast: Cast, state: str, choice: dict[str, str], hit: bool
) -> None:
    risk = lean(whole, cast, state=state, **choice)
    assert [one.pk for one in risks_hit_by(barrier_of(whole))] == [risk.pk] * hit


def test_red_barrier_brings_an_accepted_high_risk_back_for_a_decision(
    whole: BowTie, cast: Cast
) -> None:
    risk = lean(whole, cast)
    decision = decided_on(risk, cast)
    signal(whole, cast, "override")

    decision = Decision.objects.for_system(reason="trail").get(pk=decision.pk)
    assert (decision.state, decision.ended_for) == ("ended", "barrier_red")
    risk = Risk.objects.for_system(reason="demo").get(pk=risk.pk)
    assert risk.state == "decision_pending"
    assert (risk.due_at, risk.rises_at) == (later(cast.at, 2), later(cast.at, 2))
    assert risk.review_on is None
    step = RiskStep.objects.of(risk).order_by("-serial").first()
    assert step is not None
    assert (step.code, step.actor) == ("register.risk.barrier_red", None)
    assert step.facts == {
        "decision": decision.ref,
        "why": "barrier_red",
        "bow_tie": whole.ref,
        "barrier": "b3",
    }
    event = OutboxEvent.objects.get(name="register.barrier.red")
    assert event.payload == {"barrier": "b3", "risks": [risk.pk]}


def test_irm_17_11_report_about_a_critical_barrier_is_told_to_owner_and_signer(
    whole: BowTie, cast: Cast
) -> None:
    """Source: domain reference, irm, section 17, test 11: within one round of the worker."""
    risk = lean(whole, cast)
    decided_on(risk, cast, signer=cast.team_leader.person.id)
    report = make_report(unit=cast.company)
    deliver_pending(at=cast.at, limit=1_000)

    note_signal(
        actor=cast.safety_adviser.actor,
        record=whole,
        barrier="b3",
        words=SAID,
        at=cast.at,
        source=report,
    )
    deliver_pending(at=cast.at, limit=1_000)

    told = Notice.objects.filter(code="register.risk.barrier_signalled", record=risk.pk)
    people = (cast.commander, cast.team_leader)
    keys = {own_key_of(one.person.id) for one in people}
    assert set(told.values_list("to_key", flat=True)) == keys
    assert list(linked_records(whole, cast.safety_adviser.actor))[-1] == ("signals_of", report)
    with pytest.raises(FieldsRefused):
        note_signal(
            actor=cast.safety_adviser.actor,
            record=whole,
            barrier="b3",
            words=SAID,
            at=cast.at,
            source=report,
        )


def test_signal_of_a_record_of_another_kind_names_it(whole: BowTie, cast: Cast) -> None:
    report = make_report(unit=cast.company)
    note_signal(
        actor=cast.safety_adviser.actor,
        record=whole,
        barrier="b3",
        words=SAID,
        at=cast.at,
        source=report,
        kind="nonconformity",
        more={"grade": "minor"},
    )
    (row,) = BarrierSignal.objects.of(whole)
    assert (row.source_table, row.source, row.strength) == ("reports.report", report.pk, 0.375)


def test_nobody_says_by_hand_that_a_barrier_brought_a_risk_back(whole: BowTie, cast: Cast) -> None:
    risk = lean(whole, cast)
    with pytest.raises(StepRefused) as found:
        take_step(actor=cast.safety_adviser.actor, record=risk, step="barrier_red", at=cast.at)
    assert [one.code for one in found.value.refusals] == ["by_itself"]


def test_signal_about_a_barrier_that_is_not_critical_is_no_news(whole: BowTie, cast: Cast) -> None:
    plain = {**BARRIER, "barrier": "b3", "critical": ""}
    record = act(whole, cast.safety_adviser.actor, cast.at, "change_barrier", **plain)
    lean(record, cast)
    act(record, cast.soldier.actor, cast.at, "name_barrier", barrier="b3", words=SAID)
    assert not OutboxEvent.objects.filter(name="register.barrier.signalled").exists()


def test_red_barrier_is_told_to_the_owner_and_one_level_up(whole: BowTie, cast: Cast) -> None:
    general = cast.add("generaal", ("commander", "ARMY", None))
    adviser = cast.safety_adviser.actor
    risk = make_accepted(actor=adviser, unit=cast.battalion, at=cast.at)
    owner = cast.soldier.person.id
    Risk.objects.for_system(reason="demo").filter(pk=risk.pk).update(owner=owner)
    act(whole, adviser, cast.at, "tie_risk", risk=risk.ref)
    signal(whole, cast, "override")
    deliver_pending(at=cast.at, limit=1_000)

    told = Notice.objects.filter(code="register.risk.barrier_red", record=risk.pk)
    keys = {own_key_of(owner), own_key_of(general.person.id)}
    assert set(told.values_list("to_key", flat=True)) == keys


def test_estimate_needs_an_argument_and_independent_barriers(whole: BowTie, cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    assert estimate_in(whole, parts_of(whole)) is None

    given = {"title": "Baan", "hazard": "mechanical.crushing", "top_event": "Schot"}
    argued = {**given, "independence": "Andere mensen, andere techniek."}
    record = act(whole, actor, cast.at, "describe", **argued)
    estimate = estimate_in(record, parts_of(record))
    assert estimate is not None
    assert (estimate.top, estimate.consequences) == (0.2, {"c2": 0.2})

    same = {**BARRIER, "barrier": "b3", "independent": ""}
    record = act(record, actor, cast.at, "change_barrier", **same)
    assert estimate_in(record, parts_of(record)) is None


def test_step_of_somebody_who_did_not_see_the_last_one_is_refused(
    whole: BowTie, cast: Cast
) -> None:
    with pytest.raises(StepRefused) as found:
        take_bow_tie_step(
            actor=cast.safety_adviser.actor,
            record=whole,
            step="add_threat",
            at=cast.at,
            fields={"text": "Mist"},
            seen=1,
        )
    assert [one.code for one in found.value.refusals] == ["changed_meanwhile"]
