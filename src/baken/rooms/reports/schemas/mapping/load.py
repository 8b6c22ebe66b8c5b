"""Loads a mapping file: checks it whole, compiles it once, and turns rows into legacy reports."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource
from baken.rooms.reports.schemas.mapping import values
from baken.rooms.reports.schemas.mapping.conditions import compile_condition
from baken.rooms.reports.schemas.mapping.expressions import Slot, compile_value
from baken.rooms.reports.schemas.mapping.fields import (
    LINE,
    Filled,
    InjuryLine,
    compile_fields,
    compile_injuries,
    fill,
)
from baken.rooms.reports.schemas.mapping.problems import (
    MISSING,
    Expression,
    MappingRefused,
    Notes,
    Row,
    RowUnfit,
)
from baken.rooms.reports.schemas.mapping.templates import compile_template
from baken.rooms.reports.workflow import OCCURRENCE

SHIPPED = Path(__file__).parents[2] / "mappings"
LONGEST_STORY = 1_000_000
LONGEST_KEY = 120
LONGEST_SOURCE = 60
_KEYS = (
    "version",
    "source",
    "licence",
    "attribution",
    "language",
    "encoding",
    "delimiter",
    "key",
    "group_by",
    "empty_values",
    "conditions",
    "story",
    "unit",
    "state",
    "fields",
)
_REQUIRED = ("source", "key", "story", "unit", "fields")


@dataclass(frozen=True)
class LegacyMapping:
    """A checked mapping. ``columns`` are those it needs, ``unit_codes`` those it writes out."""

    source: LegacySource
    encoding: str
    delimiter: str
    columns: Mapping[str, str]
    unit_codes: frozenset[str]
    key: tuple[str, ...]
    group_by: tuple[str, ...]
    empty_values: Mapping[str, frozenset[str]]
    story: Expression
    own_fields: Sequence[Filled]
    injuries: Sequence[InjuryLine]

    def key_of(self, raw: Mapping[str, str]) -> str:
        """What identifies a row at its source; empty when all its columns are."""
        return _together([raw.get(column, "").strip() for column in self.key])

    def read(self, raw: Mapping[str, str], *, line: int, now: datetime) -> LegacyReport:
        """The report that a row gives; ``raw`` has every column of the mapping.

        Raises RowUnfit with the field and what is wrong.
        """
        row = Row(self._cleaned(raw), now)
        key = self.key_of(row.values)
        if not key:
            raise RowUnfit("the key is empty")
        if len(key) > LONGEST_KEY:
            raise RowUnfit(f"the key is longer than {LONGEST_KEY} characters")
        story = self.story(row)
        kept = "" if values.is_nothing(story) else values.text(story)
        if len(kept) > LONGEST_STORY:
            raise RowUnfit(f"story: longer than {LONGEST_STORY:,} characters")
        found = {field.name: field.of(row) for field in self.own_fields}
        injuries = tuple(injury for entry in self.injuries for injury in entry.of(row))
        return LegacyReport(
            line=line,
            key=key,
            raw=raw,
            story=kept,
            group=_together([row.values[column] for column in self.group_by]),
            injuries=injuries,
            **{name: value for name, value in found.items() if value is not MISSING},
        )

    def missing_columns(self, header: Sequence[str]) -> list[str]:
        """What to say of columns that the mapping needs and a file lacks."""
        return [
            f"{place}: the file has no column {column!r}"
            for column, place in self.columns.items()
            if column not in header
        ]

    def _cleaned(self, raw: Mapping[str, str]) -> dict[str, str]:
        cleaned = {column: raw[column].strip() for column in self.columns}
        for column, nothing in self.empty_values.items():
            if cleaned[column] in nothing:
                cleaned[column] = ""
        return cleaned


def find_mapping(name: str) -> Path:
    """The mapping file of this path, or the one of this name that comes with the product."""
    path, shipped = Path(name), SHIPPED / f"{name}.yaml"
    return shipped if not path.exists() and path.name == name and shipped.exists() else path


def load_mapping(path: Path) -> LegacyMapping:
    """Read and check a mapping file. Raises MappingRefused with every problem, file and field."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise MappingRefused(str(path), [problem.strerror or str(problem)]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise MappingRefused(str(path), [f"is no YAML: {problem}"]) from None
    return parse_mapping(content, where=str(path))


def parse_mapping(content: Any, *, where: str) -> LegacyMapping:
    """Check and compile the content of a mapping; ``where`` names the file in problems."""
    if not isinstance(content, Mapping):
        raise MappingRefused(where, ["expected the keys source, key, story, unit and fields"])
    notes = Notes(language=str(content.get("language", "nl")))
    notes.known_keys(content, "mapping", _KEYS)
    for name in _REQUIRED:
        if name not in content:
            notes.problem(name, "is required")
    try:
        mapping = _compiled(content, notes)
    except RecursionError:
        raise MappingRefused(where, ["is nested too deeply"]) from None
    if notes.problems:
        raise MappingRefused(where, notes.problems)
    return mapping


def _compiled(content: Mapping[str, Any], notes: Notes) -> LegacyMapping:
    _check_version(content, notes)
    key = _columns(content.get("key"), "key", notes)
    group_by = _columns(content.get("group_by", []), "group_by", notes)
    nothing = _empty_values(content.get("empty_values", {}), notes)
    _conditions(content.get("conditions", {}), notes)
    codes: set[str] = set()
    fields = content.get("fields")
    injuries = fields.get("injuries", []) if isinstance(fields, Mapping) else []
    own = [_unit(content, codes, notes), _state(content, notes), *compile_fields(fields, notes)]
    return LegacyMapping(
        source=_source(content, notes),
        encoding=_encoding(content, notes),
        delimiter=_delimiter(content, notes),
        story=_story(content.get("story", ""), notes),
        own_fields=own,
        injuries=compile_injuries(injuries, notes),
        key=key,
        group_by=group_by,
        empty_values=nothing,
        unit_codes=frozenset(codes),
        columns=notes.columns,
    )


def _together(parts: Sequence[str]) -> str:
    """Several values as one key that no other values give; empty when all are."""
    if len(parts) == 1:
        return parts[0]
    escaped = [part.replace("\\", "\\\\").replace("|", "\\|") for part in parts]
    return "|".join(escaped) if any(escaped) else ""


def _check_version(content: Mapping[str, Any], notes: Notes) -> None:
    if content.get("version", 1) != 1:
        notes.problem("version", "this product reads version 1")
    if notes.language not in ("nl", "en"):
        notes.problem("language", "expected nl or en")


def _source(content: Mapping[str, Any], notes: Notes) -> LegacySource:
    texts = {n: str(content.get(n) or "").strip() for n in ("source", "licence", "attribution")}
    if not 0 < len(texts["source"]) <= LONGEST_SOURCE:
        notes.problem("source", f"expected a name of at most {LONGEST_SOURCE} characters")
    return LegacySource(texts["source"], texts["licence"], texts["attribution"])


def _encoding(content: Mapping[str, Any], notes: Notes) -> str:
    name = str(content.get("encoding", "utf-8"))
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, ValueError):
        notes.problem("encoding", f"{name!r} is not known")
        return "utf-8-sig"
    return "utf-8-sig" if found == "utf-8" else found


def _delimiter(content: Mapping[str, Any], notes: Notes) -> str:
    sign = content.get("delimiter", ",")
    if not isinstance(sign, str) or len(sign) != 1 or sign in '"\r\n\x00':
        notes.problem("delimiter", "expected one sign")
        return ","
    return sign


def _columns(raw: Any, place: str, notes: Notes) -> tuple[str, ...]:
    listed = [raw] if isinstance(raw, str) else raw
    if not isinstance(listed, list) or (place == "key" and not listed):
        notes.problem(place, "expected a list of columns")
        return ()
    return tuple(notes.use(column, place) for column in listed)


def _empty_values(raw: Any, notes: Notes) -> dict[str, frozenset[str]]:
    if not isinstance(raw, Mapping):
        notes.problem("empty_values", "expected a list of values per column")
        return {}
    found = {}
    for column, listed in raw.items():
        name = notes.use(column, "empty_values")
        if not isinstance(listed, list):
            notes.problem(f"empty_values.{column}", "expected a list of values")
            continue
        found[name] = frozenset(str(value).strip() for value in listed)
    return found


def _conditions(raw: Any, notes: Notes) -> None:
    if not isinstance(raw, Mapping):
        notes.problem("conditions", "expected conditions by name")
        return
    for name, condition in raw.items():
        notes.conditions[name] = compile_condition(condition, f"conditions.{name}", notes)


def _story(raw: Any, notes: Notes) -> Expression:
    if isinstance(raw, str):
        return compile_template(raw, "story", keep_lines=True, notes=notes)
    return compile_value(raw, "story", Slot(keep_lines=True), notes)


def _unit(content: Mapping[str, Any], codes: set[str], notes: Notes) -> Filled:
    def check(value: Any) -> str:
        codes.add(str(value))
        return ""

    expression = compile_value(content.get("unit"), "unit", Slot(check=check), notes)
    return Filled("unit", expression, values.line_of(LINE), required=True)


def _state(content: Mapping[str, Any], notes: Notes) -> Filled:
    states = [state for state in OCCURRENCE.states if state != "merged"]
    keep = values.one_of(states, "the states of an occurrence")
    return fill("state", content.get("state", "closed"), keep, notes, required=True)
