"""A whole paper: what stands in it, what stands on every page, and its dress."""

from __future__ import annotations

from dataclasses import dataclass

from baken.core.papers.blocks import Block

SANS, SERIF = "sans", "serif"


@dataclass(frozen=True)
class Dress(Block):
    """How a paper looks: the colour of headings as ``#rrggbb``, the kind of letter, and a logo as PNG."""

    colour: str = "#154273"
    letter: str = SANS
    logo: bytes = b""
    logo_text: str = ""


@dataclass(frozen=True)
class Paper(Block):
    """A paper in one language.

    ``about`` says in a line what it is, ``head`` and ``foot`` stand on every page, ``warning`` is a word
    that stands across every page of a paper that does not hold.
    """

    title: str
    about: str
    language: str
    blocks: tuple[Block, ...]
    head: str = ""
    foot: str = ""
    warning: str = ""
    dress: Dress = Dress()
