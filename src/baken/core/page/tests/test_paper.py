"""QR codes and PDF: drawn here, nothing fetched, and a sentence where none can be made."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from PIL import ImageFile

from baken.core.page.pdf import NoPdf, can_make_pdf, pdf_answer, pdf_of, pdf_on_one_page
from baken.core.page.qr import square
from baken.core.page.tests.papers import pages_in

PAGE = (
    '<!doctype html><html lang="nl"><head><title>T</title></head><body><p>Tekst</p></body></html>'
)
STYLES = ("page/tokens.css",)


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", importing)


def test_square_is_an_svg_without_style_or_script() -> None:
    drawn = square("https://baken.example/m/K7PQ2MXD")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "<script" not in drawn


def test_square_of_another_address_is_another_square() -> None:
    assert square("https://a.example/m/1") != square("https://a.example/m/2")


def test_pdf_is_made_of_the_page_alone() -> None:
    assert can_make_pdf() is True
    assert pdf_of(PAGE, STYLES).startswith(b"%PDF-")


def test_after_a_pdf_half_a_picture_is_still_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the package leaves it
    assert can_make_pdf() is True
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def of_lines(count: int) -> str:
    return PAGE.replace("<p>", "<p>a line</p>" * count + "<p>")


def test_pdf_on_one_page_is_the_first_way_that_fits() -> None:
    asked = []

    def ways() -> Iterator[str]:
        for count in (400, 3, 1):
            asked.append(count)
            yield of_lines(count)

    assert pages_in(pdf_of(of_lines(400), STYLES)) > 1
    assert pages_in(pdf_on_one_page(ways(), STYLES)) == 1
    assert asked == [400, 3]


def test_pdf_on_one_page_keeps_the_first_page_when_nothing_fits() -> None:
    assert pages_in(pdf_on_one_page([of_lines(400)], STYLES)) == 1


def test_pdf_on_one_page_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no document"):
        pdf_on_one_page([], STYLES)


def test_pdf_answer_is_a_file_that_no_cache_keeps() -> None:
    answer = pdf_answer(PAGE, STYLES, "posters")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="posters.pdf"'
    assert answer["Cache-Control"] == "no-store"


def test_pdf_fetches_nothing_from_outside(caplog: pytest.LogCaptureFixture) -> None:
    page = PAGE.replace(
        "<p>", '<img src="http://192.0.2.1/x.png"><img src="file:///etc/passwd"><p>'
    )
    assert pdf_of(page, STYLES).startswith(b"%PDF-")
    told = [
        record.getMessage()
        for record in caplog.records
        if "nothing is fetched" in record.getMessage()
    ]
    assert len(told) == 2


def test_pdf_with_an_unknown_stylesheet_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="no static file"):
        pdf_of(PAGE, ("page/none.css",))


@pytest.mark.usefixtures("without_package")
def test_pdf_without_the_libraries_says_what_works() -> None:
    with translation.override("en"):
        assert can_make_pdf() is False
        with pytest.raises(NoPdf, match="Use the print page"):
            pdf_of(PAGE, STYLES)
