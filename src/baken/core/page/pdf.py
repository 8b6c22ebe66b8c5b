"""Makes a PDF of a print page, where the optional package and the libraries it needs are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.translation import gettext as _


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
    maker = _maker()
    styles = [maker.CSS(string=_style(name)) for name in stylesheets]
    document = maker.HTML(string=html, url_fetcher=_refuse)
    return bytes(document.write_pdf(stylesheets=styles))


def pdf_answer(html: str, stylesheets: Sequence[str], name: str) -> HttpResponse:
    """The PDF as a file to keep. Raises NoPdf where none can be made."""
    answer = HttpResponse(pdf_of(html, stylesheets), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _maker() -> Any:
    """The package, loaded when first needed: most installations never do."""
    try:
        import weasyprint
    except (ImportError, OSError):
        text = _("This installation cannot make PDF. Use the print page: it prints the same.")
        raise NoPdf(text) from None
    return weasyprint


def _style(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise LookupError(f"there is no static file {name!r}")
    return Path(found).read_text(encoding="utf-8")


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> Any:
    """Nothing is fetched: what a page needs stands in it."""
    raise ValueError(f"nothing is fetched for a PDF, not even {url}")
