"""What is wrong with a mapping, all together; what is wrong with one row; one row itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final


class _Missing:
    """The type of MISSING: an expression gave no result, so its default comes in."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


class MappingRefused(ValueError):
    """The mapping cannot be used; ``problems`` name the field and what is wrong with it."""

    def __init__(self, where: str, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"{where}: {problem}" for problem in problems))
        self.problems = tuple(problems)


class RowUnfit(ValueError):
    """One row gives a value that cannot be kept; the text names the field and the value."""


NO_JOINED: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {}


class Row:
    """One row as expressions see it: trimmed values by column, and the moment of the import.

    ``joined`` are the rows of its other files by name, with the columns as the mapping calls them.
    ``known`` remembers named conditions, ``_folded`` values without capitals: many rules ask again.
    """

    __slots__ = ("_folded", "joined", "known", "now", "values")

    def __init__(
        self,
        values: Mapping[str, str],
        now: datetime,
        joined: Mapping[str, Sequence[Mapping[str, str]]] = NO_JOINED,
    ) -> None:
        self.values = values
        self.now = now
        self.joined = joined
        self.known: dict[str, bool] = {}
        self._folded: dict[str, str] = {}

    def folded(self, column: str) -> str:
        """The value of a column for comparison without regard to capitals."""
        found = self._folded.get(column)
        if found is None:
            found = self._folded[column] = self.values[column].casefold()
        return found


Expression = Callable[[Row], Any]
Test = Callable[[Row], bool]


@dataclass
class Notes:
    """What reading a mapping finds on its way: columns it uses, named conditions, problems.

    ``files`` are the names of its other files.
    """

    language: str = "nl"
    files: frozenset[str] = frozenset()
    columns: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, Test] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def problem(self, place: str, text: str) -> None:
        """Write down what is wrong at a place such as ``fields.kind.map``."""
        self.problems.append(f"{place}: {text}")

    def use(self, column: Any, place: str) -> str:
        """Write down that a column is needed; returns its name."""
        if not isinstance(column, str) or not column.strip():
            self.problem(place, f"{column!r} is no name of a column")
            return ""
        self.columns.setdefault(column, place)
        return column

    def file_of(self, column: str) -> str:
        """The other file that a column such as ``injury.level`` is of; empty: the main one."""
        name, dot, _column = column.partition(".")
        return name if dot and name in self.files else ""

    def known_keys(self, raw: Mapping[Any, Any], place: str, allowed: Collection[str]) -> bool:
        """Whether a block has only the keys it may have."""
        unknown = [str(key) for key in raw if key not in allowed]
        if unknown:
            self.problem(
                place, f"unknown key {', '.join(unknown)}; possible are {', '.join(allowed)}"
            )
        return not unknown
