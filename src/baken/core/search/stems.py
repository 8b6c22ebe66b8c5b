"""Words as stems: "vergrendelingen" and "vergrendeling" are one. Pure, the same on any database.

A text is stemmed in the language it seems to be written in, Dutch or English. Stemmers are those of
Snowball in plain Python, so that nothing installed beside the product changes what is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import local
from typing import Any, NamedTuple

import yaml
from snowballstemmer.dutch_stemmer import DutchStemmer
from snowballstemmer.english_stemmer import EnglishStemmer

LANGUAGES = ("nl", "en")
# What stands further on in a very long text is not compared.
MOST_WORDS_OF_TEXT = 2_000
LONGEST_WORD = 40
_TELLS_LANGUAGE = 600
# A compound is at least two words of four letters; "s" and "-" may stand between them.
SHORTEST_PART = 4
_KEPT = 100_000
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_FUNCTION_WORDS = Path(__file__).parent / "function_words.yaml"
_of_thread = local()


class Told(NamedTuple):
    """A word of a text: as it was written (lower case), its stem, and where it begins."""

    word: str
    stem: str
    begins: int


@lru_cache(maxsize=1)
def function_words() -> dict[str, frozenset[str]]:
    """The words without a meaning of their own, by language."""
    content = yaml.safe_load(_FUNCTION_WORDS.read_text(encoding="utf-8"))
    return {language: frozenset(content[language].split()) for language in LANGUAGES}


def is_empty_word(word: str) -> bool:
    """Whether a word, lower case, means nothing by itself in either language."""
    return any(folded(word) in words for words in function_words().values())


def folded(word: str) -> str:
    """A word without its accents, as the text index of SQLite keeps it."""
    if word.isascii():
        return word
    pieces = unicodedata.normalize("NFKD", word)
    return "".join(piece for piece in pieces if not unicodedata.combining(piece))


def language_of(text: str) -> str:
    """The language that a text seems to be written in, by its beginning; Dutch when nothing tells."""
    told = _words_of_one_language()
    score = sum(told.get(word, 0) for word in _WORD.findall(text[:_TELLS_LANGUAGE].lower()))
    return "en" if score > 0 else "nl"


@lru_cache(maxsize=1)
def _words_of_one_language() -> dict[str, int]:
    """The words that mean nothing in one language only: 1 for English, -1 for Dutch."""
    told = function_words()
    english = dict.fromkeys(told["en"] - told["nl"], 1)
    return english | dict.fromkeys(told["nl"] - told["en"], -1)


def words_told(text: str, language: str) -> Iterator[Told]:
    """The words of a text that mean something, in their order, as they recur."""
    for match in islice(_WORD.finditer(text), MOST_WORDS_OF_TEXT):
        word = match.group().lower()[:LONGEST_WORD]
        stem = _telling_stem(word, language)
        if stem:
            yield Told(word, stem, match.start())


@lru_cache(maxsize=_KEPT)
def stem_of(word: str, language: str) -> str:
    """The stem of a word, lower case, in a language; what holds a digit stays as it is."""
    plain = folded(word)
    return plain if any(sign.isdigit() for sign in plain) else _stemmer(language).stemWord(plain)


def parts_of(word: str, language: str, known: Container[str]) -> tuple[str, str] | None:
    """The stems of the two words that a compound is made of, when both are known; else None.

    "torenluik" is "toren" and "luik" where both words are used by themselves. The longest last
    word wins, since that is what the compound is a kind of.
    """
    for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        last = stem_of(word[end:], language)
        if last in known and (first := _first_part(word[:end], language, known)):
            return first, last
    return None


def _first_part(word: str, language: str, known: Container[str]) -> str:
    """The stem of the first word of a compound, with or without the "s" between; empty if unknown."""
    stem = stem_of(word, language)
    if stem not in known and word.endswith("s") and len(word) > SHORTEST_PART:
        stem = stem_of(word[:-1], language)
    return stem if stem in known else ""


@lru_cache(maxsize=_KEPT)
def _telling_stem(word: str, language: str) -> str:
    """The stem of a word; empty when the word means nothing by itself."""
    return "" if len(word) < 2 or is_empty_word(word) else stem_of(word, language)


def _stemmer(language: str) -> Any:
    """A stemmer keeps the word at hand, so every thread has its own."""
    kept = getattr(_of_thread, "stemmers", None)
    if kept is None:
        kept = _of_thread.stemmers = {"nl": DutchStemmer(), "en": EnglishStemmer()}
    return kept[language]
