"""A drawn bow-tie: text fits its box, boxes stand apart, lines end at the top event."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.register.rules.drawing import (
    BARRIER_WIDTH,
    END_WIDTH,
    MOST_LINES,
    PADDING,
    SIGN_WIDTH,
    Box,
    Drawing,
    DrawnBarrier,
    DrawnLine,
    drawing_of,
    wrapped,
)

texts = st.sampled_from(
    [
        "",
        "a",
        "Schutter is verdwaald",
        "schietbaancommandantenoverleg b-c " * 4,
        "Een heel lang verhaal over wat er mis kan gaan op de baan. " * 6,
    ]
)
barriers = st.builds(
    DrawnBarrier,
    code=st.just("b1"),
    text=texts,
    status=st.sampled_from(["green", "red"]),
    words=st.just("houdt"),
)
lines = st.lists(
    st.builds(DrawnLine, code=st.just("t1"), text=texts, barriers=st.lists(barriers, max_size=3)),
    max_size=3,
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ("",)),
        ("Mist", ("Mist",)),
        ("Schutter is verdwaald", ("Schutter is", "verdwaald")),
        ("Sectormarkeringspalen", ("Sectormarkering-", "spalen")),
        ("een Sectormarkeringspalen", ("een", "Sectormarkering-", "spalen")),
        ("aaaaaaaaaaaaaaaaa " * 12, ("aaaaaaaaaaaaaaa-", "aa") * 4),
    ],
)
def test_text_is_broken_to_fit(text: str, told: tuple[str, ...]) -> None:
    found = wrapped(text, BARRIER_WIDTH)
    if len(told) == MOST_LINES:
        told = (*told[:-1], "aa…")
    assert found == told


def test_bow_tie_stands_with_threats_left_and_consequences_right() -> None:
    sound = DrawnBarrier("b3", "Sectormarkering", "green", "houdt")
    net = DrawnBarrier("b5", "Kogelvanger", "red", "faalt")
    last = DrawnBarrier("b6", "Eerste hulp", "grey", "niet bekend")
    drawn = drawing_of(
        "Schot buiten de sector",
        [DrawnLine("t1", "Verdwaald", [sound]), DrawnLine("t2", "Mist")],
        [DrawnLine("c4", "Derde gewond", [net, last])],
    )
    across = [box.code or box.kind for box in sorted(drawn.boxes, key=lambda one: (one.x, one.y))]
    assert across == ["t1", "t2", "b3", "top", "b5", "b6", "c4"]
    assert len(drawn.paths) == 3
    (marked,) = [box for box in drawn.boxes if box.code == "b5"]
    assert marked.mark is not None
    assert (marked.status, marked.mark.text) == ("red", "b5 faalt")


def test_bow_tie_without_parts_is_its_top_event() -> None:
    drawn = drawing_of("Schot", [], [])
    (box,) = drawn.boxes
    assert (box.kind, drawn.paths) == ("top", ())
    assert inside(box, drawn)


def inside(box: Box, drawn: Drawing) -> bool:
    """Whether a box lies within the drawing."""
    across = box.x >= 0 and box.x + box.width <= drawn.width
    return across and box.y >= 0 and box.y + box.height <= drawn.height


def apart(one: Box, other: Box) -> bool:
    """Whether two boxes do not touch."""
    beside = one.x + one.width < other.x or other.x + other.width < one.x
    return beside or one.y + one.height < other.y or other.y + other.height < one.y


@given(top=texts, threats=lines, consequences=lines)
def test_boxes_lie_within_the_drawing_and_apart(
    top: str, threats: list[DrawnLine], consequences: list[DrawnLine]
) -> None:
    drawn = drawing_of(top, threats, consequences)
    assert all(inside(box, drawn) for box in drawn.boxes)
    assert all(apart(one, other) for one, other in combinations(drawn.boxes, 2))


@given(top=texts, threats=lines)
def test_text_lies_within_its_box(top: str, threats: list[DrawnLine]) -> None:
    for box in drawing_of(top, threats, []).boxes:
        for line in box.lines:
            assert len(line.text) * SIGN_WIDTH <= box.width - 2 * PADDING
            assert box.y < line.y < box.y + box.height


def test_end_of_a_line_is_wide_enough_for_a_word() -> None:
    assert wrapped("Schietbaankeuring", END_WIDTH) == ("Schietbaankeuring",)
