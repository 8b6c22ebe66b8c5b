"""An adviser puts a barrier between a threat and the top event, and sees it drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baken.conftest import Cast
from baken.rooms.register.tests.bow_ties import make_whole, weakened
from tests.journeys.test_every_page_is_accessible import faults

PHONE, SCREEN = 360, 1280


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_barrier_is_added_put_on_a_threat_and_drawn(
    screens: Any, cast: Cast, violations: Callable[..., list[str]], width: int
) -> None:
    adviser = cast.safety_adviser.actor
    record = make_whole(actor=adviser, unit=cast.company, at=cast.at)
    weakened(record, adviser, cast.at, "Een verdwaalde schutter ziet de markering niet. " * 3)
    page = screens.open("safety_adviser", width=width)
    page.goto(f"/vlinderdassen/{record.ref}")

    page.get_by_role("link", name="Add a barrier").click()
    page.get_by_label("Barrier", exact=True).fill("Hoog hek om de baan")
    page.get_by_label("Side").select_option("preventive")
    page.get_by_label("Kind of barrier").select_option("passive_hardware")
    page.get_by_label("How well it works").fill("95")
    page.get_by_role("button", name="Add a barrier").click()
    page.get_by_role("link", name="Put b12 on a line").click()
    page.get_by_label("Threat or consequence").select_option("t9")
    page.get_by_role("button", name="Put a barrier on a threat or consequence").click()

    drawing = page.get_by_role("region", name="Drawing of the bow-tie")
    assert "b12 not known" in drawing.text_content()
    assert page.get_by_role("row", name="t9").get_by_text("Hoog hek om de baan").is_visible()
    assert faults(page, violations) == []
