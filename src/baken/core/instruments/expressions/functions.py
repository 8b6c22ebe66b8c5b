"""The functions of the language: one table with their names, the kinds they take, and what they do.

``lookup`` is not among them: its first argument names a table, and no fact.
Source: domain reference, instruments, section 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from baken.core.instruments.expressions.answers import (
    Impossible,
    Reason,
    Told,
    decided,
    lacking_in,
    taken_from,
)
from baken.core.instruments.expressions.kinds import SINGLE_OF, Kind, fits
from baken.core.instruments.expressions.numbers import counted, whole
from baken.core.instruments.risk_classes import RiskClass, worst
from baken.core.instruments.texts import Text

Work = Callable[[Sequence[Told]], Told]
NOTHING = Text("", "")


@dataclass(frozen=True)
class Form:
    """One way to use a function: what it takes, what may follow any number of times, what it gives."""

    takes: tuple[Kind, ...]
    gives: Kind
    more: tuple[Kind, ...] = ()

    def asked(self, count: int) -> tuple[Kind, ...]:
        """The kinds it takes when it is given so many arguments."""
        return self.takes + self.more * (count - len(self.takes))

    def fitting(self, kinds: Sequence[Kind]) -> int:
        """How many arguments of these kinds fit, counted from the first."""
        pairs = zip(kinds, self.asked(len(kinds)), strict=False)
        return len([*takewhile(lambda pair: pair[0] is pair[1], pairs)])


@dataclass(frozen=True)
class Function:
    """A function: how it is written, the ways to use it, and what it makes of its arguments."""

    written: str
    forms: tuple[Form, ...]
    work: Work
    noted: Text = NOTHING

    @property
    def name(self) -> str:
        """What it is called."""
        return self.written.partition("(")[0]

    @property
    def said(self) -> Text:
        """How it is written, for people."""
        return Text(self.written + self.noted.nl, self.written + self.noted.en)

    def form_for(self, kinds: Sequence[Kind]) -> Form | None:
        """The way to use it with arguments of these kinds, if there is one."""
        given = tuple(kinds)
        return next((form for form in self.forms if form.asked(len(given)) == given), None)

    def accepts(self, values: Sequence[Any]) -> bool:
        """Whether it can work with these values; unknown fits everything."""
        return any(
            len(form.asked(len(values))) == len(values)
            and all(map(fits, values, form.asked(len(values))))
            for form in self.forms
        )


def _known(does: Callable[..., Any]) -> Work:
    """Work that needs all its arguments: unknown when one of them, or of their items, is unknown."""

    def work(parts: Sequence[Told]) -> Told:
        lacking = lacking_in(parts)
        if lacking:
            return taken_from(lacking, None)
        return taken_from(parts, does(*(part.value for part in parts)))

    return work


def _sum(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total = counted(total + value)
    return total


def _mean(values: Sequence[float]) -> float:
    return counted(_sum(_filled(values)) / len(values))


def _lowest(first: Any, *others: float) -> float:
    return min(_filled(first)) if isinstance(first, tuple) else min(first, *others)


def _worst(classes: Sequence[RiskClass]) -> RiskClass:
    found = worst(classes)
    if found is None:
        raise Impossible(Reason.EMPTY)
    return found


def _highest(first: Any, *others: float) -> float:
    return max(_filled(first)) if isinstance(first, tuple) else max(first, *others)


def _filled(values: Sequence[float]) -> Sequence[float]:
    if not values:
        raise Impossible(Reason.EMPTY)
    return values


def _root(value: float) -> float:
    if value < 0:
        raise Impossible(Reason.ROOT)
    return counted(math.sqrt(value))


def _logarithm(of: Callable[[float], float]) -> Callable[[float], float]:
    def does(value: float) -> float:
        if value <= 0:
            raise Impossible(Reason.LOGARITHM)
        return counted(of(value))

    return does


def _power_of_e(value: float) -> float:
    try:
        return counted(math.exp(value))
    except OverflowError:
        raise Impossible(Reason.TOO_LARGE) from None


def _days(first: date, last: date) -> float:
    return float((last - first).days)


def _count(parts: Sequence[Told]) -> Told:
    [listed] = parts
    return listed if listed.value is None else taken_from(parts, float(len(listed.value)))


def _items_decided(*, by: bool) -> Work:
    def work(parts: Sequence[Told]) -> Told:
        [listed] = parts
        return listed if listed.value is None else taken_from(parts, decided(listed.value, by=by))

    return work


def _if(parts: Sequence[Told]) -> Told:
    """The branch that the condition takes; both when they are the same whatever it would be."""
    condition, yes, no = parts
    if condition.value is None:
        same = yes.value is not None and yes.value == no.value
        return taken_from((yes, no), yes.value) if same else condition
    branch = yes if condition.value else no
    return branch if branch.value is None else taken_from((condition, branch), branch.value)


def _first_known(parts: Sequence[Told]) -> Told:
    """The first that is known, which those before it decided as well, by being unknown."""
    for place, part in enumerate(parts, start=1):
        if part.value is not None:
            return taken_from(parts[:place], part.value)._replace(troubles=())
    return taken_from(parts, None)


_OF_ONE_KIND = Text(", met a en b van één soort", ", with a and b of one kind")
_OF_NUMBERS = (Form((Kind.NUMBERS,), Kind.NUMBER),)
_OF_NUMBER = (Form((Kind.NUMBER,), Kind.NUMBER),)
_OF_YES_NOS = (Form((Kind.YES_NOS,), Kind.YES_NO),)
_OF_SEVERAL = (*_OF_NUMBERS, Form((Kind.NUMBER,) * 2, Kind.NUMBER, (Kind.NUMBER,)))

_TABLE = (
    Function("sum(numbers)", _OF_NUMBERS, _known(_sum)),
    Function("mean(numbers)", _OF_NUMBERS, _known(_mean)),
    Function("min(numbers)", _OF_SEVERAL, _known(_lowest), Text(" of min(a, b)", " or min(a, b)")),
    Function("max(numbers)", _OF_SEVERAL, _known(_highest), Text(" of max(a, b)", " or max(a, b)")),
    Function("worst(classes)", (Form((Kind.CLASSES,), Kind.CLASS),), _known(_worst)),
    Function("count(list)", tuple(Form((one,), Kind.NUMBER) for one in SINGLE_OF), _count),
    Function("any(list of yes or no)", _OF_YES_NOS, _items_decided(by=True)),
    Function("all(list of yes or no)", _OF_YES_NOS, _items_decided(by=False)),
    Function("round(number)", _OF_NUMBER, _known(whole)),
    Function("abs(number)", _OF_NUMBER, _known(abs)),
    Function("sqrt(number)", _OF_NUMBER, _known(_root)),
    Function("ln(number)", _OF_NUMBER, _known(_logarithm(math.log))),
    Function("log10(number)", _OF_NUMBER, _known(_logarithm(math.log10))),
    Function("exp(number)", _OF_NUMBER, _known(_power_of_e)),
    Function(
        "if(condition, a, b)",
        tuple(Form((Kind.YES_NO, one, one), one) for one in Kind),
        _if,
        _OF_ONE_KIND,
    ),
    Function(
        "coalesce(a, b)",
        tuple(Form((one, one), one, (one,)) for one in Kind),
        _first_known,
        _OF_ONE_KIND,
    ),
    Function("days_between(from, to)", (Form((Kind.DATE,) * 2, Kind.NUMBER),), _known(_days)),
)
FUNCTIONS: Mapping[str, Function] = {function.name: function for function in _TABLE}
