"""Which records share the most telling words with a text: the search that finds candidates.

Each word is looked up by itself in the text index, newest records first and no more than so many,
so that the work is bounded however many records there are. One statement adds up the weights of the
words that a record holds; the scope is applied in it, and its best keys come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from baken.core.access import Actor
from baken.core.search.words import FEW_KEYS, compiled, count_keys, fts_table

# Hits of all words together that one search reads, and of one word.
MOST_HITS, MOST_HITS_OF_WORD = 20_000, 5_000
# Of a word that is common everywhere only the newest few.
MOST_HITS_OF_COMMON = 1_000
MOST_TERMS = 32
# Common words still count when there is nothing rarer, newest hits first.
AT_LEAST_TERMS = 4
# The best by weight alone; in a wide reach they are looked up one by one, which most of them pass.
LOOKED_UP = 1_000
_BEST = f" ORDER BY s DESC, k DESC LIMIT {LOOKED_UP}"
# Letters that every text has more than it has, so that a text of three words does not always win.
_LENGTH_ADDED = "200.0"
_SHORTEST_BEGIN = 4


@dataclass(frozen=True)
class Term:
    """A word to look for, as it is written, with its stem, its weight and about how many hits it gives.

    Hits are records that hold the word or another that begins the same.
    """

    word: str
    stem: str
    weight: float
    hits: float

    @property
    def most(self) -> int:
        """How many hits of it are read."""
        return MOST_HITS_OF_COMMON if self.hits > MOST_HITS else MOST_HITS_OF_WORD

    @property
    def begins(self) -> tuple[str, ...]:
        """What its other forms begin with: its stem, and what word and stem have in common."""
        return begins_of(self.word, self.stem)

    @property
    def fts(self) -> str:
        """As an FTS5 query; every word is quoted, so no sign in it means anything."""
        return " OR ".join((f'"{self.word}"', *(f'"{begin}"*' for begin in self.begins)))

    @property
    def tsqueries(self) -> tuple[str, str]:
        """As two queries of PostgreSQL: the word by its Dutch stem, and beginnings as they are."""
        return f"'{self.word}'", " | ".join(f"'{begin}':*" for begin in self.begins)


def begins_of(word: str, stem: str) -> tuple[str, ...]:
    """What the forms of a word begin with, as far as that is long enough to tell."""
    letters = zip(word, stem, strict=False)
    common = "".join(one for one, _other in takewhile(lambda pair: pair[0] == pair[1], letters))
    long = (one for one in (common, stem) if len(one) >= _SHORTEST_BEGIN)
    return tuple(dict.fromkeys(long))


def worth_looking_for(terms: Sequence[Term]) -> list[Term]:
    """The terms that weigh most and together stand in no more records than may be read."""
    chosen: list[Term] = []
    hits = 0.0
    for term in sorted(terms, key=lambda one: (-one.weight, one.hits, one.stem)):
        fits = hits + term.hits <= MOST_HITS
        if len(chosen) < MOST_TERMS and fits:
            chosen.append(term)
            hits += term.hits
    if len(chosen) >= AT_LEAST_TERMS:
        return chosen
    rarest = sorted(terms, key=lambda one: (one.hits, one.stem))
    return rarest[:AT_LEAST_TERMS]


@dataclass(frozen=True)
class Nearest:
    """What to look for: words, in records with row numbers from ``since`` on."""

    terms: Sequence[Term]
    since: int


def nearest_records(
    *,
    root: type[Any],
    actor: Actor,
    permit: str,
    wanted: Nearest,
    narrow: Callable[[Any], Any],
    related: Iterable[str],
    most: int,
) -> list[Any]:
    """The records that ``actor`` may see with the weightiest words in common, in no special order.

    ``narrow`` adds filters to a query set. Three queries, however many records and words there are.
    """
    seen = root.objects.visible_branches(actor, permit)
    recent = [rows.filter(pk__gte=wanted.since) for rows in seen]
    branches = [narrow(rows) for rows in recent]
    keys = nearest_keys(branches=branches, within=recent, wanted=wanted, most=most)
    rows = root.objects.with_visible_keys(keys).select_related(*related)
    return list(rows) if keys else []


def nearest_keys(
    *, branches: Sequence[Any], within: Sequence[Any], wanted: Nearest, most: int
) -> list[int]:
    """Row numbers in any branch, those first that share the weightiest words; then the newest.

    ``within`` are the branches before they were narrowed: an index alone tells how many keys these hold,
    and of few keys all are gathered before the best are taken.
    A long text shares words with everything: its weight counts for less, by the root of its length.
    """
    terms = worth_looking_for(wanted.terms)
    if not terms or not branches:
        return []
    root = branches[0].model
    hits, params = _hits(root, terms, wanted.since)
    found = f"SELECT k, sum(w) AS s FROM ({hits}) AS hit GROUP BY k"  # noqa: S608  our names
    few = count_keys(within) < FEW_KEYS
    inside, scope = _of_few(found, branches) if few else _of_best(found, branches)
    if not inside:
        return []
    statement = _shortest_first(root, inside, most)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *scope])
        return [row[0] for row in cursor.fetchall()]


def _hits(root: Any, terms: Sequence[Term], since: int) -> tuple[str, list[Any]]:
    """Each term's newest records as a statement of weight and key, all of them together."""
    per_term = _hits_on_sqlite if connection.vendor == "sqlite" else _hits_on_postgresql
    pieces: list[str] = []
    params: list[Any] = []
    for place, term in enumerate(terms):
        sql, values = per_term(root, term, since)
        pieces.append(f"SELECT {term.weight:.4f} AS w, k FROM ({sql}) AS term{place}")  # noqa: S608
        params.extend(values)
    return " UNION ALL ".join(pieces), params


def _hits_on_sqlite(root: Any, term: Term, since: int) -> tuple[str, list[Any]]:
    index = fts_table(root)
    sql = (
        f"SELECT rowid AS k FROM {index} WHERE {index} MATCH %s AND rowid >= %s"  # noqa: S608
        f" ORDER BY rowid DESC LIMIT {term.most}"
    )
    return sql, [term.fts, since]


def _hits_on_postgresql(root: Any, term: Term, since: int) -> tuple[str, list[Any]]:
    """Of a common word the newest rows are read until enough hold it; of another, the text index.

    The sum in the order keeps PostgreSQL from reading a rare word in the first way.
    """
    order = "" if term.hits > MOST_HITS else " + 0"
    table, key = root._meta.db_table, root._meta.pk.column
    query = "(to_tsquery('dutch', %s) || to_tsquery('simple', %s))"
    sql = (
        f"SELECT {key} AS k FROM {table} WHERE words @@ {query} AND {key} >= %s"  # noqa: S608
        f" ORDER BY {key}{order} DESC LIMIT {term.most}"
    )
    return sql, [*term.tsqueries, since]


def _shortest_first(root: Any, inside: str, most: int) -> str:
    """What is in scope, by weight against length."""
    table, key, text = root._meta.db_table, root._meta.pk.column, root.search_fields[0]
    rank = f"s * s / ({_LENGTH_ADDED} + length(told.{text}))"
    return (
        f"SELECT k FROM ({inside}) AS inside JOIN {table} told ON told.{key} = k"  # noqa: S608
        f" ORDER BY {rank} DESC, k DESC LIMIT {int(most)}"
    )


def _of_few(found: str, branches: Sequence[Any]) -> tuple[str, list[Any]]:
    """The best of what was found and stands in the list of keys in scope."""
    pieces, params = compiled(branches)
    scope = " UNION ALL ".join(pieces)
    whole = f"SELECT k, s FROM ({found}) AS found WHERE k IN ({scope}){_BEST}"  # noqa: S608
    return (whole if pieces else ""), params


def _of_best(found: str, branches: Sequence[Any]) -> tuple[str, list[Any]]:
    """The best of what was found, each looked up in the scope by its key."""
    meta = branches[0].model._meta
    here = RawSQL(  # noqa: S611  names come from the model
        f'"{meta.db_table}"."{meta.pk.column}" = found.k', [], output_field=BooleanField()
    )
    pieces, params = compiled(branch.filter(here) for branch in branches)
    scope = " OR ".join(f"EXISTS ({piece})" for piece in pieces)
    whole = f"SELECT k, s FROM ({found}{_BEST}) AS found WHERE ({scope})"  # noqa: S608  by Django
    return (whole if pieces else ""), params
