"""Protection of persons: never for good when nothing better is done, whatever happens to the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import act, decide, propose, risk_of
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.models import Risk

pytestmark = pytest.mark.django_db
PPE = {"control_level": "ppe", "title": "Handschoenen", "justification": "Niets anders kan nu."}
ALONE = "measures.managers.ppe_alone"


def codes(record: Measure, actor: Any, cast: Cast, step: str, **fields: Any) -> list[str]:
    with pytest.raises(StepRefused) as no:
        act(record, actor, cast.at, step, **fields)
    return [one.code for one in no.value.refusals]


def with_a_better(cast: Cast, risk: Risk) -> tuple[Measure, Measure]:
    """A measure of engineering, and gloves without a last day beside it; both proposed."""
    adviser = cast.safety_adviser.actor
    return propose(adviser, risk, cast.at), propose(adviser, risk, cast.at, **PPE)


def worked(cast: Cast, record: Measure) -> Measure:
    """The measure after it was decided on, done and found to work."""
    record = act(decide(record, cast, cast.at), cast.team_leader.actor, cast.at, "start")
    record = act(record, cast.team_leader.actor, cast.at, "implement", done="Gedaan.")
    return act(record, cast.commander.actor, cast.at, "verify_effective", finding="Ja.")


def told(cast: Cast, record: Measure) -> set[str]:
    """Who of the cast was told that only persons are protected by a measure."""
    deliver_pending(at=cast.at)
    rows = Notice.objects.filter(code=ALONE, ref=record.ref)
    keys = set(rows.values_list("to_key", flat=True))
    return {name for name, one in cast.members.items() if own_key_of(one.person.id) in keys}


def test_better_measure_that_is_only_proposed_does_not_stand_at_a_decision(cast: Cast) -> None:
    better, gloves = with_a_better(cast, risk_of(cast.company))
    with pytest.raises(StepRefused) as no:
        decide(gloves, cast, cast.at)
    assert [one.code for one in no.value.refusals] == ["ppe_without_end"]
    decide(better, cast, cast.at)
    assert decide(gloves, cast, cast.at).state == "decided"


def test_last_day_that_is_over_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as no:
        propose(
            cast.safety_adviser.actor, risk_of(cast.company), cast.at, **PPE, ends_on="2026-03-09"
        )
    assert list(no.value.errors) == ["ends_on"]


def test_decision_after_the_last_day_is_refused(cast: Cast) -> None:
    risk, actor = risk_of(cast.company), cast.safety_adviser.actor
    gloves = propose(actor, risk, cast.at, **PPE, ends_on="2026-03-20")
    with pytest.raises(StepRefused) as no:
        decide(gloves, cast, cast.at + timedelta(days=11))
    assert [one.code for one in no.value.refusals] == ["ppe_without_end"]


def test_better_measure_that_is_only_proposed_does_not_let_the_one_that_stands_go(
    cast: Cast,
) -> None:
    risk = risk_of(cast.company)
    better, gloves = with_a_better(cast, risk)
    better = decide(better, cast, cast.at)
    decide(gloves, cast, cast.at)
    propose(cast.safety_adviser.actor, risk, cast.at, title="Een andere koepel")
    assert codes(better, cast.commander.actor, cast, "cancel", reason="Duur.") == [
        "leaves_ppe_alone"
    ]


@pytest.mark.parametrize("step", ["verify_ineffective", "lose_effect"])
def test_managers_are_told_when_only_personal_protection_is_left(cast: Cast, step: str) -> None:
    better, gloves = with_a_better(cast, risk_of(cast.company))
    better = decide(better, cast, cast.at)
    gloves = worked(cast, gloves)
    better = act(better, cast.team_leader.actor, cast.at, "start")
    better = act(better, cast.team_leader.actor, cast.at, "implement", done="Gedaan.")
    if step == "lose_effect":
        better = act(better, cast.safety_adviser.actor, cast.at, "verify_effective", finding="Ja.")
    assert told(cast, gloves) == set()
    act(better, cast.safety_adviser.actor, cast.at, step, finding="Nee.")
    assert told(cast, gloves) == {"safety_adviser", "commander"}


def test_managers_are_told_when_the_better_measure_is_proposed_anew(cast: Cast) -> None:
    better, gloves = with_a_better(cast, risk_of(cast.company))
    better = decide(better, cast, cast.at)
    gloves = decide(gloves, cast, cast.at)
    act(better, cast.safety_adviser.actor, cast.at, "revise", reason="Het kan anders.")
    assert told(cast, gloves) == {"safety_adviser", "commander"}


def test_new_proposal_beside_personal_protection_tells_nobody_that_it_is_alone(cast: Cast) -> None:
    better, gloves = with_a_better(cast, risk_of(cast.company))
    decide(better, cast, cast.at)
    gloves = decide(gloves, cast, cast.at)
    assert told(cast, gloves) == set()


def test_new_plan_for_personal_protection_alone_asks_its_last_day(cast: Cast) -> None:
    better, gloves = with_a_better(cast, risk_of(cast.company))
    better = worked(cast, better)
    gloves = worked(cast, gloves)
    act(better, cast.safety_adviser.actor, cast.at, "lose_effect", finding="Kapot.")
    gloves = act(gloves, cast.safety_adviser.actor, cast.at, "lose_effect", finding="Kapot.")
    plan = {"plan": "Andere handschoenen.", "due_on": "2026-05-01"}
    for wrong in ({}, {"ends_on": "2026-03-09"}):
        with pytest.raises(FieldsRefused) as no:
            act(gloves, cast.safety_adviser.actor, cast.at, "plan_anew", **plan, **wrong)
        assert list(no.value.errors) == ["ends_on"]
    plan["ends_on"] = "2026-06-01"
    fresh = act(gloves, cast.safety_adviser.actor, cast.at, "plan_anew", **plan)
    assert (fresh.state, str(fresh.ends_on)) == ("in_progress", "2026-06-01")


def test_last_day_is_given_to_personal_protection_that_stands(cast: Cast) -> None:
    better, gloves = with_a_better(cast, risk_of(cast.company))
    better, gloves = worked(cast, better), worked(cast, gloves)
    actor = cast.safety_adviser.actor
    assert codes(better, actor, cast, "limit", ends_on="2026-06-01") == ["no_protection"]
    with pytest.raises(FieldsRefused) as no:
        act(gloves, actor, cast.at, "limit", ends_on="2026-03-09")
    assert list(no.value.errors) == ["ends_on"]
    fresh = act(gloves, actor, cast.at, "limit", ends_on="2026-06-01")
    assert (fresh.state, str(fresh.ends_on)) == ("verified_effective", "2026-06-01")
