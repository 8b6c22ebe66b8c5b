"""The fields that a row of an organisation file may have; any other is refused, never dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from baken.rooms.org.rules import PersonRow


class OrganisationFileRefused(ValueError):
    """The file cannot be read as an organisation; the text says where and why."""


PEOPLE = ("version", "units", "lines", "persons", "appointments", "named_posts")
THINGS = ("sites", "workplaces", "equipment", "qualifications", "councils")
_NAMES = ("code", "nl", "name", "en", "level", "kind", "site", "strength", "restricted")
_DAYS = ("independent", "from", "to")
UNIT = (*_NAMES, *_DAYS, "earlier", "default_child_level", "children")
CSV_UNIT = ("parent", *_NAMES, *_DAYS, "earlier_until", "earlier_nl", "earlier_en")
LINE = ("unit", "superior", "kind", "from", "to", "order", "caveats")
PERSON = tuple(PersonRow.__dataclass_fields__)
_GIVEN = ("of", "classes", "contexts", "reason")
APPOINTMENT = ("person", "role", "unit", "from", "to", "kind", "below", *_GIVEN)
NAMED_POST = ("post", "unit")


def refuse_unknown(row: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    """Raise OrganisationFileRefused when a row has a field that nothing reads."""
    unknown = _unknown(row, known)
    if unknown == "parent" and "children" in known:
        raise OrganisationFileRefused(
            f"{what}, field parent: in YAML a unit stands under the children of the one above it;"
            " put it there and leave parent out"
        )
    if unknown is not None:
        raise OrganisationFileRefused(
            f"{what}: there is no field {unknown!r}; known are {', '.join(known)}"
        )


def refuse_unknown_columns(rows: Sequence[Mapping[Any, Any]], known: Sequence[str]) -> None:
    """The same of the columns of a CSV file; one without a name and without values is no matter."""
    for line, row in enumerate(rows, start=2):
        if None in row or "" in row:
            raise OrganisationFileRefused(
                f"row {line}: there is a value in a column without a name; quote a text with a comma"
            )
    unknown = _unknown(rows[0], known)
    if unknown is not None:
        raise OrganisationFileRefused(
            f"header: there is no column {unknown!r}; known are {', '.join(known)}"
        )


def _unknown(names: Collection[Any], known: Sequence[str]) -> str | None:
    return next((str(name) for name in names if name not in known), None)
