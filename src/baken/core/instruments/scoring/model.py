"""What a scoring model is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring.formula import Product
from baken.core.instruments.texts import Text


@dataclass(frozen=True)
class AxisValue:
    """A value that can be chosen; ``number`` is what a model multiplies, in no unit."""

    code: str
    text: Text
    help: Text
    number: float | None = None

    def is_meant_by(self, given: object) -> bool:
        """Whether somebody who gives this chooses this value: its code, or the number that it says."""
        if isinstance(given, str):
            return given == self.code
        if isinstance(given, bool) or not isinstance(given, int | float):
            return False
        return given == self.number or (self.code.isdecimal() and given == int(self.code))


@dataclass(frozen=True)
class Axis:
    """One side from which a scenario is judged, with its values in the order of the file."""

    code: str
    text: Text
    values: tuple[AxisValue, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the values."""
        return tuple(value.code for value in self.values)

    def meant(self, given: object) -> AxisValue | None:
        """The value that is chosen by this; None when it is no value of this axis."""
        return next((value for value in self.values if value.is_meant_by(given)), None)


@dataclass(frozen=True)
class DefaultTerm:
    """Within how many days or months something must be done; 0 days is at once."""

    unit: str
    count: int

    @property
    def is_at_once(self) -> bool:
        """Whether there is no time to wait at all."""
        return self.count == 0


@dataclass(frozen=True)
class NativeClass:
    """A class in the words of its model; ``common`` is None when the hazard is no longer there."""

    code: str
    text: Text
    action: Text
    term: DefaultTerm | None
    common: RiskClass | None
    urgent: bool = False


@dataclass(frozen=True)
class Band:
    """Numbers up to and including ``most`` have this class; without it there is no end."""

    native: str
    most: float | None


@dataclass(frozen=True)
class Bands:
    """A product of axes, and the bands in which its outcome falls, from low to high."""

    formula: str
    product: Product
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Matrix:
    """A table of two axes; ``cells`` gives the class of a row's and a column's value."""

    rows: str
    columns: str
    cells: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Direct:
    """A class that is chosen itself: ``cells`` gives it for every value of the one axis."""

    axis: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Written:
    """How the choice is written as one code: the values of these axes, with a mark between them."""

    axes: tuple[str, ...]
    between: str


@dataclass(frozen=True)
class Example:
    """A worked example: a choice, or only an outcome of the formula, and what must come of it."""

    choice: Mapping[str, object] | None
    number: float | None
    native: str
    written: str | None


@dataclass(frozen=True)
class ScoringModel:
    """A scoring model in one version; ``classes`` go from the least bad to the worst.

    With one ``is_for_instruments`` the risks of an instrument that names it are scored, and no others.
    """

    code: str
    version: int
    source: str
    text: Text
    help: Text
    axes: tuple[Axis, ...]
    classes: tuple[NativeClass, ...]
    rule: Bands | Matrix | Direct
    written: Written | None
    examples: tuple[Example, ...]
    is_for_instruments: bool = False

    def axis(self, code: str) -> Axis:
        """An axis by its code. Raises KeyError when there is none."""
        return {axis.code: axis for axis in self.axes}[code]

    def native(self, code: str) -> NativeClass:
        """A native class by its code. Raises KeyError when there is none."""
        return {native.code: native for native in self.classes}[code]
