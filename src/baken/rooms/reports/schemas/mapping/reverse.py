"""Turns fields back into columns of the other system, where a mapping can be turned round.

A value map is turned round where one value of the source gives the field; where several do, nothing
is guessed. ``write_back`` in a mapping says in which column a field goes that is made of several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from baken.rooms.reports.schemas.mapping.dates import DEFAULT_ZONE
from baken.rooms.reports.schemas.mapping.problems import Notes

FIELDS: Final = (
    "happened_at",
    "unit",
    "state",
    "kind",
    "category",
    "actual_severity",
    "potential_severity",
    "subjects",
    "domains",
    "context",
    "place",
    "title",
    "summary",
    "story",
)
_PLAIN = frozenset({"column", "map", "default", "split", "date", "timezone", "max_length"})
_BACK_KEYS = ("column", "map", "split", "date", "timezone")


@dataclass(frozen=True)
class Cannot:
    """Why a value has no column of its own: ``why`` is a code, ``about`` what it says more."""

    why: str
    about: str = ""


@dataclass(frozen=True)
class Said:
    """What must stand in a column so that a field reads so; without a column nothing need be."""

    column: str = ""
    value: str = ""


def write_back_of(content: Mapping[str, Any], notes: Notes) -> Mapping[str, Any]:
    """The block ``write_back``: per field the column it is written to."""
    raw = content.get("write_back", {})
    if not isinstance(raw, Mapping) or not notes.known_keys(raw, "write_back", FIELDS):
        notes.problem("write_back", "expected columns by field")
        return {}
    found: dict[str, Any] = {}
    for name, block in raw.items():
        place = f"write_back.{name}"
        entry = {"column": block} if isinstance(block, str) else block
        if not isinstance(entry, Mapping) or not notes.known_keys(entry, place, _BACK_KEYS):
            notes.problem(place, "expected a column, or an entry with column")
            continue
        notes.use(entry.get("column"), place)
        found[name] = entry
    return found


def back(name: str, value: Any, content: Mapping[str, Any]) -> Said | Cannot:
    """Where a value of a field goes, by the content of a checked mapping."""
    block = _block(content.get("write_back") or {}, name)
    if block is not None:
        return _to_column(value, block, inverted=False)
    raw = _expression(content, name)
    if isinstance(raw, Mapping) and set(raw) == {"constant"}:
        raw = raw["constant"]
    if isinstance(raw, str) and name == "story":
        raw = _of_template(raw)
    if isinstance(raw, Mapping) and "column" in raw:
        return _to_column(value, raw, inverted=True)
    if isinstance(raw, Mapping):
        return Cannot("several")
    same = _texts(raw) == _texts(value)
    return Said() if same else Cannot("constant", ", ".join(_texts(raw)))


def _block(written: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    block = written.get(name)
    return {"column": block} if isinstance(block, str) else block


def _expression(content: Mapping[str, Any], name: str) -> Any:
    if name in ("unit", "state", "story"):
        return content.get(name)
    return (content.get("fields") or {}).get(name)


def _of_template(text: str) -> Any:
    """The one column that a template is made of; otherwise something that cannot be turned round."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    is_one = inner.startswith("{") and inner.endswith("}") and inner.count("{") == 1
    plain = is_one and "!" not in inner
    return {"column": inner[1:-1]} if plain else {"template": text}


def _to_column(value: Any, block: Mapping[str, Any], *, inverted: bool) -> Said | Cannot:
    column = str(block["column"])
    if set(block) - _PLAIN or ("." in column and not inverted):
        return Cannot("steps")
    if isinstance(value, datetime):
        return Said(column, _moment(value, block)) if "date" in block else Cannot("steps")
    found: list[str] = []
    for one in _texts(value):
        text = _mapped(one, block, inverted=inverted) if "map" in block else one
        if isinstance(text, Cannot):
            return text
        found.append(text)
    if len(found) > 1 and "split" not in block:
        return Cannot("one_value")
    return Said(column, str(block.get("split", "")).join(found))


def _moment(value: datetime, block: Mapping[str, Any]) -> str:
    zone = ZoneInfo(str(block.get("timezone") or DEFAULT_ZONE))
    return value.astimezone(zone).strftime(str(block["date"]))


def _mapped(text: str, block: Mapping[str, Any], *, inverted: bool) -> str | Cannot:
    """The value of the source that gives a code, by the map turned round, or as written."""
    table: Mapping[Any, Any] = block["map"]
    if not inverted:
        given = {str(key): str(value) for key, value in table.items()}
        return given.get(text, Cannot("not_mapped", text))
    fits = [str(key) for key, value in table.items() if _texts(value) == [text]]
    if _texts(block.get("default")) == [text]:
        fits.append("…")
    if len(fits) == 1 and fits[0] != "…":
        return fits[0]
    return Cannot("ambiguous", ", ".join(fits)) if fits else Cannot("not_mapped", text)


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return _texts(value["constant"]) if set(value) == {"constant"} else ["\x00"]
    if isinstance(value, str) or not isinstance(value, Sequence):
        return [str(value)]
    return [text for one in value for text in _texts(one)]
