"""Reads a layout: which parts a paper has, in which order and under which words, and its dress.

A layout is plain data in YAML. Its texts may name a few known things between braces, such as ``{unit}``;
they are put in as text, and nothing else is looked up or carried out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from baken.core.instruments.documents import Findings, Part, opened, placed
from baken.core.instruments.documents.part import unknown
from baken.core.instruments.texts import Text
from baken.core.papers import sentences
from baken.core.papers.paper import SANS, SERIF

LONGEST_TEXT, LONGEST_LINE = 10_000, 200
OWN_TEXT = "text"  # a part that says nothing but what the layout says
LEAST_CONTRAST = 4.5  # of a colour on white. Source: WCAG 2.2, success criterion 1.4.3
_NAMED = re.compile(r"\{([^{}\n]{0,60})\}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.(png|jpg|jpeg)")


@dataclass(frozen=True)
class LayoutPart:
    """One part: its code, the words above it, and a text before what the product says there."""

    code: str
    title: Text | None
    text: Text | None


@dataclass(frozen=True)
class Layout:
    """How a paper is made up; ``logo`` is the name of a picture beside the file of the layout."""

    paper: str
    version: int
    parts: tuple[LayoutPart, ...]
    head: Text
    foot: Text
    colour: str
    letter: str
    logo: str
    logo_line: int
    logo_text: Text | None


@dataclass(frozen=True)
class Kind:
    """What layouts of a kind of paper may hold: the codes of its parts, those it needs, and known names."""

    code: str
    parts: tuple[str, ...]
    needed: tuple[str, ...]
    names: tuple[str, ...]


def layout_from(file: str, text: str, kind: Kind) -> Layout:
    """The layout in a file. Raises Refused with every mistake, each with file, line and field."""
    findings = Findings()
    whole = opened(findings, file, placed(file, text))
    inner = whole.part("layout") if whole else None
    made = [_layout(inner, kind)] if inner else []
    if whole:
        whole.end()
    findings.settle()
    return made[0]


def put_in(text: str, known: Mapping[str, str]) -> str:
    """A text of a layout with what is known put in for the names between braces."""
    return _NAMED.sub(lambda found: known.get(found[1], found[0]), text)


def _layout(part: Part, kind: Kind) -> Layout:
    paper = part.one_of("paper", (kind.code,))
    version = part.whole("version", 1, 100_000)
    made = Layout(
        paper=paper,
        version=version,
        parts=_parts(part, kind),
        head=_texts(part, "head", kind, LONGEST_LINE),
        foot=_texts(part, "foot", kind, LONGEST_LINE),
        colour=_colour(part),
        letter=part.one_of("letter", (SANS, SERIF), default=SANS),
        logo=_logo(part),
        logo_line=part.line_of("logo"),
        logo_text=_texts_if_any(part, "logo_text", kind, LONGEST_LINE),
    )
    if made.logo and made.logo_text is None:
        part.wrong("logo", sentences.LOGO_UNSAID)
    part.end()
    return made


def _parts(part: Part, kind: Kind) -> tuple[LayoutPart, ...]:
    found, seen = [], set()
    for one in part.parts("parts"):
        code = one.one_of("id", (*kind.parts, OWN_TEXT))
        if code in seen and code != OWN_TEXT:
            one.wrong("id", sentences.TWICE.filled(given=code))
        seen.add(code)
        found.append(
            LayoutPart(
                code,
                _texts_if_any(one, "title", kind, LONGEST_LINE),
                _texts_if_any(one, "text", kind, LONGEST_TEXT),
            )
        )
        one.end()
    for code in kind.needed:
        if code not in seen:
            part.wrong("parts", sentences.PART_MISSING.filled(part=code))
    return tuple(found)


def _texts(part: Part, name: str, kind: Kind, longest: int) -> Text:
    return _texts_if_any(part, name, kind, longest) or Text("", "")


def _texts_if_any(part: Part, name: str, kind: Kind, longest: int) -> Text | None:
    found = part.texts_if_any(name, longest=longest)
    for one in _NAMED.findall(f"{found.nl}\n{found.en}") if found else ():
        if one not in kind.names:
            part.wrong(name, unknown(one, kind.names))
    return found


def _colour(part: Part) -> str:
    if not part.has("colour"):
        return ""
    given = part.text("colour")
    if given and not _COLOUR.fullmatch(given):
        part.wrong("colour", sentences.COLOUR_NEEDED)
        return ""
    if given and contrast_on_white(given) < LEAST_CONTRAST:
        part.wrong("colour", sentences.COLOUR_TOO_LIGHT)
    return given.lower()


def _logo(part: Part) -> str:
    if not part.has("logo"):
        return ""
    given = part.text("logo")
    if given and not _PICTURE.fullmatch(given):
        part.wrong("logo", sentences.PICTURE_NEEDED)
    return given


def contrast_on_white(colour: str) -> float:
    """The contrast of ``#rrggbb`` on white, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
