"""Physical quantities of a slice: exact sums, the share of the limit, and the alarms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from baken.rooms.register.rules.quantities import KINDS, Quantity, problems_of_quantity, totals_of
from baken.rooms.register.texts import NO_QUANTITY, QUANTITY_KINDS

NOISE = Quantity("noise", 85.0, "dB(A)", limit=85.0, name="press", source="measured")


def quantity(kind: str, value: float, limit: float | None = None, unit: str = "") -> Quantity:
    return Quantity(kind, value, unit, limit=limit, source="measured")


@pytest.mark.parametrize(
    ("kind", "parts", "value", "share", "alarm"),
    [
        ("noise", [(85, 85), (85, 85)], 88.0102999566, 2.0, 100),
        ("noise", [(82, 85)], 82.0, 0.501187233627, 50),
        ("noise", [(81.9, 85)], 81.9, 0.489778819368, 0),
        ("noise", [(84.1, 85)], 84.1, 0.812830516164, 80),
        ("noise", [(80, 87), (80, 85)], 83.0102999566, 0.632455532034, 50),
        ("substance", [(12, 50), (30, 100)], 0.54, 0.54, 50),
        ("substance", [(40, 50), (20, 100)], 1.0, 1.0, 100),
        ("hand_arm_vibration", [(3, 5), (4, None)], 5.0, 1.0, 100),
        ("body_vibration", [(0.3, 1.15), (0.4, 1.15)], 0.5, 0.434782608696, 0),
        ("radiation", [(0.5, 1), (0.3, 6)], 0.8, 0.8, 80),
        ("hours", [(4, 12), (1.9, 12)], 5.9, 0.491666666667, 0),
        ("chance", [(0.1, None), (0.2, None)], 0.28, None, 0),
        ("hours", [(0, 12)], 0.0, 0.0, 0),
    ],
)
def test_totals_add_every_kind_by_its_own_law(
    kind: str, parts: list[Any], value: float, share: float | None, alarm: int
) -> None:
    [total] = totals_of([quantity(kind, float(one), limit) for one, limit in parts])
    assert (total.kind, total.value, total.alarm) == (kind, value, alarm)
    assert total.share == (None if share is None else pytest.approx(share, rel=1e-9))


def test_totals_come_in_one_order_and_keep_kinds_apart() -> None:
    told = totals_of(
        [quantity("hours", 8.0, 12.0), replace(NOISE, limit=None), quantity("hours", 1.0)]
    )
    assert [(one.kind, one.value, one.limit) for one in told] == [
        ("noise", 85.0, None),
        ("hours", 9.0, 12.0),
    ]


def test_totals_of_nothing_are_nothing() -> None:
    assert totals_of([]) == ()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, ()),
        ({"limit": None}, ()),
        ({"kind": "mood"}, ("unknown_kind",)),
        ({"unit": "mSv"}, ("unknown_unit",)),
        ({"value": -0.1}, ("no_amount",)),
        ({"value": float("nan")}, ("no_amount",)),
        ({"value": 250.0}, ()),
        ({"value": 250.1}, ("no_amount",)),
        ({"limit": 0.0}, ("no_limit",)),
        ({"limit": float("inf")}, ("no_limit",)),
        ({"source": " "}, ("no_source",)),
        ({"kind": "substance", "unit": "ppm"}, ()),
        ({"kind": "substance", "unit": "ppm", "limit": None}, ("limit_needed",)),
        ({"kind": "chance", "unit": "", "value": 1.0}, ()),
        ({"kind": "chance", "unit": "", "value": 1.1}, ("no_amount",)),
        ({"kind": "hours", "unit": "h", "value": 1e9}, ()),
        ({"kind": "hours", "unit": "h", "value": 1.1e9}, ("no_amount",)),
    ],
)
def test_quantity_is_refused_for_what_is_wrong(
    change: dict[str, Any], codes: tuple[str, ...]
) -> None:
    assert problems_of_quantity(replace(NOISE, **change)) == codes


def test_every_kind_has_its_words() -> None:
    assert tuple(QUANTITY_KINDS) == KINDS
    assert all(str(text) for text in NO_QUANTITY.values())
