"""Which days can be agreed on: not one that is over, and not one before the work starts."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import act, decided, implemented, propose, risk_of

pytestmark = pytest.mark.django_db
START = "2026-06-01"
OVER, TOO_SOON = "2026-03-01", "2026-05-31"


def refused(record: Measure, actor: Any, cast: Cast, step: str, **fields: Any) -> list[str]:
    with pytest.raises(FieldsRefused) as no:
        act(record, actor, cast.at, step, **fields)
    return list(no.value.errors)


@pytest.mark.parametrize("day", [OVER, TOO_SOON])
def test_decision_on_a_day_that_cannot_be_is_refused(cast: Cast, day: str) -> None:
    adviser = cast.safety_adviser.actor
    record = propose(adviser, risk_of(cast.company), cast.at, start_on=START)
    told = {"owner": str(cast.team_leader.person.id), "authority_confirmed": True, "due_on": day}
    assert refused(record, cast.commander.actor, cast, "decide", **told) == ["due_on"]


@pytest.mark.parametrize("day", [OVER, TOO_SOON])
def test_new_plan_by_a_day_that_cannot_be_is_refused(cast: Cast, day: str) -> None:
    record = implemented(cast, cast.at)
    record = act(record, cast.safety_adviser.actor, cast.at, "verify_ineffective", finding="Nee.")
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(start_on=START, due_on=None)
    told = {"plan": "Anders.", "due_on": day}
    assert refused(record, cast.commander.actor, cast, "plan_anew", **told) == ["due_on"]


@pytest.mark.parametrize("day", [OVER, TOO_SOON])
def test_putting_off_to_a_day_that_cannot_be_is_refused(cast: Cast, day: str) -> None:
    record = decided(cast, cast.at)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(start_on=START, due_on=None)
    told = {"reason": "Laat.", "due_on": day}
    actor = cast.safety_adviser.actor
    assert refused(record, actor, cast, "postpone", **told) == ["due_on"]
