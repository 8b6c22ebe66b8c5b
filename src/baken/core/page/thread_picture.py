"""Where everything stands in the picture of a thread: boxes in columns, and the wires between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

HEIGHT, BETWEEN = 126, 22
TOP, EDGE, HEAD_AT = 34, 4, 18
INSET, FIRST_LINE, LINE = 12, 20, 19
MARK_LINE = 16
MOST_IN_COLUMN = 12
TITLE_LINES = 2
# Up to five columns stand wide; more of them stand narrow, so that the words stay readable.
MOST_WIDE = 5
WIDE, NARROW = (212, 52), (164, 36)
# How wide a sign of a title and of the other texts is, in a wide font.
_TITLE_SIGN, _SMALL_SIGN = 8.8, 7.4


@dataclass(frozen=True)
class Card:
    """A record as it is drawn: the number of its column, its texts, and what stands under it."""

    column: int
    kind: str
    title: str
    texts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    url: str = ""
    is_start: bool = False


@dataclass(frozen=True)
class Text:
    """A line of text and where it begins."""

    x: int
    y: int
    text: str
    look: str = ""


@dataclass(frozen=True)
class Box:
    """A card in its place."""

    x: int
    y: int
    url: str
    is_start: bool
    texts: tuple[Text, ...]
    marks: tuple[Text, ...]


@dataclass(frozen=True)
class Wire:
    """A line between two boxes, as a path; ``is_unseen`` when something unseen lies between."""

    path: str
    is_unseen: bool


@dataclass(frozen=True)
class ThreadPicture:
    """A picture that is ready to be drawn. ``left_out`` are records that only the list holds."""

    width: int
    height: int
    box_width: int
    heads: tuple[Text, ...]
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    left_out: int


def thread_picture_of(
    cards: Sequence[Card], wires: Sequence[tuple[int, int, bool]], heads: Sequence[str]
) -> ThreadPicture:
    """Lay out cards in columns; columns without a card are left out, ``heads`` names them all.

    ``wires`` join two cards by their places in ``cards``, and say whether something unseen lies
    between. A column holds at most twelve boxes.
    """
    used = sorted({card.column for card in cards})
    width, gap = WIDE if len(used) <= MOST_WIDE else NARROW
    step = HEIGHT + BETWEEN + MARK_LINE * max((len(card.marks) for card in cards), default=0)
    left = {column: EDGE + place * (width + gap) for place, column in enumerate(used)}
    spots: dict[int, tuple[int, int]] = {}
    filled = dict.fromkeys(used, 0)
    for number, card in enumerate(cards):
        if filled[card.column] < MOST_IN_COLUMN:
            spots[number] = left[card.column], TOP + filled[card.column] * step
            filled[card.column] += 1
    return ThreadPicture(
        width=2 * EDGE + len(used) * width + (len(used) - 1) * gap,
        height=TOP + max(filled.values(), default=0) * step,
        box_width=width,
        heads=tuple(Text(left[column], HEAD_AT, heads[column]) for column in used),
        boxes=tuple(_box(cards[number], *spot, width) for number, spot in spots.items()),
        wires=tuple(
            Wire(_path(spots[one], spots[other], width, gap), unseen)
            for one, other, unseen in wires
            if one in spots and other in spots
        ),
        left_out=len(cards) - len(spots),
    )


def _box(card: Card, x: int, y: int, width: int) -> Box:
    room = width - 2 * INSET
    small = int(room / _SMALL_SIGN)
    title = _lines(card.title, int(room / _TITLE_SIGN), TITLE_LINES)
    lines = [
        (_cut(card.kind, small), "kind"),
        *((line, "title") for line in title),
        *((_cut(text, small), "small") for text in card.texts if text),
    ]
    return Box(
        x=x,
        y=y,
        url=card.url,
        is_start=card.is_start,
        texts=tuple(
            Text(x + INSET, y + FIRST_LINE + nth * LINE, text, look)
            for nth, (text, look) in enumerate(lines)
        ),
        marks=tuple(
            Text(x + INSET, y + HEIGHT + (nth + 1) * MARK_LINE, _cut(mark, small), "mark")
            for nth, mark in enumerate(card.marks)
        ),
    )


def _lines(text: str, signs: int, most: int) -> list[str]:
    """A text in at most so many lines; what does not fit ends in an ellipsis."""
    lines = wrap(text, signs)
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        lines = [*lines[: most - 1], _cut(rest, signs)]
    return lines


def _cut(text: str, signs: int) -> str:
    return text if len(text) <= signs else f"{text[: signs - 1].rstrip()}…"


def _path(one: tuple[int, int], other: tuple[int, int], width: int, gap: int) -> str:
    """A curve from the right of the left box to the left of the right one; in one column beside it."""
    (x, y), (to_x, to_y) = sorted((one, other))
    begin, end = y + HEIGHT // 2, to_y + HEIGHT // 2
    if x == to_x:
        side = x + width
        bend = side + gap // 2
        return f"M{side} {begin} C{bend} {begin} {bend} {end} {side} {end}"
    middle = (x + width + to_x) // 2
    return f"M{x + width} {begin} C{middle} {begin} {middle} {end} {to_x} {end}"
