"""Answers in words, as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.instruments.definitions import Form, Question
from baken.rooms.sheets.forms.controls import WORDS
from baken.rooms.sheets.models import SheetAnswer, SheetRival
from baken.rooms.sheets.texts import said


def answer_shown(question: Question, row: SheetAnswer | SheetRival) -> str:
    """An answer in words, with why the question does not apply."""
    text = value_in_words(question.form, row.value)
    return f"{text}: {row.reason}" if row.reason else text


def value_in_words(form: Form, value: Any) -> str:
    """A value in words: choices by their texts, numbers with their unit, lists with commas."""
    if value is None:
        return _("no answer")
    if isinstance(value, str):
        return str(_texts(form).get(value, value))
    if isinstance(value, bool | int | float):
        return f"{value:g}{_unit(form)}"
    if isinstance(value, Mapping):
        return _mapping(form, value)
    return ", ".join(_item(form, one) for one in value)


def _texts(form: Form) -> Mapping[str, Any]:
    if form.options:
        return {one.code: said(one.text) for one in form.options}
    return {word: WORDS[word] for word in form.answer_type.words}


def _unit(form: Form) -> str:
    return f" {form.unit.name}" if form.unit else ""


def _mapping(form: Form, value: Mapping[str, Any]) -> str:
    if "values" in value:
        numbers = ", ".join(f"{one:g}" for one in value["values"])
        return f"{numbers}{_unit(form)} (± {value['uncertainty']:g}, {value['calibrated_on']})"
    return str(
        value.get("mgrs") or value.get("name") or ", ".join(f"{one}" for one in value.values())
    )


def _item(form: Form, one: Any) -> str:
    if isinstance(one, str):
        return str(_texts(form).get(one, one))
    columns = {column.id: column for column in form.columns}
    if columns:
        cells = [value_in_words(columns[name].form, cell) for name, cell in one.items()]
        return " – ".join(cells)
    return str(one.get("title") or one.get("text") or "")
