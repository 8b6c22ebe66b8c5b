"""Answers with several parts, typed as lines: cells by their place, and nothing lost in silence."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.definitions import Form
from baken.core.instruments.tests.instruments import load
from baken.core.instruments.tests.scales import PRODUCT, read
from baken.rooms.library.rules.typed_answers import cells_of, typed

TOOLS = load().questions["tools"].form


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (Form("text"), "a | b", "a | b"),
        (TOOLS, "saw | 3,5\n\n  \nhammer", [{"name": "saw", "mass": "3,5"}, {"name": "hammer"}]),
        (TOOLS, "saw || new", [{"name": "saw", "3": "new"}]),
        (TOOLS, "", []),
        (
            Form("measure_list"),
            "Guard | source | workshop",
            [{"text": "Guard", "level": "source", "owner": "workshop"}],
        ),
        (
            Form("measurement_series"),
            "81,2 82 | 1,5 | 2026-11-01",
            {"values": ["81,2", "82"], "uncertainty": "1,5", "calibrated_on": "2026-11-01"},
        ),
        (Form("measurement_series"), "| 1", {"values": [], "uncertainty": "1"}),
        (Form("measurement_series"), " ", None),
        (Form("risk_list"), "Fall | x.y", [{"title": "Fall", "hazard": "x.y"}]),
    ],
)
def test_lines_are_read_as_rows(form: Form, text: str, value: Any) -> None:
    assert typed(form, text) == value


def test_score_of_a_line_is_the_values_of_the_axes_in_order() -> None:
    text = "Fall | x.y | Off the roof | 10 often | 1 seldom"
    [row] = typed(Form("risk_list"), text, read(PRODUCT))
    assert row["current"] == {"harm": "10", "chance": "often"}
    assert row["residual"] == {"harm": "1", "chance": "seldom"}


def test_score_without_a_model_has_no_axes() -> None:
    [row] = typed(Form("risk_list"), "Fall | | | 10 often")
    assert row == {"title": "Fall", "current": {}}


def test_cells_of_what_is_no_row_are_none() -> None:
    assert cells_of(TOOLS) == ("name", "mass")
    assert cells_of(Form("measure_list")) == ("text", "level", "owner", "when")
    assert cells_of(Form("text")) == ()
