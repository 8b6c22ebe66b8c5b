"""A paper as DOCX, for who edits it: real headings, lists, and tables with a header row that repeats."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from baken.core.papers.blocks import (
    Block,
    Bullets,
    Cell,
    Facts,
    Heading,
    Mark,
    NewPage,
    Paragraph,
    Square,
    Table,
    in_parts,
    is_wide,
)
from baken.core.papers.paper import SERIF, Dress, Paper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONG, SHORT, MARGIN = Mm(297), Mm(210), Mm(18)
LETTERS = {SERIF: "Times New Roman"}
LETTER = "Arial"
SHAPES = {"none": "○", "low": "●", "medium": "▲", "high": "■", "extreme": "⬣", "unknown": "◌"}
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
WARNING = RGBColor(0x86, 0x11, 0x2F)


def paper_word(paper: Paper) -> bytes:
    """The whole paper as DOCX."""
    return _Writer(paper).written()


class _Writer:
    """One document while it is written."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.file: Any = docx.Document()
        self.is_wide = False
        self.above = paper.title

    def written(self) -> bytes:
        self._properties()
        self._styles()
        self._page(self.file.sections[0])
        self._every_page(self.file.sections[0])
        self._logo()
        self.file.add_heading(self.paper.title, 0)
        if self.paper.about:
            self.file.add_paragraph(self.paper.about)
        for part in in_parts(self.paper.blocks):
            self._turn(to_wide=is_wide(part))
            for one in part:
                self._block(one)
        made = io.BytesIO()
        self.file.save(made)
        return made.getvalue()

    def _properties(self) -> None:
        told = self.file.core_properties
        told.title, told.subject, told.author = self.paper.title, self.paper.about[:255], ""
        told.language = LANGUAGES.get(self.paper.language, self.paper.language)
        told.comments = self.paper.warning

    def _styles(self) -> None:
        dress = self.paper.dress
        colour = RGBColor.from_string((dress.colour or Dress().colour)[1:].upper())
        for style in self.file.styles:
            if style.type == WD_STYLE_TYPE.PARAGRAPH:
                _letter(style, LETTERS.get(dress.letter, LETTER))
            if style.name == "Title" or style.name.startswith("Heading"):
                style.font.color.rgb = colour
        plain = self.file.styles["Normal"]
        plain.font.size, plain.paragraph_format.space_after = Pt(10), Pt(6)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), self.file.core_properties.language)
        plain.element.get_or_add_rPr().append(spoken)

    def _page(self, section: Any) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if self.is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (LONG, SHORT) if self.is_wide else (SHORT, LONG)
        section.left_margin = section.right_margin = section.top_margin = MARGIN

    def _every_page(self, section: Any) -> None:
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.add_run(self.paper.head).font.size = Pt(8)
        if self.paper.warning:
            warned = head.add_run(f"  {self.paper.warning}")
            warned.bold, warned.font.size, warned.font.color.rgb = True, Pt(14), WARNING
        page = _("Page")
        foot.add_run(f"{self.paper.foot}  {page} ".lstrip()).font.size = Pt(8)
        foot._p.append(_page_number())

    def _logo(self) -> None:
        dress = self.paper.dress
        if dress.logo:
            shown = self.file.add_picture(io.BytesIO(dress.logo), height=Mm(18))
            shown._inline.docPr.set("descr", dress.logo_text)

    def _turn(self, *, to_wide: bool) -> None:
        """What is wide stands on pages on their side."""
        if to_wide != self.is_wide:
            self.is_wide = to_wide
            self._page(self.file.add_section(WD_SECTION.NEW_PAGE))

    def _block(self, one: Block) -> None:
        ways: dict[type[Block], Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Facts: self._facts,
            Table: self._table,
            Square: self._square,
            NewPage: self._new_page,
        }
        ways[type(one)](one)

    def _heading(self, one: Heading) -> None:
        self.above = one.text
        self.file.add_heading(one.text, one.level)

    def _bullets(self, one: Bullets) -> None:
        for item in one.items:
            self.file.add_paragraph(item, style="List Bullet")

    def _square(self, one: Square) -> None:
        self.file.add_paragraph(f"{one.text} {one.address}")

    def _new_page(self, _one: NewPage) -> None:
        self.file.add_page_break()

    def _paragraph(self, one: Paragraph) -> None:
        run = self.file.add_paragraph().add_run(one.text)
        if one.look == "warning":
            run.bold, run.font.color.rgb = True, WARNING
        elif one.look == "muted":
            run.font.size = Pt(9)
        elif one.look == "lead":
            run.font.size = Pt(11.5)

    def _facts(self, one: Facts) -> None:
        if not one.rows:
            return
        table = self._grid(len(one.rows), (4, 8))
        for row, (label, cell) in zip(table.rows, one.rows, strict=True):
            _fill(row.cells[0], label, is_bold=True)
            _fill(row.cells[1], cell)

    def _table(self, one: Table) -> None:
        if one.caption:
            self.file.add_paragraph(one.caption, style="Caption")
        table = self._grid(len(one.rows) + 1, one.widths or (1,) * len(one.columns))
        _describe(table, one.caption or self.above)
        first, *others = table.rows
        for cell, name in zip(first.cells, one.columns, strict=True):
            _fill(cell, name, is_bold=True)
        _repeat(first)
        for row, cells in zip(others, one.rows, strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                _fill(cell, value)
        self.file.add_paragraph()

    def _grid(self, rows: int, widths: tuple[int, ...]) -> Any:
        table = self.file.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        room = (LONG if self.is_wide else SHORT) - 2 * MARGIN
        for column, width in zip(table.columns, widths, strict=True):
            column.width = room * width // sum(widths)
        return table


def _letter(style: Any, name: str) -> None:
    """The letter of a style, whatever its theme says."""
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _fill(cell: Any, value: Cell, *, is_bold: bool = False) -> None:
    text = f"{SHAPES.get(value.tone, '')} {value.word}" if isinstance(value, Mark) else value
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold or isinstance(value, Mark), Pt(9)


def _repeat(row: Any) -> None:
    """A row as the header of its table, on every page anew."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _describe(table: Any, caption: str) -> None:
    """What a table is about, for who has it read aloud."""
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), caption)
    table._tbl.tblPr.append(told)


def _page_number() -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    return field
