"""Rows that a step asks for, as ordinary fields of its form: each has its own label and error.

A list whose first column is a choice has one row for every choice, and one for each more that is known
of it; any other has a few empty rows. Nothing that is known is left out, however much it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.table import StepField

EMPTY_ROWS = 3
MOST_ROWS = 10
LONGEST = 300
ChoicesOf = Callable[[str], list[Choice]]


@dataclass(frozen=True)
class Row:
    """One row of a list: what it is called, what it says of itself, and its fields by column."""

    label: str
    fixed: Mapping[str, str]
    names: Mapping[str, str]


def rows_of(
    field: StepField,
    choices_of: ChoicesOf,
    count: int = EMPTY_ROWS,
    known: Sequence[Mapping[str, Any]] = (),
) -> list[Row]:
    """The rows that a form shows of a list; the names of their fields are those of its refusals."""
    first, *others = field.columns
    if first.kind == "choice":
        return [
            _row(_nth(label, nth), {first.name: code}, others, f"{field.name}.{code}.{nth}")
            for code, label in choices_of(first.choices)
            for nth in range(1, max(1, _times(known, first.name, code)) + 1)
        ]
    numbers = range(1, count + 1)
    labels = {nth: _("%(what)s %(nth)s") % {"what": first.label, "nth": nth} for nth in numbers}
    return [_row(labels[nth], {}, field.columns, f"{field.name}.{nth}") for nth in numbers]


def count_of(name: str, sent: Iterable[str], known: Sequence[Mapping[str, Any]]) -> int:
    """How many rows of a list a form shows: as many as were sent; else those known and two more.

    There is an end to what is sent, and none to what is known.
    """
    numbers = [int(place) for one in sent if (place := _place(name, one)).isdecimal()]
    wanted = max(numbers) if numbers else len(known) + 2
    return min(max(EMPTY_ROWS, wanted), max(MOST_ROWS, len(known)))


def known_of(rows: list[Row], known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stands in the rows at first, by the names of their fields.

    A row of a choice starts from the next that is known of that choice, another from the next of all.
    """
    left = list(known)
    found: dict[str, Any] = {}
    for row in rows:
        place = next((n for n, one in enumerate(left) if row.fixed.items() <= one.items()), None)
        said = {} if place is None else left.pop(place)
        found |= {name: said.get(column) for column, name in row.names.items()}
    return found


def _times(known: Sequence[Mapping[str, Any]], column: str, code: str) -> int:
    return sum(one.get(column) == code for one in known)


def _nth(label: str, nth: int) -> str:
    return str(label) if nth == 1 else f"{label} {nth}"


def fields_of(
    field: StepField, rows: list[Row], choices_of: ChoicesOf
) -> Iterator[tuple[str, forms.Field]]:
    """The form fields of rows, by name."""
    for row in rows:
        for column in field.columns:
            if column.name in row.names:
                yield row.names[column.name], _form_field(column, choices_of)


def rows_said(rows: list[Row], cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was filled in as a list of rows; one that holds nothing is left out, unless a numbered one
    comes after it: what is refused names the number of its row.
    """
    found = []
    for row in rows:
        said = {column: cleaned.get(name) or "" for column, name in row.names.items()}
        if any(said.values()) or not row.fixed:
            found.append({**row.fixed, **said})
    while found and not any(found[-1].values()):
        found.pop()
    return found


def _row(label: str, fixed: Mapping[str, str], columns: Any, place: str) -> Row:
    names = {column.name: f"{place}.{column.name}" for column in columns}
    return Row(label, fixed, names)


def _place(name: str, sent: str) -> str:
    """The number of the row in the name of a field of this list, short enough to be one."""
    parts = sent.split(".")
    return parts[1][:3] if len(parts) == 3 and parts[0] == name else ""


def _form_field(column: StepField, choices_of: ChoicesOf) -> forms.Field:
    if column.kind == "choice":
        choices = [("", _("Nobody can say yet")), *choices_of(column.choices)]
        return forms.ChoiceField(label=column.label, required=False, choices=choices)
    is_long = column.kind == "long_text"
    widget = forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput()
    return forms.CharField(
        label=column.label,
        help_text=column.help,
        required=False,
        max_length=LONGEST,
        widget=widget,
    )
