"""Expressions: a constant, a column with what is done to it, a template, or rules.

Each is compiled once to a function of a row. No program can be written in a mapping; regular
expressions are the strongest means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.page.cutting import cut_at_word
from baken.rooms.reports.schemas.mapping.conditions import compile_condition
from baken.rooms.reports.schemas.mapping.problems import MISSING, Expression, Notes, Row
from baken.rooms.reports.schemas.mapping.steps import compile_column
from baken.rooms.reports.schemas.mapping.templates import compile_template

FORMS: dict[str, tuple[str, ...]] = {
    "constant": ("constant",),
    "column": (
        "column",
        "clean",
        "extract",
        "split",
        "times",
        "map",
        "date",
        "timezone",
        "default",
        "max_length",
    ),
    "template": ("template", "default", "max_length"),
    "rules": ("rules", "default", "max_length"),
}


def _anything(_value: Any) -> str:
    return ""


@dataclass(frozen=True)
class Slot:
    """What an expression must fill: one value or a list; ``check`` says what is wrong with a
    value that is written out in the mapping itself, or nothing."""

    many: bool = False
    keep_lines: bool = False
    check: Callable[[Any], str] = _anything


def compile_value(raw: Any, place: str, slot: Slot, notes: Notes) -> Expression:
    """An expression as a function: MISSING when there is no result, None for an empty one."""
    if isinstance(raw, Mapping):
        return _compile_block(raw, place, slot, notes)
    if isinstance(raw, list):
        return _compile_list(raw, place, slot, notes)
    return _literal(raw, place, slot, notes)


def _literal(raw: Any, place: str, slot: Slot, notes: Notes) -> Expression:
    problem = slot.check(raw) if raw is not None else ""
    if problem:
        notes.problem(place, problem)
    return lambda _row: raw


def _compile_list(raw: list[Any], place: str, slot: Slot, notes: Notes) -> Expression:
    if not slot.many:
        notes.problem(place, "one value is expected here, not a list")
        return lambda _row: MISSING
    parts = [compile_value(one, f"{place}[{n}]", slot, notes) for n, one in enumerate(raw)]
    return lambda row: _joined(part(row) for part in parts)


def _compile_block(raw: Mapping[str, Any], place: str, slot: Slot, notes: Notes) -> Expression:
    form = [name for name in FORMS if name in raw]
    if len(form) != 1:
        notes.problem(place, f"expected one of the keys {', '.join(FORMS)}")
        return lambda _row: MISSING
    if not notes.known_keys(raw, place, FORMS[form[0]]):
        return lambda _row: MISSING
    if form[0] == "constant":
        return compile_value(raw["constant"], f"{place}.constant", slot, notes)
    return _finished(_COMPILERS[form[0]](raw, place, slot, notes), raw, place, slot, notes)


def _finished(
    source: Expression, raw: Mapping[str, Any], place: str, slot: Slot, notes: Notes
) -> Expression:
    """The expression with its default and its greatest length, and a list made into text."""
    default = (
        compile_value(raw["default"], f"{place}.default", slot, notes)
        if "default" in raw
        else lambda _row: MISSING
    )
    longest = raw.get("max_length")
    if longest is not None and (type(longest) is not int or longest < 2):
        notes.problem(f"{place}.max_length", f"{longest!r} is no length in characters")
        longest = None

    def run(row: Row) -> Any:
        value = source(row)
        if value is MISSING:
            value = default(row)
        if isinstance(value, list) and not slot.many:
            value = ", ".join(dict.fromkeys(str(part) for part in value if part is not None))
        if longest and isinstance(value, str):
            value = cut_at_word(value, longest)
        return value

    return run


def _column(raw: Mapping[str, Any], place: str, slot: Slot, notes: Notes) -> Expression:
    def compile_inner(inner: Any, where: str) -> Expression:
        return compile_value(inner, where, slot, notes)

    return compile_column(raw, place, compile_inner, notes)


def _template(raw: Mapping[str, Any], place: str, slot: Slot, notes: Notes) -> Expression:
    text = raw["template"]
    if not isinstance(text, str):
        notes.problem(f"{place}.template", "a template is text")
        text = ""
    return compile_template(text, f"{place}.template", keep_lines=slot.keep_lines, notes=notes)


def _rules(raw: Mapping[str, Any], place: str, slot: Slot, notes: Notes) -> Expression:
    listed = raw["rules"]
    if not isinstance(listed, list) or not listed:
        notes.problem(f"{place}.rules", "expected a list of rules with when and value")
        return lambda _row: MISSING
    rules = []
    for place_in, rule in enumerate(listed):
        where = f"{place}.rules[{place_in}]"
        if not isinstance(rule, Mapping) or set(rule) != {"when", "value"}:
            notes.problem(where, "a rule has the keys when and value, and no others")
            continue
        test = compile_condition(rule["when"], f"{where}.when", notes)
        rules.append((test, compile_value(rule["value"], f"{where}.value", slot, notes)))

    def first(row: Row) -> Any:
        return next((value(row) for test, value in rules if test(row)), MISSING)

    def every(row: Row) -> Any:
        return _joined(value(row) for test, value in rules if test(row))

    return every if slot.many else first


def _joined(values: Any) -> Any:
    """All results as one list; MISSING when none had a result."""
    found: list[Any] = []
    any_result = False
    for value in values:
        if value is not MISSING:
            any_result = True
            found.extend(value if isinstance(value, list) else [value])
    return found if any_result else MISSING


_COMPILERS = {"column": _column, "template": _template, "rules": _rules}
