"""Conditions: what must hold in a row for a rule to apply."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from baken.rooms.reports.schemas.mapping.problems import Notes, Row, Test

_TESTS = ("contains", "equals", "matches", "min", "max", "empty")
_KEYS = ("column", *_TESTS, "any", "all", "not")

# Expressions that find in the small letters of an ASCII text what they find in the text itself: no
# capitals, also not in an escape or between the ends of a range.
_SMALL = re.compile(
    r"(?:[a-z0-9 ,.'/:()|?+*^${}\[\]]|\\[bdsw.()\[\]/]|(?<=[a-z])-(?=[a-z])|(?<=[0-9])-(?=[0-9]))+"
)

Build = Callable[[str, Any, str, Notes], Test]


def compile_condition(raw: Any, place: str, notes: Notes) -> Test:
    """A condition as a function; a name stands for a named condition written before."""
    if isinstance(raw, str):
        return _named(raw, place, notes)
    if not isinstance(raw, Mapping) or not raw:
        notes.problem(place, f"{raw!r} is no condition")
        return _never
    if not notes.known_keys(raw, place, _KEYS):
        return _never
    tests = _of_column(raw, place, notes)
    for key, holds in (("any", any), ("all", all)):
        if key in raw:
            tests.append(_group(raw[key], holds, f"{place}.{key}", notes))
    if "not" in raw:
        inner = compile_condition(raw["not"], f"{place}.not", notes)
        tests.append(lambda row: not inner(row))
    return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)


def number_in(text: str) -> float | None:
    """The number that a value is, with a point for the decimals; None when it is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def compile_pattern(raw: Any, place: str, notes: Notes) -> re.Pattern[str]:
    """A regular expression without regard to capitals."""
    try:
        return re.compile(raw if isinstance(raw, str) else "", re.IGNORECASE) if raw else _bad(raw)
    except (re.error, OverflowError) as problem:
        notes.problem(place, f"{raw!r} is no regular expression: {problem}")
        return re.compile("(?!)")


def _bad(raw: Any) -> re.Pattern[str]:
    raise re.error(f"{raw!r} says nothing")


def _never(_row: Row) -> bool:
    return False


def _named(name: str, place: str, notes: Notes) -> Test:
    test = notes.conditions.get(name)
    if test is None:
        notes.problem(place, f"no condition above this line is called {name!r}")
        return _never

    def remembered(row: Row) -> bool:
        known = row.known.get(name)
        if known is None:
            known = row.known[name] = test(row)
        return known

    return remembered


def _group(raw: Any, holds: Callable[..., bool], place: str, notes: Notes) -> Test:
    if not isinstance(raw, list) or not raw:
        notes.problem(place, "expected a list of conditions")
        return _never
    tests = [compile_condition(one, f"{place}[{n}]", notes) for n, one in enumerate(raw)]
    return lambda row: holds(test(row) for test in tests)


def _of_column(raw: Mapping[str, Any], place: str, notes: Notes) -> list[Test]:
    given = [name for name in _TESTS if name in raw]
    if bool(given) != ("column" in raw):
        missing = f"one of {', '.join(_TESTS)}" if "column" in raw else "column"
        notes.problem(place, f"the key {missing} is missing")
        return [_never]
    if not given:
        return []
    column = notes.use(raw["column"], f"{place}.column")
    return [_BUILDERS[name](column, raw[name], f"{place}.{name}", notes) for name in given]


def _words(raw: Any, place: str, notes: Notes) -> list[str]:
    words = [str(one) for one in (raw if isinstance(raw, list) else [raw])]
    if not words or not all(word.strip() for word in words) or isinstance(raw, bool):
        notes.problem(place, f"{raw!r} is no text to compare with")
    return [word.strip().casefold() for word in words]


def _contains(column: str, raw: Any, place: str, notes: Notes) -> Test:
    words = _words(raw, place, notes)
    if len(words) == 1:
        return lambda row, word=words[0]: word in row.folded(column)  # type: ignore[misc]
    return lambda row: any(word in row.folded(column) for word in words)


def _equals(column: str, raw: Any, place: str, notes: Notes) -> Test:
    words = frozenset(_words(raw, place, notes))
    return lambda row: row.folded(column) in words


def _matches(column: str, raw: Any, place: str, notes: Notes) -> Test:
    """Searching without regard to capitals is slow: where it is the same, small letters are."""
    pattern = compile_pattern(raw, place, notes)
    search = pattern.search
    if not _SMALL.fullmatch(pattern.pattern):
        return lambda row: search(row.values[column]) is not None
    search_small = re.compile(pattern.pattern).search

    def found(row: Row) -> bool:
        text = row.values[column]
        return bool(search_small(row.folded(column)) if text.isascii() else search(text))

    return found


def _limit(raw: Any, place: str, notes: Notes) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        notes.problem(place, f"{raw!r} is no number")
        return 0.0
    return float(raw)


def _at_least(column: str, raw: Any, place: str, notes: Notes) -> Test:
    limit = _limit(raw, place, notes)
    return lambda row: (n := number_in(row.values[column])) is not None and n >= limit


def _at_most(column: str, raw: Any, place: str, notes: Notes) -> Test:
    limit = _limit(raw, place, notes)
    return lambda row: (n := number_in(row.values[column])) is not None and n <= limit


def _empty(column: str, raw: Any, place: str, notes: Notes) -> Test:
    if not isinstance(raw, bool):
        notes.problem(place, "expected true or false")
    return lambda row: (not row.values[column]) == raw


_BUILDERS: dict[str, Build] = {
    "contains": _contains,
    "equals": _equals,
    "matches": _matches,
    "min": _at_least,
    "max": _at_most,
    "empty": _empty,
}
