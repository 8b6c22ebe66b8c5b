"""What a renewal starts from: what was weighed when the risk was accepted last."""

from __future__ import annotations

import pytest

from baken.conftest import Cast
from baken.rooms.register.forms import StepForm
from baken.rooms.register.forms.rows import rows_said
from baken.rooms.register.queries.weighed_before import weighed_before
from baken.rooms.register.tests.deciding import (
    CONSIDERED,
    MITIGATED,
    RECORD,
    accepted,
    pending,
    take,
)
from baken.rooms.register.workflow import RISK

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


def test_form_of_a_renewal_loses_nothing_that_was_weighed_before(cast: Cast) -> None:
    step = RISK.by_hand("renew")
    assert step is not None
    first = {
        "conditions": [
            {"text": f"Voorwaarde {n}", "expression": f"surf_m <= {n}"} for n in range(13)
        ],
        "alarp": [*CONSIDERED, {**CONSIDERED[0], "measure": "Een tweede maatregel"}],
    }
    shown = StepForm(None, step=step, initial=first)
    typed = {name: field.initial or "" for name, field in shown.fields.items()}
    sent = StepForm(typed, step=step, initial=first)
    sent.is_valid()
    for name, known in first.items():
        said = rows_said(sent.rows[name], sent.cleaned_data)
        assert ([one for one in known if one not in said], len(said)) == ([], len(known))
