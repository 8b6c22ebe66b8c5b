"""Checks what was filled in at a step against the fields its row asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.table import Step, StepField

LONGEST_TEXT = 50_000
LONGEST_LINE = 200
YEARS = range(1900, 2101)

ChoicesOf = Callable[[str], Collection[str]]


def clean_fields(
    *, step: Step, raw: Mapping[str, Any] | None, choices_of: ChoicesOf
) -> dict[str, Any]:
    """The fields of a step as plain values, empty ones left out.

    ``choices_of`` gives the codes of a list. Raises FieldsRefused with a message per field.
    """
    given = dict(raw or {})
    errors = {
        name: _("This step has no such field.")
        for name in given.keys() - {field.name for field in step.fields}
    }
    cleaned: dict[str, Any] = {}
    for field in step.fields:
        value = given.get(field.name)
        if value is None or value in ("", []):
            if field.required:
                errors[field.name] = _("This is needed.")
            continue
        try:
            cleaned[field.name] = _CLEANERS[field.kind](field, value, choices_of)
        except ValueError as problem:
            errors[field.name] = str(problem)
    if errors:
        raise FieldsRefused(errors)
    return cleaned


def _text(longest: int) -> Callable[[StepField, Any, ChoicesOf], str]:
    def clean(_field: StepField, value: Any, _choices: ChoicesOf) -> str:
        if not isinstance(value, str) or "\x00" in value:
            raise ValueError(_("This must be text."))
        text = value.strip()
        if not text:
            raise ValueError(_("This is needed."))
        if len(text) > longest:
            raise ValueError(_("Use at most %(most)s characters.") % {"most": longest})
        return text

    return clean


def _choice(field: StepField, value: Any, choices_of: ChoicesOf) -> str:
    code = str(value)
    if isinstance(value, bool | float | list | dict) or code not in choices_of(field.choices):
        raise ValueError(_("Choose one of the options shown."))
    return code


def _codes(field: StepField, value: Any, choices_of: ChoicesOf) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > 50:
        raise ValueError(_("Give a list of codes."))
    known = choices_of(field.choices)
    unknown = [str(code)[:40] for code in value if str(code) not in known]
    if unknown:
        raise ValueError(_("Unknown: %(codes)s.") % {"codes": ", ".join(unknown)})
    return list(dict.fromkeys(str(code) for code in value))


def _boolean(field: StepField, value: Any, _choices: ChoicesOf) -> bool:
    yes = value is True or value in ("true", "on", "1", "yes", "ja")
    if not yes and value is not False and value not in ("false", "0", "no", "nee"):
        raise ValueError(_("Answer yes or no."))
    if field.required and not yes:
        raise ValueError(_("This step needs a yes here."))
    return yes


def _integer(_field: StepField, value: Any, _choices: ChoicesOf) -> int:
    try:
        if isinstance(value, bool):
            raise ValueError
        number = int(str(value))
    except ValueError:
        raise ValueError(_("Give a whole number.")) from None
    if abs(number) > 10**9:
        raise ValueError(_("Give a whole number."))
    return number


def _date(_field: StepField, value: Any, _choices: ChoicesOf) -> date:
    text = str(value)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.isoformat() != text or found.year not in YEARS:
        raise ValueError(_("Give a date as year-month-day, such as 2026-11-30."))
    return found


def _moment(_field: StepField, value: Any, _choices: ChoicesOf) -> datetime:
    found: datetime | None = None
    with suppress(ValueError):
        found = datetime.fromisoformat(str(value))
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise ValueError(_("Give a moment with its time zone, such as 2026-11-30T14:05:00+01:00."))
    return found


def _rows(_field: StepField, value: Any, _choices: ChoicesOf) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > 200:
        raise ValueError(_("Give a list."))
    if not all(isinstance(row, dict) for row in value):
        raise ValueError(_("Give a list of objects."))
    return value


def _scores(_field: StepField, value: Any, _choices: ChoicesOf) -> dict[str, str]:
    """A value for each axis of a scoring model; whether they are values the model itself says."""
    if not isinstance(value, dict) or len(value) > 10:
        raise ValueError(_("Give a value for every axis."))
    return {str(axis)[:40]: str(chosen)[:40] for axis, chosen in value.items()}


_CLEANERS: dict[str, Callable[[StepField, Any, ChoicesOf], Any]] = {
    "text": _text(LONGEST_LINE),
    "long_text": _text(LONGEST_TEXT),
    "choice": _choice,
    "codes": _codes,
    "boolean": _boolean,
    "integer": _integer,
    "date": _date,
    "moment": _moment,
    "rows": _rows,
    "scores": _scores,
    "person": _text(LONGEST_LINE),
    "unit": _text(LONGEST_LINE),
    "occurrence": _text(LONGEST_LINE),
    "shown": _text(LONGEST_LINE),
}
