"""What a renewal starts from: what was weighed when the risk was accepted last."""

from __future__ import annotations

import pytest

from baken.conftest import Cast
from baken.rooms.register.queries.weighed_before import weighed_before
from baken.rooms.register.tests.deciding import (
    CONSIDERED,
    MITIGATED,
    RECORD,
    accepted,
    pending,
    take,
)

pytestmark = pytest.mark.django_db


def test_renewal_starts_from_what_was_weighed_before(cast: Cast) -> None:
    risk, decision = accepted(cast)
    found = weighed_before(cast.commander.actor, risk)
    by_level = {row["level"]: row for row in CONSIDERED}
    assert {row["level"]: row for row in found.pop("alarp")} == by_level
    assert found == {
        "alternatives_rejected": RECORD["alternatives_rejected"],
        "conditions": RECORD["conditions"],
        "exposed_people": decision.exposed,
        "indicators": RECORD["indicators"],
    }


def test_risk_that_nobody_accepted_starts_from_nothing(cast: Cast) -> None:
    risk = pending(cast)
    assert weighed_before(cast.commander.actor, risk) == {}
    said = {**MITIGATED, "stack_seen": True}
    treated = take(cast.commander.actor, risk, "mitigate", cast.at, said)
    assert weighed_before(cast.commander.actor, treated) == {}
