"""Reads an entry of a data file field by field; what is wrong is said with file, entry and field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from baken.core.instruments.expressions.numbers import LARGEST

LANGUAGES = ("nl", "en")


class DataProblem(ValueError):
    """A data file that cannot be used; the text names file, entry and field."""


@dataclass
class Entry:
    """One entry of a file; every field that is read is noted, so that a misspelt one is found."""

    file: str
    code: str
    values: Mapping[str, Any]
    _read: set[str] = field(default_factory=set)

    def where(self, name: str) -> str:
        """File, entry and field, for people."""
        return f"{self.file}, {self.code}, {name}"

    def problem(self, name: str, text: str) -> DataProblem:
        """What is wrong with a field."""
        return DataProblem(f"{self.where(name)}: {text}")

    def get(self, name: str, default: Any = None) -> Any:
        """A field as it stands."""
        self._read.add(name)
        return self.values.get(name, default)

    def text(self, name: str) -> str:
        """A field that must be a text and not empty."""
        value = self.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.problem(name, "a text is needed")
        return value.strip()

    def texts(self, name: str) -> dict[str, str]:
        """A text in both languages, in two fields: ``help_nl`` and ``help_en``, or ``nl`` and ``en``."""
        return {one: self.text(f"{name}_{one}" if name else one) for one in LANGUAGES}

    def words(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts, each once; numbers are written between quotation marks."""
        value = self.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.problem(name, "a list of texts between quotation marks is needed")
        if len(set(value)) < len(value):
            raise self.problem(name, "one of these stands twice")
        return tuple(value)

    def number(self, name: str) -> float:
        """A field that is a number above zero."""
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < LARGEST:
            raise self.problem(name, "a number above zero is needed")
        return float(value)

    def yes(self, name: str) -> bool:
        """A field that is true or false; left out it is false."""
        value = self.get(name, False)
        if not isinstance(value, bool):
            raise self.problem(name, "write true or false")
        return value

    def one_of(self, name: str, known: Collection[str]) -> str:
        """A field that is one of a few words."""
        value = self.text(name)
        if value not in known:
            raise self.problem(name, f"“{value}” is not one of: {', '.join(sorted(known))}")
        return value

    def some_of(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """A field that is a list of known words; left out it is empty."""
        value = self.get(name, [])
        if not isinstance(value, list):
            raise self.problem(name, "a list is needed, between [ and ]")
        unknown = sorted(str(one) for one in value if not _is_among(one, known))
        if unknown:
            told = f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(known))}"
            raise self.problem(name, told)
        return tuple(value)

    def whole(self, name: str, least: int, most: int) -> int:
        """A field that is a whole number within bounds."""
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.problem(name, f"give a whole number from {least} to {most}")
        return value

    def whole_or_none(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds, or None when the field is left out."""
        return None if self.get(name) is None else self.whole(name, least, most)

    def inner(self, name: str) -> Entry:
        """A field that holds names with values of its own; left out it holds none."""
        value = self.get(name, {})
        if not isinstance(value, dict):
            raise self.problem(name, "names with values are needed, between { and }")
        return Entry(self.file, f"{self.code}, {name}", value)

    def lines(self, name: str) -> dict[str, tuple[str, ...]]:
        """Sentences in both languages, as many in one as in the other; left out there are none."""
        found = {one: self._sentences(f"{name}_{one}") for one in LANGUAGES}
        if len({len(lines) for lines in found.values()}) > 1:
            raise self.problem(f"{name}_en", "give as many sentences in Dutch as in English")
        return found

    def entries(self, name: str) -> list[Entry]:
        """A field that is a list of entries of its own."""
        return entries_of(self.file, self.get(name, []), within=f"{self.code}, {name}")

    def end(self) -> None:
        """Refuse fields that nothing reads."""
        unknown = sorted(str(name) for name in self.values if name not in self._read)
        if unknown:
            raise self.problem(unknown[0], "there is no such field")

    def _sentences(self, name: str) -> tuple[str, ...]:
        value = self.get(name, [])
        fits = isinstance(value, list) and all(isinstance(one, str) and one for one in value)
        if not fits:
            raise self.problem(name, "a list of sentences is needed")
        return tuple(value)


def _is_among(one: Any, known: Collection[str]) -> bool:
    return isinstance(one, str) and one in known


def entries_of(file: str, content: Any, within: str = "") -> list[Entry]:
    """The entries of a list, each named by its code or its place. Raises DataProblem."""
    if not isinstance(content, list):
        raise DataProblem(f"{file}, {within or 'items'}: a list is needed")
    found = []
    for place, values in enumerate(content, start=1):
        name = f"{within} {place}".strip() if within else f"entry {place}"
        if not isinstance(values, dict):
            raise DataProblem(f"{file}, {name}: names with values are needed")
        code = values.get("code")
        found.append(Entry(file, str(code) if code and not within else name, values))
    return found


def items_of(file: str, content: Any) -> list[Entry]:
    """The entries of a whole file, that stand in a list under ``items``. Raises DataProblem."""
    if not isinstance(content, dict) or "items" not in content:
        raise DataProblem(f"{file}: a list under “items” is needed")
    return entries_of(file, content["items"])


def head_of(file: str, content: Any) -> Entry:
    """The head of a file that says its version and its source. Raises DataProblem without them."""
    if not isinstance(content, dict):
        raise DataProblem(f"{file}, head: names with values are needed")
    head = Entry(file, "head", content)
    head.whole("version", 1, 100_000)
    head.text("source")
    return head


def by_code(found: Iterable[Any], file: str) -> dict[str, Any]:
    """Things by their code, each once. Raises DataProblem for a code that stands twice."""
    made: dict[str, Any] = {}
    for one in found:
        if one.code in made:
            raise DataProblem(f"{file}, {one.code}, code: this code stands twice")
        made[one.code] = one
    return made
