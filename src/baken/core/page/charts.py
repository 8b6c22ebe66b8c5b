"""Where everything stands in a chart of figures in time: bars, a scale, labels and borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 608, 40, 256
NUMBER_AT, NUMBER_ROOM = 16, 30
MOST_LABELS = 5
_LABEL_ROOM = 90
_TONES = 6
_SMALLEST = 2


@dataclass(frozen=True)
class Bar:
    """What is told of one period: its label, and the parts it is stacked of, from below.

    A part is None where its number is not known: nothing is drawn, and no zero either.
    """

    label: str
    parts: tuple[int | None, ...]


@dataclass(frozen=True)
class Block:
    """One part of a bar, and in which tone it is drawn."""

    x: float
    y: float
    width: float
    height: float
    tone: int


@dataclass(frozen=True)
class Mark:
    """A text or a line: where it stands, and what it says."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class TimeChart:
    """A chart that is ready to be drawn. ``unknown`` are the periods of which nothing is known."""

    blocks: tuple[Block, ...]
    unknown: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    scale: tuple[Mark, ...]
    borders: tuple[Mark, ...]


def time_chart_of(bars: Sequence[Bar], borders: Sequence[int]) -> TimeChart:
    """Lay out bars in time; ``borders`` are the places of bars that a border stands before."""
    step = (RIGHT - LEFT) / max(len(bars), 1)
    top = _top(max((sum(part or 0 for part in bar.parts) for bar in bars), default=0))
    return TimeChart(
        blocks=tuple(
            block for place, bar in enumerate(bars) for block in _blocks(place, bar, step, top)
        ),
        unknown=tuple(
            Mark(_middle(place, step), BOTTOM - 8, "?")
            for place, bar in enumerate(bars)
            if None in bar.parts
        ),
        labels=_labels(bars, step),
        scale=tuple(Mark(LEFT, _y(value, top), f"{value:g}") for value in (0, top / 2, top)),
        borders=_borders(borders, step),
    )


def _borders(places: Sequence[int], step: float) -> tuple[Mark, ...]:
    """The numbers above the lines; those too close to the one before stand a row lower."""
    marks: list[Mark] = []
    for number, place in enumerate(places, start=1):
        x, y = round(LEFT + place * step, 1), float(NUMBER_AT)
        if marks and x - marks[-1].x < NUMBER_ROOM:
            y = marks[-1].y + NUMBER_ROOM
        marks.append(Mark(x, y, str(number)))
    return tuple(marks)


def _blocks(place: int, bar: Bar, step: float, top: float) -> list[Block]:
    width, below, blocks = max(step * 0.8, 1.0), 0, []
    for number, part in enumerate(bar.parts):
        if not part:
            continue
        y = _y(below + part, top)
        height = round(_y(below, top) - y, 1)
        x = round(LEFT + place * step + (step - width) / 2, 1)
        blocks.append(Block(x, y, round(width, 1), height, number % _TONES))
        below += part
    return blocks


def _labels(bars: Sequence[Bar], step: float) -> tuple[Mark, ...]:
    """The labels of as many bars as can be read beside each other, the last one among them."""
    every = max(ceil(len(bars) / MOST_LABELS), ceil(_LABEL_ROOM / step)) if bars else 1
    places = range(len(bars) - 1, -1, -every)
    return tuple(
        Mark(_middle(place, step), HEIGHT - 16, bars[place].label) for place in reversed(places)
    )


def _middle(place: int, step: float) -> float:
    return round(LEFT + (place + 0.5) * step, 1)


def _y(value: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)


def _top(most: int) -> float:
    """A round number at or above the highest bar, whose half is whole too."""
    if most <= _SMALLEST:
        return _SMALLEST
    unit = 10 ** floor(log10(most))
    steps = (2, 4, 6, 8, 10) if unit == 1 else (1, 2, 4, 6, 8, 10)
    return next(unit * step for step in steps if unit * step >= most)
