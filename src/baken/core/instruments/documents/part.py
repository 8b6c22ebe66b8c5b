"""Reads a part of a file field by field: what does not fit is noted, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from baken.core.instruments.documents import sentences
from baken.core.instruments.documents.placed import Placed
from baken.core.instruments.documents.problems import Findings, Problem
from baken.core.instruments.expressions.numbers import LARGEST, rounded
from baken.core.instruments.texts import LANGUAGES, Text

LONGEST_CODE = 40
LONGEST_TEXT = 2_000
MOST_ITEMS = 200
MOST_SHOWN = 20  # words that are named as a choice
LONGEST_SHOWN = 60  # signs of a wrong word that are said back
NOTHING = Text("", "")
_CODE = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_CODE - 1}}}")


class Part:
    """Names with values in a file; every field that is read is noted, so that a misspelt one is found.

    A field that does not fit gives an empty value of its kind and a mistake in ``findings``.
    """

    def __init__(
        self, findings: Findings, file: str, field: str, line: int, values: Mapping[Any, Placed]
    ) -> None:
        self.findings = findings
        self.file = file
        self.field = field
        self.line = line
        self.values = values
        self._read: set[str] = set()

    def wrong(self, name: str, text: Text, line: int | None = None) -> None:
        """Note a mistake in a field; without a name it is one of the whole part."""
        place = self.values.get(name)
        at = line or (place.line if place else self.line)
        field = ".".join(part for part in (self.field, name) if part)
        self.findings.add(Problem(self.file, at, field, text))

    def has(self, name: str) -> bool:
        """Whether a field is there and holds something."""
        self._read.add(name)
        found = self.values.get(name)
        return found is not None and found.value is not None

    def is_given(self, name: str) -> bool:
        """Whether a field that must be there is there; a missing one is a mistake."""
        if not self.has(name):
            self.wrong(name, sentences.MISSING)
            return False
        return True

    def line_of(self, name: str) -> int:
        """The line of a field, or of the part when the field is left out."""
        found = self.values.get(name)
        return found.line if found else self.line

    def plain(self, name: str) -> Any:
        """A field as it stands, without lines; None when it is left out."""
        self._read.add(name)
        found = self.values.get(name)
        return found.plain() if found else None

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """A field that must be a text and not empty."""
        if not self.is_given(name):
            return ""
        value = self.plain(name)
        if not isinstance(value, str) or not value.strip():
            self.wrong(name, sentences.TEXT_NEEDED)
            return ""
        if len(value) > longest:
            self.wrong(name, sentences.TEXT_TOO_LONG.filled(most=longest))
            return ""
        return value.strip()

    def code(self, name: str) -> str:
        """A field that is a code."""
        if not self.is_given(name):
            return ""
        value = self.plain(name)
        if not is_code(value):
            self.wrong(name, sentences.CODE_NEEDED.filled(most=LONGEST_CODE))
            return ""
        return str(value)

    def texts(self, name: str, *, longest: int = LONGEST_TEXT) -> Text:
        """A text in every language of the file. A missing one is a mistake.

        Of a file that is not in all languages, the first of its own stands for the others.
        """
        inner = self.part(name)
        if inner is None:
            return NOTHING
        own = self.findings.languages
        found = {one: inner._in_language(one, longest) for one in own}
        inner.end()
        return Text(**{one: found.get(one, found[own[0]]) for one in LANGUAGES})

    def texts_if_any(self, name: str, *, longest: int = LONGEST_TEXT) -> Text | None:
        """A text in every language, or None when the field is left out."""
        return self.texts(name, longest=longest) if self.has(name) else None

    def number(self, name: str) -> float:
        """A field that is a number."""
        if not self.is_given(name):
            return 0.0
        value = self.plain(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > LARGEST:
            self.wrong(name, sentences.NUMBER_NEEDED)
            return 0.0
        return rounded(value)

    def number_if_any(self, name: str) -> float | None:
        """A number, or None when the field is left out."""
        return self.number(name) if self.has(name) else None

    def whole(self, name: str, least: int, most: int) -> int:
        """A field that is a whole number within bounds."""
        if not self.is_given(name):
            return least
        value = self.plain(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(name, sentences.WHOLE_NEEDED.filled(least=least, most=most))
            return least
        return value

    def whole_if_any(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds, or None when the field is left out."""
        return self.whole(name, least, most) if self.has(name) else None

    def yes(self, name: str) -> bool:
        """A field that is true or false; left out it is false."""
        value = self.plain(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(name, sentences.YES_NEEDED)
        return value is True

    def one_of(self, name: str, known: Collection[str], default: str = "") -> str:
        """A field that is one of some words; left out it is the default, when there is one."""
        if default and not self.has(name):
            return default
        value = self.text(name)
        if value and value not in known:
            self.wrong(name, unknown(value, known))
            return default
        return value

    def some_of(self, name: str, known: Collection[str] | None) -> tuple[str, ...]:
        """A field that is a list of known words, each once; left out it is empty. None knows them all."""
        found = []
        for one in self.items(name):
            word = one.value
            if not isinstance(word, str) or not word:
                self.wrong(name, sentences.TEXT_NEEDED, one.line)
            elif known is not None and word not in known:
                self.wrong(name, unknown(word, known), one.line)
            elif word in found:
                self.wrong(name, sentences.TWICE.filled(given=word), one.line)
            else:
                found.append(word)
        return tuple(found)

    def part(self, name: str) -> Part | None:
        """A field that holds names with values of its own. A missing one is a mistake."""
        if not self.is_given(name):
            return None
        found = self.values[name]
        if not isinstance(found.value, Mapping):
            self.wrong(name, sentences.NAMES_NEEDED.filled())
            return None
        return self._inner(name, found)

    def part_if_any(self, name: str) -> Part | None:
        """Names with values, or None when the field is left out."""
        return self.part(name) if self.has(name) else None

    def parts(self, name: str, *, most: int = MOST_ITEMS) -> list[Part]:
        """A field that is a list of parts, each named by its id or its place; left out it is empty."""
        found = []
        for place, one in enumerate(self.items(name, most=most), start=1):
            if not isinstance(one.value, Mapping):
                self.wrong(f"{name}.{place}", sentences.NAMES_NEEDED.filled(), one.line)
                continue
            given = one.value.get("id")
            named = given.value if given and isinstance(given.value, str) else place
            found.append(self._inner(f"{name}.{named}", one))
        return found

    def items(self, name: str, *, most: int = MOST_ITEMS) -> tuple[Placed, ...]:
        """The items of a list as they stand; left out there are none."""
        if not self.has(name):
            return ()
        found = self.values[name].value
        if not isinstance(found, tuple):
            self.wrong(name, sentences.LIST_NEEDED)
            return ()
        if len(found) > most:
            self.wrong(name, sentences.TOO_MANY_ITEMS.filled(most=most))
            return ()
        return found

    def inside(self, name: str, found: Placed) -> Part | None:
        """An item of a list as a part, or None and a mistake when it holds no names with values."""
        if not isinstance(found.value, Mapping):
            self.wrong(name, sentences.NAMES_NEEDED.filled(), found.line)
            return None
        return self._inner(name, found)

    def end(self) -> None:
        """Note the fields that nothing reads."""
        for name, place in self.values.items():
            if name not in self._read:
                near = get_close_matches(str(name), sorted(self._read), n=1)
                known = ", ".join(sorted(self._read))
                text = sentences.NO_FIELD_NEAR if near else sentences.NO_FIELD
                self.wrong(str(name), text.filled(near="".join(near), known=known), place.line)

    def _in_language(self, language: str, longest: int) -> str:
        if not self.has(language):
            named = sentences.LANGUAGES[language]
            self.wrong(language, sentences.LANGUAGE_MISSING.filled(language=named))
            return ""
        return self.text(language, longest=longest)

    def _inner(self, name: str, found: Placed) -> Part:
        field = ".".join(part for part in (self.field, name) if part)
        values = found.value if isinstance(found.value, Mapping) else {}
        return Part(self.findings, self.file, field, found.line, values)


def opened(findings: Findings, file: str, found: Placed) -> Part | None:
    """A whole file as a part, or None and a mistake when it holds no names with values."""
    return Part(findings, file, "", 1, {}).inside("", found)


def is_code(value: object) -> bool:
    """Whether a value is written as a code."""
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def unknown(given: str, known: Collection[str]) -> Text:
    """A word that is none of those that are known; names the one that may be meant."""
    near = get_close_matches(given, sorted(known), n=1)
    text = sentences.NOT_KNOWN_NEAR if near else sentences.NOT_KNOWN
    shown = sorted(known)[:MOST_SHOWN]
    listed = ", ".join(shown) + (" …" if len(known) > len(shown) else "")
    return text.filled(given=given[:LONGEST_SHOWN], near="".join(near), known=listed or "-")
