"""Makes a PDF of a print page, where the optional package and the libraries it needs are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import ImageFile

PICTURE = "picture:"  # before the name of a picture that a document brings along


class NoPdf(Exception):
    """No PDF can be made on this installation; the text says so and what works instead."""


@dataclass(frozen=True)
class Beside:
    """What a document brings along: styles after the stylesheets, and pictures (SVG or PNG) by name.

    In the document a picture is called ``picture:`` and its name. A document that brings something is
    tagged for who has it read aloud. Source: ISO 14289-1 (PDF/UA-1).
    """

    styles: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def can_make_pdf() -> bool:
    """Whether this installation can make PDF: the package is there and so are its libraries."""
    try:
        _maker()
    except NoPdf:
        return False
    return True


def pdf_of(html: str, stylesheets: Sequence[str], beside: Beside | None = None) -> bytes:
    """A whole HTML document as PDF, with static stylesheets by name; nothing else is fetched.

    Raises NoPdf where none can be made.
    """
    return _written(_drawn(html, stylesheets, beside), beside)


def pdf_on_one_page(
    ways: Iterable[str], stylesheets: Sequence[str], beside: Beside | None = None
) -> bytes:
    """The first of several documents that fits on one page, as PDF; they say less and less.

    When even the last does not fit, its first page. Raises NoPdf where none can be made, and
    ValueError without any document.
    """
    document = None
    for html in ways:
        document = _drawn(html, stylesheets, beside)
        if len(document.pages) == 1:
            break
    if document is None:
        raise ValueError("there is no document to make a PDF of")
    return _written(document.copy(document.pages[:1]), beside)


def pdf_answer(html: str, stylesheets: Sequence[str], name: str) -> HttpResponse:
    """The PDF as a file to keep. Raises NoPdf where none can be made."""
    return pdf_file(pdf_of(html, stylesheets), name)


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """A PDF that was made, as a file to keep, which no cache does."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _drawn(html: str, stylesheets: Sequence[str], beside: Beside | None) -> Any:
    maker, brought = _maker(), beside or Beside()
    fetch = _fetcher(maker, brought.pictures)
    given = [*(_style(name) for name in stylesheets), brought.styles]
    styles = [maker.CSS(string=one, url_fetcher=fetch) for one in given]
    return maker.HTML(string=html, url_fetcher=fetch).render(stylesheets=styles)


def _written(document: Any, beside: Beside | None) -> bytes:
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1" if beside else None))


def _fetcher(maker: Any, pictures: Mapping[str, bytes]) -> Callable[..., Any]:
    """Gives the pictures that were brought along, and refuses everything else."""

    def fetch(url: str, *_args: Any, **_kwargs: Any) -> Any:
        content = pictures.get(url.removeprefix(PICTURE)) if url.startswith(PICTURE) else None
        if content is None:
            raise ValueError(f"nothing is fetched for a PDF, not even {url}")
        kind = "image/svg+xml" if content.startswith(b"<svg") else "image/png"
        return maker.urls.URLFetcherResponse(url, content, {"Content-Type": kind})

    return fetch


def _maker() -> Any:
    """The package, loaded when first needed: most installations never do.

    It tells Pillow to take half pictures for the whole process; an upload must not be kept because
    somebody made a PDF before, so that is undone.
    """
    try:
        import weasyprint
    except (ImportError, OSError):
        text = _("This installation cannot make PDF. Use the print page: it prints the same.")
        raise NoPdf(text) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _style(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise LookupError(f"there is no static file {name!r}")
    return Path(found).read_text(encoding="utf-8")
