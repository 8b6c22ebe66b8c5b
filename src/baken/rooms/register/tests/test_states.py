"""Every group of states says one thing, and together they say everything."""

from __future__ import annotations

import pytest

from baken.core.workflow.table import Step
from baken.rooms.register.rules import states
from baken.rooms.register.rules.told import is_decision
from baken.rooms.register.workflow import DECISION, RISK
from baken.rooms.register.workflow.deciding import DECIDING

BY_PEOPLE = [row for row in RISK.steps if not row.by_system]


def led_to(*rows: Step) -> set[str]:
    """The states that some rows of the table lead to, of those that change the state."""
    return {row.target for row in rows if row.target}


def test_open_states_are_all_but_the_last() -> None:
    assert set(states.OPEN_STATES) == set(RISK.states) - set(RISK.finals)
    assert len(set(states.OPEN_STATES)) == len(states.OPEN_STATES)


def test_groups_of_a_risk_do_not_overlap() -> None:
    parts = (states.UNDECIDED, states.HANDED_UP, states.CARRIED, states.SET_ASIDE)
    assert sum(len(part) for part in parts) == len(states.OPEN_STATES)
    assert set(states.DECIDED) == {*states.CARRIED, *states.SET_ASIDE}
    assert set(states.RENEWABLE) < set(states.CARRIED)
    assert set(states.WITH_DECIDER) == {"decision_pending", *states.HANDED_UP}


def test_decided_is_where_a_decision_leads_and_what_is_watched_after_it() -> None:
    answered = led_to(*DECIDING) - set(states.WITH_DECIDER)
    watched = led_to(*(row for row in BY_PEOPLE if set(row.sources) <= answered)) - answered
    assert set(states.DECIDED) == answered | (watched - {"closed"})


@pytest.mark.parametrize("row", RISK.steps, ids=[row.name for row in RISK.steps])
@pytest.mark.parametrize("state", list(RISK.states))
def test_step_is_a_decision_only_where_one_of_the_deciding_rows_leads(
    row: Step, state: str
) -> None:
    """Watching is no decision, although what is watched was decided on."""
    asked = set(row.sources) & set(states.WITH_DECIDER)
    leads = row in DECIDING and bool(asked) and row.target == state
    assert is_decision(row, state) == (leads and state not in states.WITH_DECIDER)


def test_renewal_is_of_what_was_accepted_and_of_nothing_that_is_treated() -> None:
    renewal, accepting = (RISK.step(name) for name in ("renew", "accept"))
    assert renewal is not None
    assert accepting is not None
    watching = next(row for row in RISK.steps if row.name == "monitor")
    assert accepting.target in watching.sources
    assert set(renewal.sources) == {accepting.target, watching.target} == set(states.RENEWABLE)


def test_standing_decision_is_one_that_has_not_ended() -> None:
    assert set(states.STANDING) == set(DECISION.states) - set(DECISION.finals)
