"""What somebody who told of something hears once a measure about the risk that it became works."""

from __future__ import annotations

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.links.registry import tie
from baken.rooms.measures.tests.factories import FIELDS, act, decide, propose
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.told import ORIGINATES, told_of_risks
from baken.rooms.register.rules.told import is_smaller
from baken.rooms.register.tests.deciding import (
    MINUTE,
    MITIGATED,
    RECORD,
    accepted,
    advised,
    pending,
    take,
)
from baken.rooms.register.tests.factories import LOW, MEDIUM, give_score
from baken.rooms.reports.tests.factories import make_occurrence

WORKS = "What was done about it works."
SMALLER = "What was done about it works: the risk has become smaller."


@pytest.mark.parametrize(
    ("decided_on", "smaller"),
    [
        ((), False),
        (("",), False),
        (("medium",), False),
        (("medium", "low"), True),
        (("medium", "", "low"), True),
        (("extreme", "high"), True),
        (("low", "medium"), False),
        (("medium", "high", "medium"), False),
    ],
)
def test_is_smaller_compares_the_last_decision_with_the_first(
    decided_on: tuple[str, ...], smaller: bool
) -> None:
    assert is_smaller(decided_on) is smaller


def told(risk: Risk, cast: Cast) -> str:
    """What is told to who told of something that became a risk, in English."""
    origin = make_occurrence(unit=cast.company, at=cast.at)
    tie(source=origin, relation=ORIGINATES, target=risk, at=cast.at)
    with translation.override("en"):
        [text] = told_of_risks([origin])
    return text


def treated(cast: Cast, step: str = "verify_effective") -> Risk:
    """A medium risk that is treated by a measure which the adviser verified."""
    at = cast.at + 2 * MINUTE
    risk = take(cast.commander.actor, pending(cast), "mitigate", at, MITIGATED)
    record = decide(propose(cast.safety_adviser.actor, risk, at, **FIELDS), cast, at)
    record = act(record, cast.team_leader.actor, at, "start")
    record = act(record, cast.team_leader.actor, at, "implement", done="Gedaan.")
    act(record, cast.safety_adviser.actor, at, step, finding="Bekeken.")
    return risk


def scored_again(risk: Risk, cast: Cast, choice: dict[str, str]) -> Risk:
    """The risk after two people scored it once more, and it was advised on."""
    for actor in (cast.safety_adviser.actor, cast.team_leader.actor):
        risk = give_score(risk, actor, cast.at + 3 * MINUTE, **choice)
    return advised(cast, risk, at=cast.at + 4 * MINUTE)


def carried(risk: Risk, cast: Cast) -> Risk:
    """The risk after the commander accepted what stays."""
    at = cast.at + 5 * MINUTE
    return take(cast.commander.actor, risk, "accept", at, RECORD)


@pytest.mark.django_db
def test_measure_that_works_is_told_beside_how_the_risk_stands(cast: Cast) -> None:
    text = told(treated(cast), cast)
    assert text.endswith(f"The measures are running. {WORKS}")


@pytest.mark.django_db
def test_risk_that_was_accepted_in_a_lower_class_is_told_to_be_smaller(cast: Cast) -> None:
    risk = carried(scored_again(treated(cast), cast, LOW), cast)
    assert risk.residual_class == "low"
    assert told(risk, cast).endswith(f"for a limited time. {SMALLER}")


@pytest.mark.django_db
def test_risk_that_stays_as_it_was_is_not_told_to_be_smaller(cast: Cast) -> None:
    risk = carried(scored_again(treated(cast), cast, MEDIUM), cast)
    assert told(risk, cast).endswith(f"for a limited time. {WORKS}")


@pytest.mark.django_db
def test_risk_that_waits_for_a_new_decision_is_told_no_effect(cast: Cast) -> None:
    text = told(scored_again(treated(cast), cast, LOW), cast)
    assert text.endswith("It waits for a decision by the commander.")


@pytest.mark.django_db
def test_measure_that_does_not_work_is_not_told(cast: Cast) -> None:
    assert told(treated(cast, "verify_ineffective"), cast).endswith("The measures are running.")


@pytest.mark.django_db
def test_risk_without_a_measure_is_told_no_effect(cast: Cast) -> None:
    risk, _decision = accepted(cast)
    assert told(risk, cast).endswith("for a limited time.")


@pytest.mark.django_db
def test_decision_that_does_not_hold_now_takes_the_effect_with_it(cast: Cast) -> None:
    risk = treated(cast)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(suspended=True)
    assert told(risk, cast).endswith("A commander looks at it again.")
