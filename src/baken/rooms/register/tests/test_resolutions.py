"""Who decides on a risk, with units, lines and appointments as the database has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.resolutions import explained, resolution_of
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.tests.cast import lasting
from baken.rooms.register.tests.factories import make_risk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def risk_of(cast: Cast, unit: Any = None, **fields: Any) -> Risk:
    """A risk of the company in normal work, unless something else is said."""
    described = {"context": "non_operational", **fields}
    adviser = cast.safety_adviser.actor
    return make_risk(actor=adviser, unit=unit or cast.company, at=cast.at, **described)


def asked(risk: Risk, cast: Cast, risk_class: str = "medium", days: int = 10, **more: Any) -> Any:
    """Who decides to accept a class of it for some days from today on."""
    usual = {"decision": "accept", "period": lasting(days, TODAY), "at": cast.at}
    return resolution_of(risk, risk_class=risk_class, **{**usual, **more})


def who(found: Resolution) -> list[str]:
    """The names of those who can sign."""
    return [post.name for post in found.can_sign]


def test_resolution_of_a_medium_risk_is_the_commander_of_the_battalion(cast: Cast) -> None:
    found = asked(risk_of(cast), cast)
    assert found.question.units == ("COMPANY", "BATTALION", "ARMY", "MINISTRY")
    assert who(found) == ["Speler commander"]
    assert explained(found)[0] == (
        "Medium for 10 days in normal work: the commander of a battalion, ship or squadron (level 3)"
        " decides."
    )
    assert explained(found)[-1] == "Who can sign now: Speler commander, commander of BATTALION."
