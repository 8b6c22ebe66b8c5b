"""Turns columns and rows, or facts, into HTML that the templates can show without deciding anything.

Made here and not in templates: a list shows hundreds of cells.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from baken.core.page.moments import time_html, unknown_html

REFERENCE = re.compile(r"[A-Z]{1,3}-\d{4}-\d{6,}")


@dataclass(frozen=True)
class Fact:
    """One value to show under its `label`."""

    label: str
    html: SafeString


class Column:
    """What the cells of a column share; see `table_rows` for what may be said of one."""

    def __init__(self, told: Mapping[str, Any], heads: set[str]) -> None:
        self.key = told["key"]
        self.url = told.get("url")
        self.blank = bool(told.get("blank"))
        phone = told.get("phone") or ""
        names = ("baken-number" if told.get("numeric") else "", phone and f"baken-cell--{phone}")
        classes = " ".join(filter(None, names))
        head = self.key in heads
        tag = 'th scope="row" role="rowheader"' if head else 'td role="cell"'
        styled = format_html(' class="{}"', classes) if classes else ""
        self.opening = f'<{tag} data-label="{conditional_escape(told["label"])}"{styled}><span>'
        self.closing = f"</span></{'th' if head else 'td'}>"

    def cell(self, row: Any) -> str:
        """The whole cell of a row, as HTML."""
        value = read(row, self.key)
        url = str(read(row, self.url) or "") if self.url else ""
        html = "" if self.blank and not value else value_html(value, url)
        return f"{self.opening}{html}{self.closing}"


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
    return SafeString(f'<a href="{conditional_escape(url)}">{shown}</a>') if url else shown


def plain_html(value: Any) -> SafeString:
    """A value that is there, without a link; a reference number never breaks over two lines."""
    if isinstance(value, date):
        return time_html(value)
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return SafeString(f'<span class="baken-ref">{value}</span>')
    return conditional_escape(value)


def facts_shown(items: Iterable[tuple[str, Any]]) -> list[Fact]:
    """The entries of a facts list of (label, value)."""
    return [Fact(label, value_html(value)) for label, value in items]


def table_rows(columns: Sequence[Mapping[str, Any]], rows: Iterable[Any]) -> list[SafeString]:
    """The rows of a table, each as HTML.

    `columns`: mappings with key and label, optional numeric (bool), url (key of the row's address),
    blank (bool, nothing is shown as nothing and not as "unknown"), head (bool, the row's header;
    the first column when none says so) and phone (lead or line: on a
    phone in full width, or among others on one line, without its label). `rows`: mappings or
    objects read by key.
    """
    heads = {told["key"] for told in columns if told.get("head")} or {
        told["key"] for told in columns[:1]
    }
    made = [Column(told, heads) for told in columns]
    return [
        SafeString(f'<tr role="row">{"".join(column.cell(row) for column in made)}</tr>')
        for row in rows
    ]
