"""Reads a scoring model from what its file holds, and says what is wrong with file, entry and field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from baken.core.instruments.data_file import DataProblem, Entry
from baken.core.instruments.expressions import rounded
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring.examples import outcome_of, read_examples
from baken.core.instruments.scoring.model import (
    Axis,
    AxisValue,
    DefaultTerm,
    NativeClass,
    ScoringModel,
    Written,
)
from baken.core.instruments.scoring.rule import read_rule
from baken.core.instruments.texts import Text

NO_CLASS = "none"
TERMS = {"days": (0, 366), "months": (1, 24)}
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_NUMBER = re.compile(r"[0-9.]+")


def read_scoring_model(file: str, content: Any) -> ScoringModel:
    """The scoring model of a file, whole and shown to work by its own examples.

    Raises DataProblem, naming file, entry and field.
    """
    if not isinstance(content, dict):
        raise DataProblem(f"{file}: names with values are needed")
    entry = Entry(file, str(content.get("code") or "model"), content)
    axes = _axes(entry)
    classes = _classes(entry)
    made = ScoringModel(
        code=_code(entry, "code"),
        version=entry.whole("version", 1, 100_000),
        source=entry.text("source"),
        text=Text(**entry.texts("")),
        help=Text(**entry.texts("help")),
        axes=axes,
        classes=classes,
        rule=read_rule(entry, axes, tuple(one.code for one in classes)),
        written=_written(entry, axes),
        examples=read_examples(entry),
        is_for_instruments=entry.yes("only_instruments"),
    )
    entry.end()
    _check_examples(entry, made)
    return made


def _check_examples(entry: Entry, model: ScoringModel) -> None:
    """Work every example out: the model must come to what the example says."""
    for place, example in enumerate(model.examples, start=1):
        try:
            found = outcome_of(model, example)
        except ValueError as problem:
            raise entry.problem(f"examples {place}", str(problem)) from None
        if found != example:
            told = [found.native, found.written, found.number]
            said = ", ".join(str(one) for one in told if one is not None)
            raise entry.problem(f"examples {place}", f"the model comes to: {said}")


def _code(entry: Entry, name: str) -> str:
    code = entry.text(name)
    if not _CODE.fullmatch(code):
        raise entry.problem(name, "a code is lower-case letters, digits and _")
    return code


def _axes(entry: Entry) -> tuple[Axis, ...]:
    read = _value if entry.get("formula") is None else _numbered_value
    axes = tuple(_axis(one, read) for one in entry.entries("axes"))
    if entry.get("direct") is not None and len(axes) != 1:
        raise entry.problem("axes", "where the class is chosen directly there is one")
    if entry.get("direct") is None and len(axes) < 2:
        raise entry.problem("axes", "give at least two")
    _each_once(entry, "axes", [axis.code for axis in axes])
    return axes


def _axis(entry: Entry, read: Callable[[Entry], AxisValue]) -> Axis:
    made = Axis(
        code=_code(entry, "code"),
        text=Text(**entry.texts("")),
        values=tuple(read(one) for one in entry.entries("values")),
    )
    entry.end()
    if len(made.values) < 2:
        raise entry.problem("values", "give at least two")
    _each_once(entry, "values", made.codes)
    _each_once(entry, "values", [value.text.nl for value in made.values])
    _each_once(entry, "values", [value.text.en for value in made.values])
    numbers = [value.number for value in made.values if value.number is not None]
    _each_once(entry, "values", [f"number {number:.12g}" for number in numbers])
    return made


def _value(entry: Entry) -> AxisValue:
    made = AxisValue(entry.text("code"), Text(**entry.texts("")), _help(entry))
    entry.end()
    return made


def _numbered_value(entry: Entry) -> AxisValue:
    number = rounded(entry.number("number"))
    code = entry.text("code")
    if _NUMBER.fullmatch(code) and code != f"{number:.12g}":
        raise entry.problem("code", f"a code that is a number must be its number: {number:.12g}")
    made = AxisValue(code, Text(**entry.texts("")), _help(entry), number)
    entry.end()
    return made


def _help(entry: Entry) -> Text:
    """An explanation in both languages, or in neither."""
    if entry.get("help_nl") is None and entry.get("help_en") is None:
        return Text("", "")
    return Text(**entry.texts("help"))


def _classes(entry: Entry) -> tuple[NativeClass, ...]:
    classes = tuple(_class(one) for one in entry.entries("classes"))
    if len(classes) < 2:
        raise entry.problem("classes", "give at least two")
    _each_once(entry, "classes", [one.code for one in classes])
    places = [_place(one) for one in classes]
    if places != sorted(places):
        raise entry.problem("classes", "write them from the least bad to the worst")
    return classes


def _class(entry: Entry) -> NativeClass:
    known = [*(one.value for one in RiskClass), NO_CLASS]
    common = entry.one_of("common", known)
    made = NativeClass(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        action=Text(**entry.texts("action")),
        term=_term(entry),
        common=None if common == NO_CLASS else RiskClass(common),
        urgent=entry.yes("urgent"),
    )
    entry.end()
    return made


def _place(native: NativeClass) -> tuple[int, bool]:
    """Where a class must stand among the others."""
    order: list[RiskClass | None] = [None, *RiskClass]
    return order.index(native.common), native.urgent


def _term(entry: Entry) -> DefaultTerm | None:
    """How long it may take; left out there is no term."""
    if entry.get("term") is None:
        return None
    inner = entry.inner("term")
    found = [
        DefaultTerm(unit, count)
        for unit, (least, most) in TERMS.items()
        if (count := inner.whole_or_none(unit, least, most)) is not None
    ]
    inner.end()
    if len(found) != 1:
        raise entry.problem("term", f"give exactly one of: {', '.join(TERMS)}")
    return found[0]


def _written(entry: Entry, axes: Sequence[Axis]) -> Written | None:
    if entry.get("written") is None:
        return None
    inner = entry.inner("written")
    chosen = inner.words("axes")
    if sorted(chosen) != sorted(axis.code for axis in axes):
        raise inner.problem("axes", "name every axis once, in the order in which they are written")
    between = inner.get("between", "")
    if not isinstance(between, str):
        raise inner.problem("between", "a text is needed")
    inner.end()
    return Written(chosen, between)


def _each_once(entry: Entry, name: str, found: Sequence[str]) -> None:
    twice = [one for place, one in enumerate(found) if one in found[:place]]
    if twice:
        raise entry.problem(name, f"“{twice[0]}” stands twice")
