"""Makes a PDF of a print page, where the optional package and the libraries it needs are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import ImageFile


class NoPdf(Exception):
    """No PDF can be made on this installation; the text says so and what works instead."""


def can_make_pdf() -> bool:
    """Whether this installation can make PDF: the package is there and so are its libraries."""
    try:
        _maker()
    except NoPdf:
        return False
    return True


def pdf_of(html: str, stylesheets: Sequence[str]) -> bytes:
    """A whole HTML document as PDF, with static stylesheets by name; nothing else is fetched.

    Raises NoPdf where none can be made.
    """
    return bytes(_drawn(html, stylesheets).write_pdf())


def pdf_on_one_page(ways: Iterable[str], stylesheets: Sequence[str]) -> bytes:
    """The first of several documents that fits on one page, as PDF; they say less and less.

    When even the last does not fit, its first page. Raises NoPdf where none can be made, and
    ValueError without any document.
    """
    document = None
    for html in ways:
        document = _drawn(html, stylesheets)
        if len(document.pages) == 1:
            break
    if document is None:
        raise ValueError("there is no document to make a PDF of")
    return bytes(document.copy(document.pages[:1]).write_pdf())


def pdf_answer(html: str, stylesheets: Sequence[str], name: str) -> HttpResponse:
    """The PDF as a file to keep. Raises NoPdf where none can be made."""
    return pdf_file(pdf_of(html, stylesheets), name)


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """A PDF that was made, as a file to keep, which no cache does."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _drawn(html: str, stylesheets: Sequence[str]) -> Any:
    maker = _maker()
    styles = [maker.CSS(string=_style(name)) for name in stylesheets]
    return maker.HTML(string=html, url_fetcher=_refuse).render(stylesheets=styles)


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


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> Any:
    """Nothing is fetched: what a page needs stands in it."""
    raise ValueError(f"nothing is fetched for a PDF, not even {url}")
