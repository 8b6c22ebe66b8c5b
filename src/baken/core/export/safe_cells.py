"""Text that a spreadsheet would take for a formula is made to stay text.

An apostrophe goes before the dangerous sign, at the start of the text and after every sign at which
a spreadsheet with another list separator could begin a new cell. ``plain_text`` takes exactly those
apostrophes away again, so that nothing of the meaning is lost.
Source: OWASP, CSV injection.
"""

from __future__ import annotations

import re

_STARTS = "=+\\-@\t\r＝＋－＠"
_PARTS = ",;\t\r\n\"'"
_UNSAFE = re.compile(rf"(^|[{_PARTS}])(?=[{_STARTS}])")
_MARKED = re.compile(rf"'(?=[{_STARTS}])")


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet may take a whole cell for a formula."""
    return re.match(f"[{_STARTS}]", text) is not None


def safe_text(text: str) -> str:
    """The text with an apostrophe before every sign that could start a formula."""
    return _UNSAFE.sub(r"\1'", text)


def plain_text(cell: str) -> str:
    """The text that ``safe_text`` made this cell of."""
    return _MARKED.sub("", cell)
