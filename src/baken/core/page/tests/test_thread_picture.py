"""The picture of a thread: columns that have something, boxes in them, and wires."""

from __future__ import annotations

import pytest

from baken.core.page.thread_picture import (
    BETWEEN,
    EDGE,
    HEIGHT,
    MOST_IN_COLUMN,
    TOP,
    WIDE,
    Card,
    thread_picture_of,
)

HEADS = [f"head {number}" for number in range(8)]


def card(column: int, title: str = "Ladder", **more: object) -> Card:
    return Card(column=column, kind="Melding", title=title, **more)  # type: ignore[arg-type]


def test_picture_leaves_out_columns_that_have_nothing() -> None:
    picture = thread_picture_of([card(0), card(2), card(2)], [(0, 1, False), (0, 2, True)], HEADS)
    width, gap = WIDE
    assert [head.text for head in picture.heads] == ["head 0", "head 2"]
    assert [(box.x, box.y) for box in picture.boxes] == [
        (EDGE, TOP),
        (EDGE + width + gap, TOP),
        (EDGE + width + gap, TOP + HEIGHT + BETWEEN),
    ]
    assert [wire.is_unseen for wire in picture.wires] == [False, True]
    assert (picture.width, picture.left_out) == (2 * EDGE + 2 * width + gap, 0)


def test_picture_draws_a_wire_the_same_from_either_end() -> None:
    cards = [card(0), card(1)]
    there = thread_picture_of(cards, [(0, 1, False)], HEADS)
    back = thread_picture_of(cards, [(1, 0, False)], HEADS)
    assert there.wires == back.wires


def test_picture_draws_a_wire_within_a_column_beside_it() -> None:
    [wire] = thread_picture_of([card(1), card(1)], [(0, 1, False)], HEADS).wires
    side = EDGE + WIDE[0]
    assert wire.path.startswith(f"M{side} ")
    assert wire.path.endswith(f" {side} {TOP + HEIGHT + BETWEEN + HEIGHT // 2}")


def test_picture_of_a_crowd_shows_the_first_and_counts_the_others() -> None:
    cards = [card(0), *[card(1)] * (MOST_IN_COLUMN + 3)]
    picture = thread_picture_of(cards, [(0, len(cards) - 1, False)], HEADS)
    assert (len(picture.boxes), picture.left_out) == (MOST_IN_COLUMN + 1, 3)
    assert picture.wires == ()


@pytest.mark.parametrize("columns", [5, 8])
def test_picture_stays_readable_on_a_screen_of_1280(columns: int) -> None:
    picture = thread_picture_of([card(number) for number in range(columns)], [], HEADS)
    smallest_text = 12 * min(1, 1180 / picture.width)
    assert smallest_text > 8.5
    assert picture.box_width < 220


def test_picture_wraps_a_title_and_cuts_what_does_not_fit() -> None:
    long = "Een ladder met een gescheurde sport in de werkplaats van het bataljon"
    [box] = thread_picture_of(
        [card(0, long, texts=("waits", "", "x" * 60), marks=("Gesloten 1 mrt", "y"), url="/x")],
        [],
        HEADS,
    ).boxes
    texts = [(line.text, line.look) for line in box.texts]
    assert texts[0] == ("Melding", "kind")
    assert texts[1] == ("Een ladder met een", "title")
    assert texts[2][0].startswith("gescheurde sport")
    assert texts[2][0].endswith("…")
    assert texts[3] == ("waits", "small")
    assert len(texts) == 5
    assert texts[4][0].endswith("…")
    assert [mark.text for mark in box.marks] == ["Gesloten 1 mrt", "y"]
    assert all(mark.y > box.y + HEIGHT for mark in box.marks)
