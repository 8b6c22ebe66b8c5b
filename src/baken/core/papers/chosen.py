"""Which layout a paper gets: that of the organisation, or the one that comes along."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image

from baken.core.instruments.documents import Problem, Refused
from baken.core.papers import sentences
from baken.core.papers.layouts import Kind, Layout, layout_from

MOST_BYTES, MOST_PIXELS, WIDEST = 1_000_000, 4_000, 1_200


@dataclass(frozen=True)
class Chosen:
    """The layout of a paper with its logo as PNG; ``refused`` says why the organisation's own is not used."""

    layout: Layout
    logo: bytes = b""
    refused: Refused | None = None

    def said(self, language: str) -> str:
        """What is wrong with the organisation's own layout, a line each; nothing when nothing is."""
        return self.refused.said(language) if self.refused else ""


def layout_of(kind: Kind, shipped: Path) -> Chosen:
    """The layout that the organisation keeps for a kind of paper, in the folder of its layouts.

    Without one, or with one that cannot be used, the one in the file ``shipped``.
    """
    own = Path(settings.LAYOUTS_FOLDER) / f"{kind.code}.yaml"
    try:
        seen = own.stat()
    except OSError:
        return _shipped(kind.code, shipped, kind)
    try:
        return _own(own, kind, seen.st_mtime_ns, seen.st_size)
    except Refused as refused:
        return Chosen(_shipped(kind.code, shipped, kind).layout, refused=refused)


@lru_cache(maxsize=32)
def _parsed(own: Path, kind: Kind, _changed: int, _size: int) -> Layout:
    try:
        text = own.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused([Problem(own.name, 1, "", sentences.FILE_UNREAD)]) from None
    return layout_from(own.name, text, kind)


def _own(own: Path, kind: Kind, changed: int, size: int) -> Chosen:
    layout = _parsed(own, kind, changed, size)
    return Chosen(layout, _logo(own, layout) if layout.logo else b"")


@lru_cache(maxsize=32)
def _shipped(code: str, shipped: Path, kind: Kind) -> Chosen:
    return Chosen(layout_from(f"{code}.yaml", shipped.read_text(encoding="utf-8"), kind))


def _logo(own: Path, layout: Layout) -> bytes:
    """The picture, made anew as PNG so that nothing but what is seen is left. Raises Refused."""
    try:
        with (own.parent / layout.logo).open("rb") as file:
            given = file.read(MOST_BYTES + 1)
        with Image.open(io.BytesIO(given), formats=("PNG", "JPEG")) as picture:
            if len(given) > MOST_BYTES or max(picture.size) > MOST_PIXELS:
                raise ValueError("too large")
            drawn = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        told = sentences.PICTURE_UNFIT.filled(name=layout.logo)
        raise Refused([Problem(own.name, layout.logo_line, "layout.logo", told)]) from None
    drawn.thumbnail((WIDEST, WIDEST))
    made = io.BytesIO()
    drawn.save(made, "PNG")
    return made.getvalue()
