"""Who hands over command soon does not close risks to tidy up (organisation, section 8.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.models import Handover
from baken.rooms.org.tests.factories import handover_in
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.deciding import MINUTE, pending, take
from baken.rooms.register.tests.test_set_aside import AVOIDED, closed, codes

pytestmark = pytest.mark.django_db


def avoided(cast: Cast) -> Risk:
    return take(cast.commander.actor, pending(cast, low=True), "avoid", cast.at, AVOIDED)


def hands_over(cast: Cast, unit: Any, *, days: int) -> None:
    """The commander hands over a unit so many days from now."""
    record = handover_in(unit=unit, outgoing=cast.commander.person)
    rows = Handover.objects.for_system(reason="terms").filter(pk=record.pk)
    rows.update(starts_on=(cast.at + timedelta(days=days)).date())


def test_risk_is_not_closed_by_who_hands_over_soon_and_is_by_the_safety_adviser(cast: Cast) -> None:
    risk = avoided(cast)
    hands_over(cast, cast.battalion, days=14)
    with pytest.raises(StepRefused) as refused:
        closed(cast.commander.actor, risk, cast.at + MINUTE)
    assert codes(refused) == ["hands_over"]
    assert closed(cast.safety_adviser.actor, risk, cast.at + MINUTE).state == "closed"


@pytest.mark.parametrize(("unit", "days"), [("BATTALION", 15), ("SQUADRON", 14)])
def test_risk_is_closed_by_who_hands_over_later_or_elsewhere(
    cast: Cast, unit: str, days: int
) -> None:
    risk = avoided(cast)
    hands_over(cast, cast.unit(unit), days=days)
    assert closed(cast.commander.actor, risk, cast.at + MINUTE).state == "closed"
