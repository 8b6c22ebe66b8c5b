"""Turns of scores: one person alone lowers no class, and a second one is asked before a decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.conftest import Cast
from baken.core.workflow.errors import StepRefused
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.history import turns_of
from baken.rooms.register.rules.turns import first_that_counts
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    MITIGATED,
    RECORD,
    advised,
    pending,
    take,
)
from baken.rooms.register.tests.factories import LOW, MEDIUM, give_score, make_risk

REASON = {"reason": "Het gaat niet door."}


@pytest.mark.parametrize(
    ("sizes", "first"),
    [
        ((1,), 0),
        ((2,), 0),
        ((1, 1), 0),
        ((2, 1), 0),
        ((2, 1, 1), 0),
        ((2, 2), 1),
        ((2, 1, 3), 2),
        ((1, 2, 1), 1),
    ],
)
def test_newest_full_turn_is_the_first_that_counts(sizes: tuple[int, ...], first: int) -> None:
    assert first_that_counts(sizes, enough=2) == first


@given(st.lists(st.integers(1, 4), min_size=1), st.integers(1, 4))
def test_turn_of_one_alone_never_hides_a_full_one(sizes: list[int], enough: int) -> None:
    first = first_that_counts(sizes, enough=enough)
    assert all(size < enough for size in sizes[first + 1 :])


def _high(cast: Cast) -> Risk:
    """A risk that the adviser found low and the team leader high."""
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at, context="non_operational")
    return give_score(give_score(risk, adviser, cast.at, **LOW), cast.team_leader.actor, cast.at)


@pytest.mark.django_db
def test_one_person_who_scores_again_does_not_lower_the_class(cast: Cast) -> None:
    risk = give_score(_high(cast), cast.safety_adviser.actor, cast.at, **LOW)
    assert (risk.current_class, risk.urgent) == ("high", True)
    risk = give_score(risk, cast.safety_adviser.actor, cast.at, **LOW)
    assert risk.current_class == "high"


@pytest.mark.django_db
def test_new_turn_stands_once_a_second_person_scored_in_it(cast: Cast) -> None:
    risk = give_score(_high(cast), cast.safety_adviser.actor, cast.at, **LOW)
    risk = give_score(risk, cast.team_leader.actor, cast.at, **LOW)
    assert (risk.current_class, risk.urgent) == ("low", False)


@pytest.mark.django_db
def test_one_person_who_scores_higher_is_heard_at_once(cast: Cast) -> None:
    adviser, leader = cast.safety_adviser.actor, cast.team_leader.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
    for actor in (adviser, leader):
        risk = give_score(risk, actor, cast.at, **LOW)
    assert give_score(risk, adviser, cast.at).current_class == "high"


@pytest.mark.django_db
def test_turn_that_stands_is_shown_as_such(cast: Cast) -> None:
    risk = give_score(_high(cast), cast.safety_adviser.actor, cast.at, **LOW)
    stands = [
        (turn.number, one.row.common)
        for turn in turns_of(cast.safety_adviser.actor, risk)
        for one in turn.given
        if one.stands
    ]
    assert stands == [(1, "high")]
    unseen = [one.stands for turn in turns_of(cast.team_leader.actor, risk) for one in turn.given]
    assert unseen == [False, False, False]


def _scored_by_one(cast: Cast, *, low: bool = False) -> Risk:
    return pending(cast, alone=True, low=low)


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "fields"), [("accept", RECORD), ("mitigate", MITIGATED)])
def test_medium_risk_that_one_person_scored_is_not_decided_on(
    cast: Cast, step: str, fields: dict[str, str]
) -> None:
    risk = _scored_by_one(cast)
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, step, cast.at + 2 * MINUTE, fields)
    assert [one.code for one in refused.value.refusals] == ["scorers_missing"]
    assert "Vraag een collega om het ook te scoren" in str(refused.value)


@pytest.mark.django_db
def test_low_risk_that_one_person_scored_is_decided_on(cast: Cast) -> None:
    risk = _scored_by_one(cast, low=True)
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert risk.state == "treating"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "fields", "state"), [("avoid", REASON, "avoided"), ("hand_up", HANDED_UP, "escalated")]
)
def test_to_avoid_or_hand_up_waits_for_no_second_scorer(
    cast: Cast, step: str, fields: dict[str, str], state: str
) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = take(cast.commander.actor, _scored_by_one(cast), step, cast.at + 2 * MINUTE, fields)
    assert risk.state == state


@pytest.mark.django_db
def test_risk_that_one_person_scored_anew_waits_for_a_second(cast: Cast) -> None:
    """Two found it medium; one of them finds it low now, which alone neither lowers it nor decides."""
    risk = give_score(pending(cast), cast.safety_adviser.actor, cast.at + MINUTE, **LOW)
    risk = advised(cast, risk, at=cast.at + 2 * MINUTE)
    assert risk.current_class == "medium"
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, RECORD)
    assert [one.code for one in refused.value.refusals] == ["scorers_missing"]
    risk = give_score(risk, cast.team_leader.actor, cast.at + 4 * MINUTE, **MEDIUM)
    risk = advised(cast, risk, at=cast.at + 5 * MINUTE)
    risk = take(cast.commander.actor, risk, "accept", cast.at + 6 * MINUTE, RECORD)
    assert risk.state == "accepted"
