"""What the fields of a slice, and of a risk in it, set on their records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import stacking_rules
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.register.rules.quantities import UNITS, Quantity, problems_of_quantity
from baken.rooms.register.rules.stacking import Slice, problems_of_slice
from baken.rooms.register.texts import NO_QUANTITY, NO_SLICE

MOST_QUANTITIES = 12
_QUANTITY = {"kind", "value", "limit", "unit", "name", "source"}
_LONGEST = {"name": 200, "source": 200}


def described_slice(fields: Mapping[str, Any], unit: UnitView, at: datetime) -> dict[str, Any]:
    """The values of a slice of a unit; what was left empty becomes empty.

    Raises FieldsRefused with a sentence per field: no group, neither task nor place, longer than a
    shift, a whole unit, over already, or a site that is none.
    """
    values = {"task": "", "place": "", "people": None, "circumstances": [], **fields}
    values["site_id"] = _site_of(str(values.pop("site", "")))
    if values["people"] is not None and values["people"] < 1:
        raise FieldsRefused({"people": _("Give a number of people from 1 on, or leave it empty.")})
    rules = stacking_rules()
    meant = Slice(
        group=values["group"],
        from_at=values["from_at"],
        to_at=values["to_at"],
        task=values["task"],
        place=values["place"],
        unit_level=_level_if_whole(values["group"], values["people"], unit),
        circumstances=frozenset(values["circumstances"]),
    )
    said = [NO_SLICE[code] for code in problems_of_slice(meant, rules)]
    errors = {field: str(text) % {"hours": rules.longest_hours} for field, text in said}
    if not errors and values["to_at"] <= at:
        errors["to_at"] = _("This is over already. A slice is about what people will meet.")
    if errors:
        raise FieldsRefused(errors)
    return values


def quantities_told(rows: Any) -> list[dict[str, Any]]:
    """The quantities that a risk brings, as they are kept.

    Raises FieldsRefused with the number of the line and what is wrong there.
    """
    lines = rows or []
    if len(lines) > MOST_QUANTITIES:
        raise FieldsRefused({"quantities": _("Give at most 12 quantities for one risk.")})
    return [_quantity(number, row) for number, row in enumerate(lines, start=1)]


def _quantity(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(str(name)[:40] for name in row.keys() - _QUANTITY)
    if unknown:
        wrong = _("Unknown: %(codes)s.") % {"codes": ", ".join(unknown)}
        raise FieldsRefused({"quantities": _line(number, wrong)})
    kind = str(row.get("kind", ""))
    usual = UNITS.get(kind, ("",))[0]
    made = Quantity(
        kind=kind,
        value=_number(row.get("value")),
        unit=str(row.get("unit") or usual),
        limit=None if row.get("limit") in (None, "") else _number(row["limit"]),
        **{name: _words(row.get(name), longest) for name, longest in _LONGEST.items()},
    )
    for code in problems_of_quantity(made):
        raise FieldsRefused({"quantities": _line(number, str(NO_QUANTITY[code]))})
    return {name: getattr(made, name) for name in sorted(_QUANTITY)}


def _line(number: int, text: str) -> str:
    return _("Line %(number)s: %(text)s") % {"number": number, "text": text}


def _number(value: Any) -> float:
    """The number that was meant; what is none is no amount, which the rule refuses."""
    try:
        return float("nan") if isinstance(value, bool | None) else float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _words(value: Any, longest: int) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return "" if "\x00" in text else text[:longest]


def _site_of(text: str) -> int | None:
    site = tree().site_meant(text) if text else None
    if text and site is None:
        raise FieldsRefused({"site": _("There is no site with this code or name.")})
    return site.id if site else None


def _level_if_whole(group: str, people: int | None, unit: UnitView) -> int | None:
    """The level of the unit that a group is the whole of: it bears its name, or is as many."""
    named = group.casefold()
    for one in tree().units:
        if named in (one.code.casefold(), one.name_nl.casefold(), one.name_en.casefold()):
            return one.level
    whole = people is not None and unit.strength is not None and people >= unit.strength > 0
    return unit.level if whole else None
