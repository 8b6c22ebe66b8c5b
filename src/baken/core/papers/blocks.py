"""What a paper is made of; every text in it is one that any file can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

# Signs that no file holds, that hide text, or that turn its direction around.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b\u202a-\u202e\u2060-\u2069\ufeff]"
)


def clean(text: str) -> str:
    """A text without signs that a file cannot hold or that would hide or turn around what stands there."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Block:
    """Something that stands in a paper."""

    def __post_init__(self) -> None:
        for one in fields(self):  # type: ignore[arg-type]
            object.__setattr__(self, one.name, _cleaned(getattr(self, one.name)))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    return value


@dataclass(frozen=True)
class Heading(Block):
    """A heading; ``level`` 1 is that of a part, the title of the paper stands above it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph(Block):
    """A text; a line that ends is one in the paper too. ``look``: "", lead, muted or warning."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Bullets(Block):
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts(Block):
    """Labels with what is known under them."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Mark(Block):
    """A class: ``tone`` (none, low, medium, high, extreme, unknown) for the eye, ``word`` for everybody."""

    tone: str
    word: str


Cell = str | Mark


@dataclass(frozen=True)
class Table(Block):
    """A table with a row of headers; the first cell of a row names it.

    ``caption`` is empty where the heading above says it. ``widths`` are the columns in twelfths of the
    width; without them each is as wide. The part of a ``wide`` one stands on pages on their side.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Square(Block):
    """An address, drawn as a QR code where a paper can hold one; ``text`` says where it leads."""

    address: str
    text: str


@dataclass(frozen=True)
class NewPage(Block):
    """What follows begins on a page of its own."""


def texts(text: str) -> list[Block]:
    """A longer text as blocks: an empty line parts paragraphs, lines with a dash in front are a list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", clean(text).strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(Bullets(tuple(line[2:].strip() for line in lines)))
        elif lines:
            found.append(Paragraph("\n".join(lines)))
    return found


def in_parts(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks by part: each heading of level 1 begins one.

    A heading goes at most one level deeper than the one before it, so that none is passed over.
    Source: WCAG 2.2, technique G141.
    """
    found: list[list[Block]] = [[]]
    level = 0
    for one in blocks:
        if isinstance(one, Heading):
            level = min(one.level, level + 1)
            one = replace(one, level=level)
            if level == 1:
                found.append([])
        found[-1].append(one)
    return [part for part in found if part]


def is_wide(part: Iterable[Block]) -> bool:
    """Whether a part stands on pages on their side: it has a table that needs it."""
    return any(isinstance(one, Table) and one.wide for one in part)


def known(rows: Iterable[tuple[str, Cell | None]]) -> Facts:
    """Facts without those of which nothing is known."""
    return Facts(tuple((label, value) for label, value in rows if value not in (None, "")))
