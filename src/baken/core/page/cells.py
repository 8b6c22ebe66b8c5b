"""Turns columns and rows, or facts, into cells that the templates can show without deciding
anything.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from baken.core.page.moments import time_html, unknown_html

REFERENCE = re.compile(r"[A-Z]{1,2}-\d{4}-\d{6}")


@dataclass(frozen=True)
class Cell:
    """One value to show under its `label`; `numeric` aligns it with its column, `head` names the
    row, `phone` is how a card on a phone shows it: lead, line or, when empty, with its label.
    """

    label: str
    html: SafeString
    numeric: bool = False
    head: bool = False
    phone: str = ""

    @property
    def classes(self) -> str:
        """The CSS classes of the cell."""
        found = ("baken-number" if self.numeric else "", self.phone and f"baken-cell--{self.phone}")
        return " ".join(name for name in found if name)

    @property
    def element(self) -> SafeString:
        """The whole table cell. Made here and not in the template: a list shows hundreds of them."""
        opening = _opening(str(self.label), self.classes, self.head)
        html = conditional_escape(self.html)
        return SafeString(f"{opening}<span>{html}</span></{'th' if self.head else 'td'}>")


@lru_cache(maxsize=512)
def _opening(label: str, classes: str, head: bool) -> SafeString:
    tag = SafeString('th scope="row" role="rowheader"' if head else 'td role="cell"')
    styled = format_html(' class="{}"', classes) if classes else ""
    return format_html('<{} data-label="{}"{}>', tag, label, styled)


def read(source: Any, key: str) -> Any:
    """`source[key]` or `source.key`, None when it has neither."""
    if isinstance(source, Mapping):
        return source.get(key)
    return getattr(source, key, None)


def value_html(value: Any, url: str = "") -> SafeString:
    """A value as HTML: dates as times, nothing as "unknown", a pair (text, url) or a given `url`
    as a link.
    """
    if isinstance(value, tuple):
        value, url = value
    if value is None or value == "":
        return unknown_html()
    shown = plain_html(value)
    return format_html('<a href="{}">{}</a>', url, shown) if url else shown


def plain_html(value: Any) -> SafeString:
    """A value that is there, without a link; a reference number never breaks over two lines."""
    if isinstance(value, date):
        return time_html(value)
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return format_html('<span class="baken-ref">{}</span>', value)
    return conditional_escape(value)


def fact_cells(items: Iterable[tuple[str, Any]]) -> list[Cell]:
    """Cells for a facts list of (label, value)."""
    return [Cell(label, value_html(value)) for label, value in items]


def table_rows(columns: Sequence[Mapping[str, Any]], rows: Iterable[Any]) -> list[list[Cell]]:
    """Cells for a table.

    `columns`: mappings with key and label, optional numeric (bool), url (key of the row's address),
    blank (bool, nothing is shown as nothing and not as "unknown"), head (bool, the row's header;
    the first column when none says so) and phone (lead or line: on a
    phone in full width, or among others on one line, without its label). `rows`: mappings or
    objects read by key.
    """
    heads = {column["key"] for column in columns if column.get("head")} or {
        c["key"] for c in columns[:1]
    }
    return [[column_cell(column, row, heads) for column in columns] for row in rows]


def row_html(cells: Iterable[Cell]) -> SafeString:
    """A whole row of a table; made here for the same reason as its cells."""
    return SafeString(f'<tr role="row">{"".join(cell.element for cell in cells)}</tr>')


def column_cell(column: Mapping[str, Any], row: Any, heads: set[str]) -> Cell:
    """The cell of `row` under `column`; `heads` holds the keys of the columns that name a row."""
    url = str(read(row, column["url"]) or "") if column.get("url") else ""
    value = read(row, column["key"])
    html = SafeString("") if column.get("blank") and not value else value_html(value, url)
    head, phone = column["key"] in heads, str(column.get("phone", ""))
    return Cell(column["label"], html, bool(column.get("numeric")), head, phone)
