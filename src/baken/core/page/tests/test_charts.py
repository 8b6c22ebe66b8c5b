"""The chart of figures in time: where bars, labels and borders stand, and what is drawn."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from baken.core.page.charts import BOTTOM, LEFT, RIGHT, TOP, Bar, time_chart_of


def bars(*values: int | None) -> list[Bar]:
    return [Bar(str(2000 + place), (value,)) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("most", "top"),
    [
        (0, "2"),
        (2, "2"),
        (3, "4"),
        (5, "6"),
        (9, "10"),
        (10, "10"),
        (11, "20"),
        (100, "100"),
        (101, "200"),
        (950, "1000"),
        (2_172, "4000"),
    ],
)
def test_scale_ends_at_a_round_number_above_the_highest_bar(most: int, top: str) -> None:
    chart = time_chart_of(bars(most), ())
    assert [mark.text for mark in chart.scale][::2] == ["0", top]


def test_bars_stand_on_the_ground_and_reach_as_high_as_their_number() -> None:
    low, high = time_chart_of(bars(10, 0, 20), ()).blocks
    assert (low.y + low.height, high.y + high.height) == (BOTTOM, BOTTOM)
    assert (high.y, round(low.y)) == (TOP, (TOP + BOTTOM) / 2)
    assert LEFT < low.x < low.x + low.width < high.x < high.x + high.width < RIGHT


def test_parts_of_a_bar_are_stacked_in_their_own_tones() -> None:
    one, other = time_chart_of([Bar("2020", (5, 0, 15))], ()).blocks
    assert (one.y, one.tone, other.tone) == (other.y + other.height, 0, 2)


def test_period_of_which_a_part_is_unknown_has_a_sign_and_no_zero() -> None:
    chart = time_chart_of(bars(None, 4), ())
    assert ([mark.text for mark in chart.unknown], len(chart.blocks)) == (["?"], 1)


def test_border_stands_between_two_bars_with_its_number() -> None:
    chart = time_chart_of(bars(4, 4), [1])
    [border] = chart.borders
    before, after = chart.blocks
    assert before.x + before.width < border.x < after.x
    assert border.text == "1"


def test_labels_are_no_more_than_can_be_read_and_end_with_the_last() -> None:
    labels = [mark.text for mark in time_chart_of(bars(*range(30)), ()).labels]
    assert (len(labels), labels[-1]) == (5, "2029")


def test_numbers_of_borders_that_are_close_stand_below_each_other() -> None:
    far, near, nearer = time_chart_of(bars(*range(1, 60)), [1, 30, 31]).borders
    assert (far.y, near.y, nearer.y) == (16, 16, 46)


def test_chart_without_bars_is_empty() -> None:
    chart = time_chart_of([], ())
    assert (chart.blocks, chart.labels) == ((), ())


def test_chart_is_drawn_with_points_for_decimals_in_every_language() -> None:
    text = Template("{% load components %}{% time_chart bars borders label='Per jaar' note='6' %}")
    drawn = text.render(Context({"bars": bars(1, 2, 3), "borders": [2]}))
    assert drawn.count("<rect") == 3
    assert 'aria-label="Per jaar"' in drawn
    assert 'class="baken-chart__border" x1="426.7"' in drawn
    assert "<figcaption>6</figcaption>" in drawn
