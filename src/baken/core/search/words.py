"""Words of a query, and the keys of the rows that hold them: FTS5 on SQLite, tsvector elsewhere.

SQLite finds every word as the beginning of a word and ignores accents; PostgreSQL finds Dutch word
stems. Results may therefore differ a little; the tests say where it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

MOST_WORDS = 12
LONGEST_QUERY = 400
# Up to here the keys in scope are gathered first; beyond, each hit is looked up. Measured in
# docs/decisions/2026-11-23-unit-and-owner-unit.md.
FEW_KEYS = 20_000
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


@dataclass(frozen=True)
class Wanted:
    """Words to look for: all of them, or any."""

    words: tuple[str, ...]
    any_word: bool = False

    @property
    def fts(self) -> str:
        """As an FTS5 query; every word is quoted, so no sign in it means anything."""
        return (" OR " if self.any_word else " AND ").join(f'"{word}"*' for word in self.words)

    @property
    def web(self) -> str:
        """As a web search query of PostgreSQL; every word is quoted."""
        return (" or " if self.any_word else " ").join(f'"{word}"' for word in self.words)


def words_of(text: str) -> Wanted:
    """The words of a query, at most twelve, lower case."""
    found = [word.lower() for word in _WORD.findall(text[:LONGEST_QUERY])]
    return Wanted(tuple(found[:MOST_WORDS]))


def telling_words(text: str, most: int = 8) -> Wanted:
    """The words of a story that tell most: long, uncommon, each once; any of them will do."""
    found = dict.fromkeys(word.lower() for word in _WORD.findall(text[:5_000]))
    telling = [word for word in found if len(word) >= 5 and word not in _COMMON]
    return Wanted(tuple(sorted(telling, key=len, reverse=True)[:most]), any_word=True)


def fts_table(model: Any) -> str:
    """The name of the SQLite text index of a root."""
    return f"{model._meta.db_table}_words"


def keys_with_words(*, branches: Sequence[Any], wanted: Wanted, most: int) -> list[int]:
    """The newest row numbers that lie in any branch and hold the words."""
    if not wanted.words or not branches:
        return []
    if connection.vendor == "sqlite":
        return _keys_on_sqlite(branches, wanted, most)
    return _keys_on_postgresql(branches, wanted, most)


def _keys_on_postgresql(branches: Sequence[Any], wanted: Wanted, most: int) -> list[int]:
    whole = branches[0]
    for branch in branches[1:]:
        whole = whole | branch
    column = f'"{whole.model._meta.db_table}"."words"'
    sql = f"{column} @@ websearch_to_tsquery('dutch', %s)"
    holds = RawSQL(sql, [wanted.web], output_field=BooleanField())  # noqa: S611  words are bound
    return list(whole.filter(holds).order_by("-pk").values_list("pk", flat=True)[:most])


def _keys_on_sqlite(branches: Sequence[Any], wanted: Wanted, most: int) -> list[int]:
    model = branches[0].model
    index = fts_table(model)
    few = count_keys(branches) < FEW_KEYS
    scope, params = _gathered(branches) if few else _looked_up(branches, model, index)
    if not scope:
        return []
    statement = (
        f"SELECT {index}.rowid FROM {index} WHERE {index} MATCH %s AND {scope}"  # noqa: S608
        f" ORDER BY {index}.rowid DESC LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted.fts, *params])
        return [row[0] for row in cursor.fetchall()]


def _gathered(branches: Iterable[Any]) -> tuple[str, list[Any]]:
    """All keys in scope as one list; the plus sign keeps SQLite from asking the index per key."""
    pieces, params = compiled(branches)
    index = fts_table(next(iter(branches)).model)
    return (f"+{index}.rowid IN ({' UNION ALL '.join(pieces)})" if pieces else ""), params


def _looked_up(branches: Iterable[Any], model: Any, index: str) -> tuple[str, list[Any]]:
    """Each hit of the text index looked up by its key."""
    table, key = model._meta.db_table, model._meta.pk.column
    here = RawSQL(  # noqa: S611  names come from the model
        f'"{table}"."{key}" = "{index}".rowid', [], output_field=BooleanField()
    )
    pieces, params = compiled(branch.filter(here) for branch in branches)
    found = " OR ".join(f"EXISTS ({piece})" for piece in pieces)
    return (f"({found})" if found else ""), params


def compiled(branches: Iterable[Any], most: int | None = None) -> tuple[list[str], list[Any]]:
    """Each branch as a statement of its keys, with its parameters; without those that are empty."""
    pieces: list[str] = []
    params: list[Any] = []
    for branch in branches:
        rows = branch.order_by().values_list("pk", flat=True)[:most]
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        pieces.append(sql)
        params.extend(values)
    return pieces, params


def count_keys(branches: Iterable[Any]) -> int:
    """How many keys the branches hold, each counted up to the few; one statement."""
    pieces, params = compiled(branches, FEW_KEYS)
    each = (f"SELECT * FROM ({piece}) AS b{place}" for place, piece in enumerate(pieces))  # noqa: S608
    whole = " UNION ALL ".join(each)
    if not whole:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({whole}) AS every", params)  # noqa: S608  compiled by Django
        return int(cursor.fetchone()[0])
