"""Papers as files: what a screen reader and an editor meet in them, and that nothing breaks them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from pypdf import PdfReader

from baken.core.papers.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Mark,
    NewPage,
    Paragraph,
    Square,
    Table,
)
from baken.core.papers.page import css_text, html_of, paper_on_one_page, paper_pdf, styles_of
from baken.core.papers.paper import SERIF, Dress, Paper
from baken.core.papers.tests.test_layouts import picture
from baken.core.papers.word_file import paper_word

NASTY = 'a"b\\c</style>\x01\x0b\u202e{x}'
EVERY: tuple[Block, ...] = (
    Paragraph("Kort", "warning"),
    Paragraph("Zacht", "muted"),
    Paragraph("Voorop", "lead"),
    Heading("Eerste deel"),
    Heading("Onderdeel", 2),
    Heading("Dieper", 3),
    Paragraph(f"Tekst\ntwee {NASTY}"),
    Bullets(("een", "twee")),
    Facts((("Klasse", Mark("high", "Hoog")), ("Wie", "Iedereen"))),
    Facts(()),
    Table("Bijschrift", ("Wat", "Klasse"), (("=1+1", Mark("extreme", "Extreem")),), (9, 3)),
    NewPage(),
    Square("https://baken.example.org/rie/A-1", "Lees alles:"),
    Heading("Breed deel"),
    Table("", ("Maatregel", "Wie"), (("Scherm", "Jan"),), wide=True),
    Heading("Slot"),
)


def paper(*blocks: Block, **values: Any) -> Paper:
    """A paper in Dutch."""
    plain: dict[str, Any] = {"title": f"Rapport {NASTY}", "about": "Over", "language": "nl"}
    return Paper(**{**plain, "blocks": blocks or EVERY, "head": f"Kop {NASTY}", **values})


def read(made: bytes) -> PdfReader:
    """A PDF as another program reads it."""
    return PdfReader(io.BytesIO(made))


def tags(reader: PdfReader) -> list[str]:
    """The tags of a PDF in reading order."""
    return list(_tags(reader.trailer["/Root"]["/StructTreeRoot"]))


def _tags(node: Any) -> Iterator[str]:
    found = node.get_object()
    if isinstance(found, dict):
        if "/S" in found:
            yield str(found["/S"])
        yield from _tags(found.get("/K", []))
    elif isinstance(found, list):
        for one in found:
            yield from _tags(one)


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def test_pdf_is_tagged_in_reading_order_with_title_language_and_bookmarks() -> None:
    reader = read(paper_pdf(paper(warning="Concept", dress=Dress(logo=picture(), logo_text="Wij"))))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"] == {"/Marked": True}
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Rapport a")
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = tags(reader)
    heads = [one for one in found if one.startswith("/H")]
    assert heads == ["/H1", "/H2", "/H3", "/H4", "/H2", "/H2"]
    assert found.count("/Figure") == 2
    assert found.count("/TH") == 8
    named = [one.title for one in reader.outline if not isinstance(one, list)]
    assert len(named) == 1
    assert str(named[0]).startswith("Rapport a")


def test_pdf_turns_a_wide_part_on_its_side_and_back() -> None:
    pages = read(paper_pdf(paper())).pages
    sides = [one.mediabox.width > one.mediabox.height for one in pages]
    assert sides == [False, False, True, False]
    told = [one.extract_text() for one in pages]
    assert "Breed deel" in told[2]
    assert "Slot" in told[3]


def test_pdf_on_one_page_takes_the_first_paper_that_fits() -> None:
    long, short = paper(*(Paragraph("regel"),) * 200), paper(Paragraph("kort"))
    [page] = read(paper_on_one_page([long, short])).pages
    assert "kort" in page.extract_text()


def test_styles_hold_the_dress_and_no_text_gets_out_of_its_place() -> None:
    dressed = styles_of(paper(dress=Dress("#004b23", SERIF), foot=NASTY))
    assert "--accent: #004b23; font-family: serif" in dressed
    assert "</style>" not in dressed
    assert "picture:warning" not in dressed
    assert css_text('a"é\n b') == "a\\000022\\0000e9\\000020b"


def test_html_escapes_what_people_wrote() -> None:
    told = html_of(paper(Paragraph("<script>x</script>")))
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


def test_word_has_headings_in_order_tables_with_a_header_row_and_its_language() -> None:
    file = docx.Document(io.BytesIO(paper_word(paper(warning="Concept", foot="Voet"))))
    styled = [(one.style.name, one.text) for one in file.paragraphs if one.style]
    heads = [name for name, _text in styled if name == "Title" or name.startswith("Heading")]
    assert heads == ["Title", "Heading 1", "Heading 2", "Heading 3", "Heading 1", "Heading 1"]
    assert ("List Bullet", "een") in styled
    assert file.core_properties.language == "nl-NL"
    facts, table, wide = file.tables
    assert facts.cell(0, 1).text == "■ Hoog"
    assert [one.text for one in table.rows[0].cells] == ["Wat", "Klasse"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert wide._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Breed deel"
    sides = [one.page_width > one.page_height for one in file.sections]
    assert sides == [False, True, False]
    assert "Concept" in file.sections[0].header.paragraphs[0].text


def test_word_wears_its_dress() -> None:
    dress = Dress("#004b23", SERIF, picture(), "Ons logo")
    file = docx.Document(io.BytesIO(paper_word(paper(dress=dress, language="fr", about=""))))
    assert str(file.styles["Heading 1"].font.color.rgb) == "004B23"
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert file.inline_shapes[0]._inline.docPr.get("descr") == "Ons logo"
    assert file.core_properties.language == "fr"
