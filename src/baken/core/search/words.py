"""Text conditions on roots that declare ``search_fields``: FTS5 on SQLite, tsvector on PostgreSQL.

SQLite finds every word as the beginning of a word; PostgreSQL finds Dutch word stems. Both ignore
accents on SQLite only; results may therefore differ a little, which the tests say where it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

MOST_WORDS = 12
LONGEST_QUERY = 400
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*", re.UNICODE)
_COMMON = frozenset(
    _WORD.findall(
        "alles andere alweer anders bij daar daarna deze door eens echt geen gewoon hadden hebben"
        " heeft helemaal iemand iets inmiddels kunnen maar meer moest moeten naar niet niets nooit"
        " nog omdat onder onze over staat stond terwijl tijdens toch tussen vandaag vanaf veel"
        " volgens vooral voor waar waren waarbij werd werden weer worden zelf zoals zonder zouden"
        " about after again because before being could during employee from have having into other"
        " their there these they this under were when where which while with would"
    )
)


def words_of(text: str) -> list[str]:
    """The words of a query, at most twelve, lower case."""
    return [word.lower() for word in _WORD.findall(text[:LONGEST_QUERY])][:MOST_WORDS]


def telling_words(text: str, most: int = 8) -> list[str]:
    """The words of a story that tell most: long, uncommon, each once."""
    found = dict.fromkeys(word.lower() for word in _WORD.findall(text[:5_000]))
    telling = [word for word in found if len(word) >= 5 and word not in _COMMON]
    return sorted(telling, key=len, reverse=True)[:most]


def matching(rows: Any, words: Iterable[str], *, any_word: bool = False) -> Any:
    """The rows whose text holds all of the words, or any of them; no words match nothing."""
    wanted = list(words)
    if not wanted:
        return rows.none()
    if connection.vendor == "sqlite":
        return rows.filter(pk__in=_fts_keys(rows.model, wanted, any_word))
    return rows.filter(_tsvector_match(rows.model, wanted, any_word))


def fts_table(model: Any) -> str:
    """The name of the SQLite text index of a root."""
    return f"{model._meta.db_table}_words"


def _fts_keys(model: Any, words: list[str], any_word: bool) -> RawSQL:
    table = fts_table(model)
    query = (" OR " if any_word else " AND ").join(f'"{word}"*' for word in words)
    # The table's name comes from the model, the query is a bound parameter.
    return RawSQL(f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [query])  # noqa: S608, S611


def _tsvector_match(model: Any, words: list[str], any_word: bool) -> Any:
    query = (" or " if any_word else " ").join(f'"{word}"' for word in words)
    column = f'"{model._meta.db_table}"."words"'
    sql = f"{column} @@ websearch_to_tsquery('dutch', %s)"
    return RawSQL(sql, [query], output_field=BooleanField())  # noqa: S611  the words are bound
