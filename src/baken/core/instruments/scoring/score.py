"""Scores a choice with a model, or says what is wrong with the choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baken.core.instruments.expressions import rounded
from baken.core.instruments.expressions.numbers import LARGEST
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring.model import Bands, Direct, Matrix, NativeClass, ScoringModel

Choice = Mapping[str, object]
MISSING, NO_VALUE, NO_AXIS = "missing", "no_value", "no_axis"
LONGEST_SAID = 40  # signs of somebody's own text that come back in a refusal


@dataclass(frozen=True)
class ChoiceProblem:
    """What is wrong with a choice: an axis is missing, its value is none, or there is no such axis."""

    reason: str
    axis: str
    given: str = ""
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.reason == MISSING:
            return f"choose a value for {self.axis}: {', '.join(self.values)}"
        if self.reason == NO_VALUE:
            return f"“{self.given}” is no value of {self.axis}; choose {', '.join(self.values)}"
        return f"there is no axis “{self.axis}”; axes are {', '.join(self.values)}"


class ChoiceRefused(ValueError):
    """A choice that cannot be scored; ``problems`` tell each axis apart."""

    def __init__(self, problems: tuple[ChoiceProblem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))


@dataclass(frozen=True)
class Score:
    """What came out: the class, and what the model says besides.

    ``choice`` is the code of the value on every axis; ``number`` is there where the model multiplies,
    ``written`` where it writes the choice as one code, such as 1D.
    """

    model: str
    version: int
    choice: tuple[tuple[str, str], ...]
    native: NativeClass
    number: float | None = None
    written: str | None = None

    @property
    def common(self) -> RiskClass | None:
        """The class over all models; None when the hazard is no longer there."""
        return self.native.common

    @property
    def urgent(self) -> bool:
        """Whether it cannot wait for the term of its common class."""
        return self.native.urgent


def choice_problems(model: ScoringModel, choice: Choice) -> tuple[ChoiceProblem, ...]:
    """What keeps a choice from being scored, in the order of the axes; nothing when it is whole."""
    found = []
    for axis in model.axes:
        given = choice.get(axis.code)
        if given is None or given == "":
            found.append(ChoiceProblem(MISSING, axis.code, values=axis.codes))
        elif axis.meant(given) is None:
            found.append(ChoiceProblem(NO_VALUE, axis.code, _said(given), axis.codes))
    axes = tuple(axis.code for axis in model.axes)
    strange = [str(name) for name in choice if name not in axes]
    return (*found, *(ChoiceProblem(NO_AXIS, _said(name), values=axes) for name in strange))


def score(model: ScoringModel, choice: Choice) -> Score:
    """The score of one scenario: a value for every axis, by its code or by the number it says.

    Raises ChoiceRefused for a choice that misses an axis, or names a value or axis that is none.
    """
    problems = choice_problems(model, choice)
    if problems:
        raise ChoiceRefused(problems)
    picked = {axis.code: value for axis in model.axes if (value := axis.meant(choice[axis.code]))}
    codes = {code: value.code for code, value in picked.items()}
    number = None
    if isinstance(model.rule, Matrix):
        native = model.native(model.rule.cells[codes[model.rule.rows], codes[model.rule.columns]])
    elif isinstance(model.rule, Direct):
        native = model.native(model.rule.cells[codes[model.rule.axis]])
    else:
        numbers = {code: float(value.number or 0) for code, value in picked.items()}
        number = model.rule.product.value(numbers)
        native = native_class_of(model, number)
    return Score(
        model=model.code,
        version=model.version,
        choice=tuple(codes.items()),
        native=native,
        number=number,
        written=_written(model, codes),
    )


def native_class_of(model: ScoringModel, number: float) -> NativeClass:
    """The class of an outcome of the formula; a border belongs to the band below it.

    Raises ValueError for a model that multiplies nothing, and for a number that is none.
    """
    if not isinstance(model.rule, Bands):
        raise ValueError(f"{model.code} has no formula and knows no numbers")
    if not 0 <= number < LARGEST:
        raise ValueError(f"{number} is no outcome of {model.rule.formula}")
    known = rounded(number)
    bands = model.rule.bands
    fits = (band.native for band in bands if band.most is None or known <= band.most)
    return model.native(next(fits))


def _written(model: ScoringModel, codes: Mapping[str, str]) -> str | None:
    if model.written is None:
        return None
    return model.written.between.join(codes[axis] for axis in model.written.axes)


def _said(given: object) -> str:
    """What somebody gave, short enough to be said back."""
    if isinstance(given, int) and abs(given) > 10**LONGEST_SAID:
        return "…"
    text = str(given)
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…"
