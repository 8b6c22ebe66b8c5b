"""The page of every step can be opened in every state, also of a risk that nobody scored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.rooms.register.tests.factories import make_risk, make_risk_in
from baken.rooms.register.workflow import RISK

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["unscored", *RISK.states])
def test_page_of_a_step_opens_in_every_state(
    cast: Cast, client_of: Callable[[str], Client], state: str
) -> None:
    if state == "unscored":
        risk = make_risk(actor=cast.soldier.actor, unit=cast.company, at=cast.at)
    else:
        risk = make_risk_in(unit=cast.company, state=state)
    client = client_of("commander")
    found = {
        step.name: client.get(f"/risicos/{risk.ref}/stap/{step.name}").status_code
        for step in RISK.steps
        if not step.by_system
    }
    assert {name: code for name, code in found.items() if code not in (200, 302, 403)} == {}
