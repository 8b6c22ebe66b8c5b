"""What is wrong with a file: each mistake with its place, and all of them together."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.texts import LANGUAGES, Text

MOST_TOLD = 200  # mistakes of one file that are told; the rest waits until these are mended
_PLACE = Text("{file}, regel {line}", "{file}, line {line}")


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake: file, line counted from 1, the field it is in, and why, in both languages."""

    file: str
    line: int
    field: str
    text: Text = dataclasses.field(compare=False)

    def said(self, language: str) -> str:
        """The mistake as one sentence in a language."""
        place = _PLACE.filled(file=self.file, line=self.line).said(language)
        named = f"{place}, {self.field}" if self.field else place
        return f"{named}: {self.text.said(language)}"


class Refused(DataProblem):
    """A file that cannot be used; ``problems`` are its mistakes in the order of the lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """All mistakes in a language, a line each."""
        return "\n".join(one.said(language) for one in self.problems)


class Findings:
    """The mistakes that were found so far, each once; ``languages`` are those in which texts must be."""

    def __init__(self) -> None:
        self.languages: tuple[str, ...] = LANGUAGES
        self._found: dict[Problem, Problem] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found, in the order in which it was found."""
        return tuple(self._found)

    def add(self, problem: Problem) -> None:
        """Note a mistake; the first that is said of a field on a line stays."""
        if len(self._found) < MOST_TOLD:
            self._found.setdefault(problem, problem)

    def settle(self) -> None:
        """Raise Refused when anything was found."""
        if self._found:
            raise Refused(self.problems)
