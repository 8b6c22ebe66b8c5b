"""A paper as PDF: one HTML document with its styles and pictures, tagged and in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from baken.core.page.pdf import Beside, pdf_of, pdf_on_one_page
from baken.core.page.qr import square
from baken.core.papers.blocks import Block, Square, in_parts, is_wide
from baken.core.papers.paper import SERIF, Dress, Paper

STYLES = ("papers/paper.css",)
# The shape says the same as the word and the colour, as on every page of the product.
SHAPES = {
    "none": '<circle cx="10" cy="10" r="7" fill="none" stroke="#475467" stroke-width="2"/>',
    "low": '<circle cx="10" cy="10" r="7" fill="#185a31"/>',
    "medium": '<path d="M10 2 19 18H1z" fill="#604100"/>',
    "high": '<path d="M2.5 2.5h15v15h-15z" fill="#7d2d00"/>',
    "extreme": '<path d="M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z" fill="#86112f"/>',
    "unknown": '<circle cx="10" cy="10" r="7" fill="none" stroke="#475467" stroke-width="2"'
    ' stroke-dasharray="2.5 2.5"/>',
}


def paper_pdf(paper: Paper) -> bytes:
    """The whole paper. Raises NoPdf where none can be made."""
    return pdf_of(html_of(paper), STYLES, beside_of(paper))


def paper_on_one_page(papers: Iterable[Paper]) -> bytes:
    """The first of several papers, that say less and less, that fits on one side of A4.

    They have dress and pictures in common. Raises NoPdf, and StopIteration without any paper.
    """
    ways = iter(papers)
    first = next(ways)
    drawn = (html_of(paper) for paper in chain([first], ways))
    return pdf_on_one_page(drawn, STYLES, beside_of(first))


def html_of(paper: Paper) -> str:
    """The paper as HTML; pictures stand in it by name."""
    parts = [
        {"wide": is_wide(part), "blocks": [_shown(one) for one in part]}
        for part in in_parts(paper.blocks)
    ]
    shown = {"paper": paper, "parts": parts}
    return render_to_string("papers/paper.html", shown)


def beside_of(paper: Paper) -> Beside:
    """The styles and pictures of a paper."""
    return Beside(styles_of(paper), pictures_of(paper))


def pictures_of(paper: Paper) -> dict[str, bytes]:
    """The pictures by the names under which they stand in a paper."""
    found = {f"mark-{tone}": _drawing(shape) for tone, shape in SHAPES.items()}
    if paper.dress.logo:
        found["logo"] = paper.dress.logo
    if paper.warning:
        found["warning"] = _across(paper.warning)
    for one in paper.blocks:
        if isinstance(one, Square):
            found["square"] = square(one.address).encode()
    return found


def styles_of(paper: Paper) -> str:
    """What differs from one paper to another: the dress, and what stands on every page."""
    page = css_text(_("Page"))
    letter = "serif" if paper.dress.letter == SERIF else "sans-serif"
    across = "background: url(picture:warning) no-repeat center center;" if paper.warning else ""
    return f"""
        html {{ --accent: {paper.dress.colour or Dress().colour}; font-family: {letter}; }}
        @page {{ {across}
            @top-left {{ content: "{css_text(paper.head)}"; }}
            @top-right {{ content: "{css_text(paper.warning)}"; }}
            @bottom-left {{ content: "{css_text(paper.foot)}"; }}
            @bottom-right {{ content: "{page} " counter(page) " / " counter(pages); }}
        }}
    """


def css_text(text: str) -> str:
    """A text between quotation marks in a stylesheet; whatever it holds stays text."""
    line = " ".join(text.split())
    return "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in line)


def _shown(one: Block) -> dict[str, Any]:
    return {"kind": type(one).__name__, "it": one}


def _drawing(shape: str) -> bytes:
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20">'
    return f"{start}{shape}</svg>".encode()


def _across(warning: str) -> bytes:
    """A word across a page, as large as fits."""
    size = min(120, 900 // max(len(warning), 1))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">'
        f'<text x="300" y="300" font-size="{size}" font-family="sans-serif" font-weight="bold"'
        ' fill="#f6e2e4" text-anchor="middle" dominant-baseline="middle"'
        f' transform="rotate(-45 300 300)">{escape(warning)}</text></svg>'
    ).encode()
