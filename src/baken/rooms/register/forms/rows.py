"""Rows that a step asks for, as ordinary fields of its form: each has its own label and error.

A list whose first column is a choice has one row for every choice; any other has a few empty rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.table import StepField

EMPTY_ROWS = 3
LONGEST = 300
ChoicesOf = Callable[[str], list[Choice]]


@dataclass(frozen=True)
class Row:
    """One row of a list: what it is called, what it says of itself, and its fields by column."""

    label: str
    fixed: Mapping[str, str]
    names: Mapping[str, str]


def rows_of(field: StepField, choices_of: ChoicesOf) -> list[Row]:
    """The rows that a form shows of a list; the names of their fields are those of its refusals."""
    first, *others = field.columns
    if first.kind == "choice":
        return [
            _row(str(label), {first.name: code}, others, f"{field.name}.{code}.1")
            for code, label in choices_of(first.choices)
        ]
    numbers = range(1, EMPTY_ROWS + 1)
    labels = {nth: _("%(what)s %(nth)s") % {"what": first.label, "nth": nth} for nth in numbers}
    return [_row(labels[nth], {}, field.columns, f"{field.name}.{nth}") for nth in numbers]


def fields_of(field: StepField, rows: list[Row]) -> Iterator[tuple[str, forms.Field]]:
    """The form fields of rows, by name."""
    for row in rows:
        for column in field.columns:
            if column.name in row.names:
                yield row.names[column.name], _form_field(column)


def rows_said(rows: list[Row], cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was filled in as a list of rows; rows that hold nothing are left out."""
    found = []
    for row in rows:
        said = {column: cleaned.get(name) or "" for column, name in row.names.items()}
        if any(said.values()):
            found.append({**row.fixed, **said})
    return found


def _row(label: str, fixed: Mapping[str, str], columns: Any, place: str) -> Row:
    names = {column.name: f"{place}.{column.name}" for column in columns}
    return Row(label, fixed, names)


def _form_field(column: StepField) -> forms.Field:
    is_long = column.kind == "long_text"
    widget = forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput()
    return forms.CharField(
        label=column.label,
        help_text=column.help,
        required=False,
        max_length=LONGEST,
        widget=widget,
    )
