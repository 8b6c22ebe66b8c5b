"""A text that experts wrote in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    nl: str
    en: str

    def said(self, language: str) -> str:
        """The text in a language; Dutch unless English is asked for."""
        return self.en if language.startswith("en") else self.nl
