"""Loads a mapping file: checks it whole, compiles it once, and turns rows into legacy reports."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from baken.rooms.reports.actions.legacy_rows import LegacySource
from baken.rooms.reports.schemas.mapping import joins, values
from baken.rooms.reports.schemas.mapping.conditions import compile_condition
from baken.rooms.reports.schemas.mapping.expressions import Slot, compile_value
from baken.rooms.reports.schemas.mapping.fields import LINE, Filled, compile_fields, fill
from baken.rooms.reports.schemas.mapping.harm import compile_damages, compile_injuries
from baken.rooms.reports.schemas.mapping.legacy import Further, LegacyMapping
from baken.rooms.reports.schemas.mapping.lines import with_lines
from baken.rooms.reports.schemas.mapping.problems import Expression, MappingRefused, Notes
from baken.rooms.reports.schemas.mapping.reverse import write_back_of
from baken.rooms.reports.schemas.mapping.templates import compile_template
from baken.rooms.reports.workflow import OCCURRENCE

SHIPPED = Path(__file__).parents[2] / "mappings"
LONGEST_SOURCE = 60
LONGEST_NAME = 10
_KEYS = (
    "version",
    "source",
    "licence",
    "attribution",
    "language",
    "encoding",
    "delimiter",
    "in_use",
    "join",
    "key",
    "number_rows",
    "also_known_as",
    "group_by",
    "group_adds",
    "empty_values",
    "conditions",
    "story",
    "further_reports",
    "unit",
    "state",
    "fields",
    "write_back",
)
_FURTHER_KEYS = ("name", "when", "story")
_REQUIRED = ("source", "key", "story", "unit", "fields")


def find_mapping(name: str) -> Path:
    """The mapping file of this path, or the one of this name that comes with the product."""
    path, shipped = Path(name), SHIPPED / f"{name}.yaml"
    return shipped if not path.exists() and path.name == name and shipped.exists() else path


def load_mapping(path: Path) -> LegacyMapping:
    """Read and check a mapping file. Raises MappingRefused with every problem, file, line and field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = yaml.safe_load(text)
    except OSError as problem:
        raise MappingRefused(str(path), [problem.strerror or str(problem)]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise MappingRefused(str(path), [f"is no YAML: {problem}"]) from None
    try:
        return parse_mapping(content, where=str(path))
    except MappingRefused as refused:
        raise MappingRefused(str(path), with_lines(refused.problems, text)) from None


def parse_mapping(content: Any, *, where: str) -> LegacyMapping:
    """Check and compile the content of a mapping; ``where`` names the file in problems.

    Raises MappingRefused.
    """
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
    files = joins.joins_of(content.get("join", {}), notes)
    notes.files = frozenset(join.name for join in files)
    key = _columns(content.get("key"), "key", notes)
    group_by = _columns(content.get("group_by", []), "group_by", notes)
    adds = joins.adds_of(content.get("group_adds", []), bool(group_by), notes)
    nothing = _empty_values(content.get("empty_values", {}), notes)
    _conditions(content.get("conditions", {}), notes)
    codes: set[str] = set()
    fields = content.get("fields")
    harm = fields if isinstance(fields, Mapping) else {}
    write_back_of(content, notes)
    own = [_unit(content, codes, notes), _state(content, notes), *compile_fields(fields, notes)]
    return LegacyMapping(
        source=replace(_source(content, notes), adds=adds, mapping=content),
        encoding=_encoding(content, notes),
        delimiter=_delimiter(content, notes),
        story=_story(content.get("story", ""), notes),
        own_fields=own,
        injuries=compile_injuries(harm.get("injuries", []), notes),
        damages=compile_damages(harm.get("damages", []), notes),
        key=key,
        group_by=group_by,
        empty_values=nothing,
        unit_codes=frozenset(codes),
        columns=notes.columns,
        joins=files,
        numbers_rows=joins.flag_of(content.get("number_rows", False), "number_rows", notes),
        further=_further(content.get("further_reports", []), notes),
        also=joins.names_of(content.get("also_known_as", []), notes),
        in_use=joins.in_use_of(content.get("in_use", {}), notes),
        content=content,
    )


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


def _further(raw: Any, notes: Notes) -> tuple[Further, ...]:
    if not isinstance(raw, list):
        notes.problem("further_reports", "expected a list of entries with name and story")
        return ()
    return tuple(one for n, entry in enumerate(raw) for one in _further_one(entry, n, notes))


def _further_one(raw: Any, place_in: int, notes: Notes) -> Iterator[Further]:
    place = f"further_reports[{place_in}]"
    if not isinstance(raw, Mapping) or not notes.known_keys(raw, place, _FURTHER_KEYS):
        notes.problem(place, f"expected an entry with the keys {', '.join(_FURTHER_KEYS)}")
        return
    name = str(raw.get("name") or "")
    if not name.isalnum() or len(name) > LONGEST_NAME or "story" not in raw:
        notes.problem(place, f"needs a story, and a name of at most {LONGEST_NAME} letters")
        return
    when = compile_condition(raw["when"], f"{place}.when", notes) if "when" in raw else None
    yield Further(name, when, _story(raw["story"], notes))


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
