"""Where everything of a bow-tie stands when it is drawn: threats left, top event in the middle.

Pure geometry in units of the drawing, which are pixels at normal size. Text is broken to fit by the
number of signs, so that the drawing is the same on every device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

END_WIDTH, BARRIER_WIDTH, TOP_WIDTH = 156, 148, 156
GAP, ROW_GAP, MARGIN, PADDING = 14, 18, 12, 8
LINE_HEIGHT = 17
SIGN_WIDTH = 8.0
MARK_HEIGHT = 24
MOST_LINES = 8
MORE = "…"


@dataclass(frozen=True)
class DrawnBarrier:
    """A barrier as it is drawn on a line: what it is called, its status, and the words for that."""

    code: str
    text: str
    status: str
    words: str


@dataclass(frozen=True)
class DrawnLine:
    """A threat or consequence with its barriers, counted from the threat or the top event."""

    code: str
    text: str
    barriers: Sequence[DrawnBarrier] = ()


@dataclass(frozen=True)
class TextLine:
    """A line of text and where its left end, or for the middle its centre, stands."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Box:
    """A box with text in it. ``kind`` is threat, consequence, top or barrier."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[TextLine, ...]
    code: str = ""
    status: str = ""
    mark: TextLine | None = None


@dataclass(frozen=True)
class Drawing:
    """A bow-tie that is ready to be drawn: its size, its boxes, and its lines as paths."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """A text in lines that fit a width; a word that is too long is broken, too much is cut off."""
    room = max(int((width - 2 * PADDING) / SIGN_WIDTH), 4)
    lines: list[str] = []
    now = ""
    for word in (piece for one in text.split() for piece in _pieces(one, room)):
        longer = f"{now} {word}" if now else word
        if len(longer) > room:
            lines.append(now)
            longer = word
        now = longer
    lines.append(now)
    if len(lines) > MOST_LINES:
        return (*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: room - 1] + MORE)
    return tuple(lines)


def drawing_of(
    top_event: str, threats: Sequence[DrawnLine], consequences: Sequence[DrawnLine]
) -> Drawing:
    """Lay out a bow-tie. Lines run straight through their barriers and meet at the top event."""
    before = max((len(one.barriers) for one in threats), default=0)
    after = max((len(one.barriers) for one in consequences), default=0)
    top_x = MARGIN + _side_width(before)
    width = top_x + TOP_WIDTH + _side_width(after) + MARGIN
    top = wrapped(top_event, TOP_WIDTH)
    rows = [_tall(threats), _tall(consequences)]
    inner = max(sum(one) + ROW_GAP * (len(one) - 1) if one else 0 for one in rows)
    inner = max(inner, _text_height(top))
    middle = MARGIN + inner / 2
    boxes, paths = [_box("top", top_x, middle, TOP_WIDTH, top)], []
    for lines, heights, side in (
        (threats, rows[0], _Side(MARGIN, 1, top_x, "threat")),
        (consequences, rows[1], _Side(width - MARGIN, -1, top_x + TOP_WIDTH, "consequence")),
    ):
        y = middle - (sum(heights) + ROW_GAP * max(len(heights) - 1, 0)) / 2
        for line, height in zip(lines, heights, strict=True):
            boxes += _row(line, side, y + height / 2)
            paths.append(_path(side, y + height / 2, middle))
            y += height + ROW_GAP
    return Drawing(width, inner + 2 * MARGIN, tuple(boxes), tuple(paths))


@dataclass(frozen=True)
class _Side:
    """One side: its outer edge, which way is inward (1 or -1), and the edge of the top event."""

    edge: float
    inward: int
    top_edge: float
    kind: str


def _side_width(barriers: int) -> float:
    return END_WIDTH + barriers * (GAP + BARRIER_WIDTH) + 2 * GAP


def _tall(lines: Sequence[DrawnLine]) -> list[float]:
    """How high the row of each line is: as its highest box."""
    return [
        max(
            _text_height(wrapped(_said(line), END_WIDTH)),
            *(
                _text_height(wrapped(one.text, BARRIER_WIDTH)) + MARK_HEIGHT
                for one in line.barriers
            ),
            0.0,
        )
        for line in lines
    ]


def _row(line: DrawnLine, side: _Side, y: float) -> list[Box]:
    """The boxes of a line: its end, and its barriers inward, nearest the threat or top event first."""
    end = _left(side, 0, END_WIDTH)
    boxes = [_box(side.kind, end, y, END_WIDTH, wrapped(_said(line), END_WIDTH), line.code)]
    inward = line.barriers if side.inward == 1 else tuple(reversed(line.barriers))
    for place, one in enumerate(inward):
        offset = END_WIDTH + GAP + place * (BARRIER_WIDTH + GAP)
        boxes.append(_barrier(one, _left(side, offset, BARRIER_WIDTH), y))
    return boxes


def _left(side: _Side, offset: float, width: float) -> float:
    return side.edge + offset if side.inward == 1 else side.edge - offset - width


def _barrier(one: DrawnBarrier, x: float, y: float) -> Box:
    lines = wrapped(one.text, BARRIER_WIDTH)
    height = _text_height(lines) + MARK_HEIGHT
    top = y - height / 2
    mark = TextLine(x + PADDING, top + PADDING + LINE_HEIGHT / 2, f"{one.code} {one.words}")
    return Box(
        kind="barrier",
        x=x,
        y=top,
        width=BARRIER_WIDTH,
        height=height,
        lines=_text_lines(lines, x + PADDING, top + MARK_HEIGHT),
        code=one.code,
        status=one.status,
        mark=mark,
    )


def _box(
    kind: str, x: float, y: float, width: float, lines: tuple[str, ...], code: str = ""
) -> Box:
    height = _text_height(lines)
    top = y - height / 2
    return Box(kind, x, top, width, height, _text_lines(lines, x + PADDING, top), code)


def _text_lines(lines: Sequence[str], x: float, top: float) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(x, top + PADDING + (number + 0.75) * LINE_HEIGHT, text)
        for number, text in enumerate(lines)
    )


def _text_height(lines: Sequence[str]) -> float:
    return len(lines) * LINE_HEIGHT + 2 * PADDING


def _path(side: _Side, y: float, middle: float) -> str:
    """From the outer edge straight inward, then along one bus and into the middle of the top event."""
    bus = side.top_edge - side.inward * GAP
    return f"M{side.edge:g} {y:g}H{bus:g}V{middle:g}H{side.top_edge:g}"


def _said(one: DrawnLine) -> str:
    return f"{one.code} {one.text}"


def _pieces(word: str, room: int) -> list[str]:
    """A word in pieces that fit; a hyphen shows where it was broken."""
    if len(word) <= room:
        return [word]
    cut = [word[at : at + room - 1] for at in range(0, len(word), room - 1)]
    return [f"{piece}-" for piece in cut[:-1]] + cut[-1:]
