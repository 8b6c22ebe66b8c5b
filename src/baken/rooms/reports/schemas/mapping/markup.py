"""Texts with HTML in them as plain text: what a browser would not show goes, lines stay lines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LIST = "dd dl dt li ol ul"
_HEADS = "h1 h2 h3 h4 h5 h6"
_BLOCKS = "address article aside blockquote br div footer header hr p pre section table tr"
_BREAKS = frozenset(f"{_LIST} {_HEADS} {_BLOCKS}".split())
_UNSEEN = frozenset({"head", "noscript", "script", "style", "template", "title"})
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n[ \n]*")
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")


def plain_text(value: str) -> str:
    """The text without marks of HTML and with its signs written out; other text as it is.

    The result is text and is never shown as HTML: pages escape it like every other text.
    """
    if not _MARKUP.search(value):
        return value.strip()
    reader = _Reader()
    reader.feed(value)
    reader.close()
    text = _BLANKS.sub(" ", "".join(reader.parts))
    return _AROUND_BREAKS.sub("\n", text).strip()


class _Reader(HTMLParser):
    """Collects what is text; however broken the marks are, it goes on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A mark that opens: some begin a new line, of some nothing is shown."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A mark that closes."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Text between marks."""
        if not self._unseen:
            self.parts.append(data.replace("\n", " ").replace("\r", " "))
