"""What can be done to the value of one column: clean, extract, split, times, map, date, in this order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from baken.rooms.reports.actions.legacy_rows import OLDEST
from baken.rooms.reports.schemas.mapping.conditions import compile_pattern, number_in
from baken.rooms.reports.schemas.mapping.dates import compile_date
from baken.rooms.reports.schemas.mapping.markup import plain_text
from baken.rooms.reports.schemas.mapping.problems import MISSING, Expression, Notes, Row

CompileInner = Callable[[Any, str], Expression]
Step = Callable[[Any, Row], Any]


def compile_column(
    raw: Mapping[str, Any], place: str, compile_inner: CompileInner, notes: Notes
) -> Expression:
    """The value of a column after its steps; MISSING when a step gives no result."""
    column = notes.use(raw["column"], f"{place}.column")
    if "timezone" in raw and "date" not in raw:
        notes.problem(f"{place}.timezone", "a time zone needs a date format")
    steps: list[Step] = [
        build(raw, place, compile_inner, notes) for key, build in _BUILDERS if key in raw
    ]
    mapped_empty = isinstance(raw.get("map"), Mapping) and "" in raw["map"]

    def run(row: Row) -> Any:
        value: Any = row.values[column]
        if not value and not mapped_empty:
            return MISSING
        for step in steps:
            value = step(value, row)
            if value is MISSING or value is None:
                break
        return value

    return run


def _extract(raw: Mapping[str, Any], place: str, _inner: CompileInner, notes: Notes) -> Step:
    search = compile_pattern(raw["extract"], f"{place}.extract", notes).search

    def extract(value: Any, _row: Row) -> Any:
        found = search(value)
        if found is None:
            return MISSING
        groups = found.groups()
        text = " ".join(part for part in groups if part) if groups else found[0]
        return text.strip() or MISSING

    return extract


def _split(raw: Mapping[str, Any], place: str, _inner: CompileInner, notes: Notes) -> Step:
    sign = raw["split"]
    if not isinstance(sign, str) or not sign:
        notes.problem(f"{place}.split", "expected the sign or word to split at")
        sign = ","

    def split(value: Any, _row: Row) -> Any:
        parts = [part.strip() for part in value.split(sign)]
        return [part for part in parts if part] or MISSING

    return split


def _map(raw: Mapping[str, Any], place: str, inner: CompileInner, notes: Notes) -> Step:
    table: dict[str, Expression] = {}
    listed = raw["map"]
    if not isinstance(listed, Mapping) or not listed:
        notes.problem(f"{place}.map", "expected pairs of a value and what it becomes")
        listed = {}
    for key, value in listed.items():
        if isinstance(key, bool) or key is None:
            notes.problem(f"{place}.map", f"put quotes around {key!r}: YAML reads it as no text")
        table[str(key).strip().casefold()] = inner(value, f"{place}.map.{key}")

    def look_up(value: Any, row: Row) -> Any:
        if not isinstance(value, list):
            found = table.get(value.casefold())
            return MISSING if found is None else found(row)
        results = [table[one.casefold()](row) for one in value if one.casefold() in table]
        flat = [r for one in results for r in (one if isinstance(one, list) else [one])]
        return [r for r in flat if r is not None and r is not MISSING] if results else MISSING

    return look_up


def _date(raw: Mapping[str, Any], place: str, _inner: CompileInner, notes: Notes) -> Step:
    if "split" in raw:
        notes.problem(f"{place}.date", "a value that was split is no date")
    read = compile_date(raw["date"], raw.get("timezone"), place, notes)

    def as_moment(value: Any, row: Row) -> Any:
        found = read(str(value))
        if found is None:
            return MISSING
        return found if OLDEST <= found <= row.now else None

    return as_moment


def _clean(raw: Mapping[str, Any], place: str, _inner: CompileInner, notes: Notes) -> Step:
    if raw["clean"] != "html":
        notes.problem(f"{place}.clean", f"{raw['clean']!r} cannot be cleaned; possible is html")
    return lambda value, _row: plain_text(value) or MISSING


def _times(raw: Mapping[str, Any], place: str, _inner: CompileInner, notes: Notes) -> Step:
    factor = raw["times"]
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor:
        notes.problem(f"{place}.times", f"{factor!r} is no number to multiply with")
        factor = 1

    def times(value: Any, _row: Row) -> Any:
        found = number_in(value) if isinstance(value, str) else None
        return MISSING if found is None else f"{found * factor:.12g}"

    return times


_BUILDERS = (
    ("clean", _clean),
    ("extract", _extract),
    ("split", _split),
    ("times", _times),
    ("map", _map),
    ("date", _date),
)
