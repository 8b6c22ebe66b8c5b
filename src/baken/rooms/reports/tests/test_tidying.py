"""Who hands over command soon does not close occurrences to tidy up (organisation, section 8.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.models import Handover
from baken.rooms.org.tests.factories import handover_in
from baken.rooms.reports.tests.acts import fresh, step
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db


def test_occurrence_is_not_closed_by_who_hands_over_soon_and_is_by_the_safety_adviser(
    cast: Cast,
) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, state="ready_to_close")
    record = handover_in(unit=cast.battalion, outgoing=cast.commander.person)
    rows = Handover.objects.for_system(reason="terms").filter(pk=record.pk)
    rows.update(starts_on=(cast.at + timedelta(days=14)).date())
    with pytest.raises(StepRefused) as refused:
        step(cast.commander, occurrence, "close", at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["hands_over"]
    step(cast.safety_adviser, occurrence, "close", at=cast.at)
    assert fresh(occurrence).state == "closed"


def test_occurrence_is_closed_by_who_hands_over_later(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, state="ready_to_close")
    handover_in(unit=cast.battalion, outgoing=cast.commander.person)
    step(cast.commander, occurrence, "close", at=cast.at)
    assert fresh(occurrence).state == "closed"
