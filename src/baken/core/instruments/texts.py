"""A text that experts wrote in both languages, or a sentence that they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    nl: str
    en: str

    def said(self, language: str) -> str:
        """The text in a language; Dutch unless English is asked for."""
        return self.en if language.startswith("en") else self.nl

    def filled(self, **values: object) -> Text:
        """The text with its places ``{name}`` filled; a value that is a text is said in each language."""
        nl, en = (self.said(one).format(**_said_in(one, values)) for one in LANGUAGES)
        return Text(nl, en)


def plain(text: object) -> Text:
    """What reads the same in both languages: a code, a number, a name."""
    return Text(str(text), str(text))


def listed(texts: Iterable[Text]) -> Text:
    """Some texts with commas between them."""
    found = list(texts)
    nl, en = (", ".join(one.said(language) for one in found) for language in LANGUAGES)
    return Text(nl, en)


def _said_in(language: str, values: dict[str, object]) -> dict[str, object]:
    return {
        name: value.said(language) if isinstance(value, Text) else value
        for name, value in values.items()
    }
