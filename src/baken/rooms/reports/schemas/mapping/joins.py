"""The blocks of a mapping about files and rows: other files, rows of one key, further reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.rooms.reports.schemas.mapping.problems import Notes

ADDS = (
    "injuries",
    "damages",
    "subjects",
    "domains",
    "category",
    "actual_severity",
    "potential_severity",
)
LONGEST_SYSTEM = 60
_JOIN_KEYS = ("file", "by")
_NAME_KEYS = ("system", "key")
_USE_KEYS = ("from", "until")


@dataclass(frozen=True)
class Join:
    """Another file of the source: its name in the mapping, its file, and (ours, theirs) it shares."""

    name: str
    file: str
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OtherName:
    """Under which columns a row is known in another system, or under a number they share."""

    system: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class InUse:
    """When the source system was in use: its first day and its last one, as far as known."""

    since: date | None = None
    until: date | None = None


def joins_of(raw: Any, notes: Notes) -> tuple[Join, ...]:
    """The block ``join``: other files by name."""
    if not isinstance(raw, Mapping):
        notes.problem("join", "expected the other files by name")
        return ()
    found = []
    for name, block in raw.items():
        place = f"join.{name}"
        if not isinstance(name, str) or not name.isidentifier():
            notes.problem(place, "a name is one word of letters, digits and _")
        elif not isinstance(block, Mapping) or not notes.known_keys(block, place, _JOIN_KEYS):
            notes.problem(place, "expected the keys file and by")
        else:
            found.append(Join(name, _file(block, place, notes), _by(block.get("by"), place, notes)))
    return tuple(found)


def _file(block: Mapping[str, Any], place: str, notes: Notes) -> str:
    name = block.get("file")
    if not isinstance(name, str) or not name.strip() or "/" in name or "\\" in name:
        notes.problem(f"{place}.file", "expected the name of a file in the same folder")
        return ""
    return name


def _by(raw: Any, place: str, notes: Notes) -> tuple[tuple[str, str], ...]:
    pairs = {one: one for one in raw} if isinstance(raw, list) else raw
    is_pairs = isinstance(pairs, Mapping) and bool(pairs)
    if not is_pairs or not all(isinstance(one, str) for pair in pairs.items() for one in pair):
        notes.problem(f"{place}.by", "expected the columns that both files have")
        return ()
    for ours in pairs:
        notes.use(ours, f"{place}.by")
    return tuple(pairs.items())


def adds_of(raw: Any, has_groups: bool, notes: Notes) -> frozenset[str]:
    """The list ``group_adds``: what every further row of a group adds to its occurrence."""
    if not isinstance(raw, list) or not all(one in ADDS for one in raw):
        notes.problem("group_adds", f"expected a list of {', '.join(ADDS)}")
        return frozenset()
    if raw and not has_groups:
        notes.problem("group_adds", "without group_by there are no groups")
    return frozenset(raw)


def names_of(raw: Any, notes: Notes) -> tuple[OtherName, ...]:
    """The list ``also_known_as``: systems, or shared numbers, with the columns of their key."""
    if not isinstance(raw, list):
        notes.problem("also_known_as", "expected a list of entries with system and key")
        return ()
    found = []
    for place_in, block in enumerate(raw):
        place = f"also_known_as[{place_in}]"
        if not isinstance(block, Mapping) or not notes.known_keys(block, place, _NAME_KEYS):
            notes.problem(place, "expected the keys system and key")
            continue
        system, listed = block.get("system"), block.get("key")
        if not isinstance(system, str) or not 0 < len(system.strip()) <= LONGEST_SYSTEM:
            notes.problem(
                f"{place}.system", f"expected a name of at most {LONGEST_SYSTEM} characters"
            )
            continue
        if not isinstance(listed, list) or not listed:
            notes.problem(f"{place}.key", "expected a list of columns")
            continue
        columns = tuple(notes.use(column, f"{place}.key") for column in listed)
        found.append(OtherName(system.strip(), columns))
    return tuple(found)


def in_use_of(raw: Any, notes: Notes) -> InUse:
    """The block ``in_use``: from and until, as days or years."""
    if not isinstance(raw, Mapping) or not notes.known_keys(raw, "in_use", _USE_KEYS):
        notes.problem("in_use", "expected the keys from and until")
        return InUse()
    since = _day(raw.get("from"), "in_use.from", notes)
    until = _day(raw.get("until"), "in_use.until", notes)
    if since and until and until < since:
        notes.problem("in_use", "until is before from")
    return InUse(since, until)


def _day(raw: Any, place: str, notes: Notes) -> date | None:
    if raw is None or type(raw) is date:
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        notes.problem(place, f"{raw!r} is no day such as 2021-06-30")
        return None


def flag_of(raw: Any, place: str, notes: Notes) -> bool:
    """A yes or no at the top level."""
    if not isinstance(raw, bool):
        notes.problem(place, "expected true or false")
    return raw is True
