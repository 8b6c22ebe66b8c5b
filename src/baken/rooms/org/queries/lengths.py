"""What of an organisation file is longer than where it would be kept; an embedded database keeps it all.

Earlier names are not among it: the days of a unit's life refuse those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth import get_user_model

from baken.rooms.org.models import Appointment, CommandLine, Person, Unit
from baken.rooms.org.rules import OrganisationFile

# The field of a row, and the column it goes to.
_UNIT = {name: name for name in ("code", "name_nl", "name_en", "kind", "site")}
_PERSON = {"number": "ref", **{name: name for name in ("name", "rank", "status", "email")}}
_ACCOUNT = {"account": "username"}
_LINE = {name: name for name in ("kind", "order_ref")}
_POST = {"kind": "kind"}
_SHOWN = 40


def length_problems(content: OrganisationFile) -> list[str]:
    """A sentence for each text that does not fit, with the row, the field and how long it may be."""
    found: list[str] = []
    for unit in content.units:
        found += _of_row(f"unit {unit.code[:_SHOWN]}", unit, Unit, _UNIT)
    for person in content.persons:
        what = f"person {person.number[:_SHOWN]}"
        found += _of_row(what, person, Person, _PERSON)
        found += _of_row(what, person, get_user_model(), _ACCOUNT)
    for line in content.lines:
        found += _of_row(f"line of {line.unit[:_SHOWN]}", line, CommandLine, _LINE)
    for post in content.appointments:
        found += _of_row(f"appointment of {post.person[:_SHOWN]}", post, Appointment, _POST)
    return found


def _of_row(what: str, row: Any, model: type[Any], columns: Mapping[str, str]) -> Iterator[str]:
    for name, column in columns.items():
        most = model._meta.get_field(column).max_length
        if len(getattr(row, name)) > most:
            yield f"{what}, field {name}: at most {most} signs"
