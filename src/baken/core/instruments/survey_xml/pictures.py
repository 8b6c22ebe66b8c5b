"""The pictures of a survey: each with a name of its own, and the bytes when they are a picture at all."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from baken.core.instruments.survey_xml.elements import Element

IMAGE = "image"
LONGEST_NAME = 80
# How a picture begins that a browser shows and that runs no program.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")


def picture_in(element: Element) -> tuple[str, bytes] | None:
    """Content type and bytes of an image; None when they are no picture.

    Some exports wrote base64 of base64: it is taken off twice when there is no picture before. The
    type is that of the bytes, whatever the element says.
    """
    found = _decoded(element.text.encode("ascii", "replace"))
    for content in (found, _decoded(found)):
        for beginning, kind in _BEGINNINGS:
            if content.startswith(beginning):
                return kind, content
    return None


def named_images(outermost: Element) -> Iterator[tuple[str, Element]]:
    """Every image of a file in its order, by a name that no other image has."""
    taken: set[str] = set()
    last: Counter[str] = Counter()
    for nth, element in enumerate(_images(outermost), start=1):
        given = _STRANGE.sub("_", element.attributes.get("filename", "")).strip("._")
        whole = PurePosixPath(given[-LONGEST_NAME:] or f"{IMAGE}_{nth}")
        name = str(whole)
        while name in taken:
            last[str(whole)] += 1
            name = f"{whole.stem}_{last[str(whole)] + 1}{whole.suffix}"
        taken.add(name)
        yield name, element


def _images(element: Element) -> Iterator[Element]:
    for one in element.children:
        if one.name == IMAGE:
            yield one
        yield from _images(one)


def _decoded(content: bytes) -> bytes:
    try:
        return b64decode(content)
    except Error:
        return b""
