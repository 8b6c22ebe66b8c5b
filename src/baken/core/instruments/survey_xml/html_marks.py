"""Takes HTML apart into marks and text; what is no mark that HTML knows stays text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

BREAK, LINK, ITEM = "br", "a", "li"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
LINES = frozenset({"tr", "dt", "dd", "hr"})  # begin on a line of their own, close to the one before
RAISED = {"sup": str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"),
          "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")}  # fmt: skip
PROGRAMS = frozenset({"script", "style"})
EMBEDDED = frozenset({"img", "iframe", "embed", "object", "video", "audio", "source"})
BLOCKS = HEADINGS | LISTS | LINES | {
    "p", "div", "blockquote", "pre", "table", "dl", "address", "section", "article", "header", "footer",
    "center", "form", "fieldset", "figure", "figcaption", "caption", "nav", "aside", ITEM,
}  # fmt: skip
_INLINE = {
    "b", "strong", "i", "em", "u", "span", "font", "small", "big", "s", "strike", "del", "ins", "code", "tt",
    "abbr", "acronym", "cite", "q", "label", "tbody", "thead", "tfoot", "body", "html", "wbr", "param",
}  # fmt: skip
KNOWN = BLOCKS | CELLS | PROGRAMS | EMBEDDED | RAISED.keys() | _INLINE | {BREAK, LINK}
# A mark ends before the next one begins, so that one that is never closed takes nothing along.
_MARK = re.compile(r"<!--|-->|<([/!?]?)([A-Za-z][^<>]*|\[[^<>]*)>")
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9]*)(:[A-Za-z0-9]+)?(?![^\s/])")
_ATTRIBUTE = re.compile(r"""(?<![A-Za-z-])([A-Za-z-]+)\s*=\s*("[^"]*"?|'[^']*'?|[^\s"'>]+)""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(frozen=True)
class Mark:
    """A mark of HTML; ``written`` are its attributes as they stand."""

    name: str
    is_end: bool = False
    written: str = ""

    def attribute(self, name: str) -> str:
        """An attribute, or nothing."""
        for found in _ATTRIBUTE.finditer(self.written):
            if found[1].lower() == name:
                return decoded(found[2].strip("\"'")).strip()
        return ""


def marks_and_text(source: str) -> Iterator[Mark | str]:
    """The marks and the texts between them; a comment is neither, unless it never ends."""
    place, comment = 0, None
    for found in _MARK.finditer(source):
        mark = found[0]
        if comment is not None:
            place, comment = (found.end(), None) if mark == "-->" else (place, comment)
            continue
        read = None if mark == "-->" else _read(found)
        if mark != "<!--" and read is None:
            continue
        yield decoded(source[place : found.start()])
        place = found.end()
        if read is None:
            place = comment = found.start()
        elif read.name:
            yield read
    yield decoded(source[place:])


def decoded(text: str) -> str:
    """A text with its entities as characters; an ampersand that begins none stays as it is."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def has_marks(source: str) -> bool:
    """Whether blocks or breaks stand in a text, so that its own lines mean nothing."""
    marks = (one for one in marks_and_text(source) if isinstance(one, Mark))
    return any(one.name in BLOCKS or one.name == BREAK for one in marks)


def _read(found: re.Match[str]) -> Mark | None:
    """The mark that was found: one without a name when it says nothing, None when it is text."""
    sign, inside = found[1], found[2]
    if inside is None:
        return None
    if sign in ("!", "?"):
        return Mark("")
    name = _NAME.match(inside)
    if name is None:
        return None
    if name[2]:
        return Mark("")
    known = name[1].lower()
    return Mark(known, sign == "/", inside[name.end() :]) if known in KNOWN else None
