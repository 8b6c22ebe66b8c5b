"""Keyset pages: newest first, stable under inserts, keys first and rows after.

Each branch of a scope (unit, owner unit, own, cases) reads one index and no more keys than fit on a
page; one statement unites them; the rows are then fetched by key. Measured and settled in
``docs/decisions/2026-11-23-unit-and-owner-unit.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from baken.core.access import Actor
from baken.core.lists.cursors import BadCursor as BadCursor
from baken.core.lists.cursors import read_cursor as read_cursor
from baken.core.lists.cursors import write_cursor as write_cursor
from baken.core.search.words import Wanted, keys_with_words

MOST_ROWS = 200
USUAL_ROWS = 50
ROWS_AT_ONCE = 1000

Narrow = Callable[[Any], Any]


@dataclass(frozen=True)
class Page:
    """One page of a list; ``next_cursor`` is empty on the last page."""

    items: list[Any]
    next_cursor: str = ""


def newest(rows: Any, cursor: str = "", limit: int = USUAL_ROWS) -> Page:
    """A page of rows of a table without a guard, by their key, newest first.

    For lists about oneself and of machinery. Raises BadCursor when the cursor is not one of ours.
    """
    before = read_cursor(cursor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], write_cursor(found[limit - 1].pk) if more else "")


@dataclass(frozen=True)
class Part:
    """Records seen with one permit, narrowed and searched in a way of their own."""

    permit: str
    narrow: Narrow | None = None
    words: Wanted | None = None


def page_of_parts(
    *,
    root: type[Any],
    actor: Actor,
    parts: Sequence[Part],
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
    along: Narrow | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> tuple[Page, list[frozenset[int]]]:
    """The newest records of several parts together, and per part the keys it gave.

    For lists that show some records more fully than others. A query per part, or three with words,
    and one for the rows. Raises BadCursor when the cursor is not one of ours.
    """
    before = read_cursor(cursor)
    wanted = max(1, min(limit, MOST_ROWS))
    given = []
    for part in parts:
        seen = root.objects.visible_branches(actor, part.permit)
        branches = _narrowed(seen, part.narrow, before)
        given.append(frozenset(_keys(branches, part.words, wanted + 1)))
    keys = sorted(frozenset().union(*given), reverse=True)[: wanted + 1]
    items = _rows(root, keys[:wanted], related, fields, along)
    more = len(keys) > wanted
    return Page(items, write_cursor(keys[wanted - 1]) if more else ""), given


def page_of(
    *,
    root: type[Any],
    actor: Actor,
    permit: str,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
    along: Narrow | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest records that ``actor`` may see, after ``cursor``; two queries, four with words.

    ``narrow`` adds filters to a query set, ``words`` asks for text that holds them; ``related``
    names rows to fetch along, ``fields`` those to fetch when a list shows few of them, and ``along``
    adds to the rows that are shown what is no field of theirs.
    Raises BadCursor when the cursor is not one of ours.
    """
    part = Part(permit, narrow, words)
    return page_of_parts(
        root=root,
        actor=actor,
        parts=(part,),
        related=related,
        fields=fields,
        along=along,
        cursor=cursor,
        limit=limit,
    )[0]


def all_pages(
    *,
    root: type[Any],
    actor: Actor,
    permit: str,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
    size: int = ROWS_AT_ONCE,
) -> Iterator[list[Any]]:
    """Every record that ``actor`` may see, newest first, so many at once; two queries each time.

    For exports: no transaction is held between pages, and what comes in meanwhile is not in it.
    """
    before: int | None = None
    while True:
        branches = _narrowed(root.objects.visible_branches(actor, permit), narrow, before)
        keys = _keys(branches, words, size)
        if keys:
            yield _rows(root, keys, related, fields)
        if len(keys) < size:
            return
        before = keys[-1]


def count_up_to(
    *,
    root: type[Any],
    actor: Actor,
    permit: str,
    narrow: Narrow | None = None,
    most: int = 1000,
) -> int:
    """How many records the actor may see, counted no further than ``most``."""
    return counts_up_to(root=root, actor=actor, permit=permit, narrows=[narrow], most=most)[0]


def counts_up_to(
    *, root: type[Any], actor: Actor, permit: str, narrows: Sequence[Narrow | None], most: int
) -> list[int]:
    """As ``count_up_to`` for several narrowings, in one query together."""
    return counts_and_oldest(
        root=root, actor=actor, permit=permit, narrows=narrows, most=most, oldest=_none
    )[0]


def counts_and_oldest(
    *,
    root: type[Any],
    actor: Actor,
    permit: str,
    narrows: Sequence[Narrow | None],
    most: int,
    oldest: Narrow,
) -> tuple[list[int], int | None]:
    """As ``counts_up_to``, and in the same query the row number of the oldest of another narrowing."""
    pieces: list[str] = []
    params: list[Any] = []
    branches = _narrowed(root.objects.visible_branches(actor, permit), oldest, None)
    inner, values = _limited(branches, ("pk",), 1)
    if inner:
        united = " UNION ".join(inner)
        pieces.append(f"SELECT -1, min(pk) FROM ({united}) AS first")  # noqa: S608  as above
        params.extend(values)
    for place, narrow in enumerate(narrows):
        branches = _narrowed(root.objects.visible_branches(actor, permit), narrow, None)
        inner, values = _limited(branches, (), most)
        if inner:
            united = " UNION ".join(inner)
            pieces.append(f"SELECT {place}, count(*) FROM ({united}) AS found{place}")  # noqa: S608  as above
            params.extend(values)
    if not pieces:
        return [0] * len(narrows), None
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        found = dict(cursor.fetchall())
    return [min(found.get(place, 0), most) for place in range(len(narrows))], found.get(-1)


def _none(rows: Any) -> Any:
    return rows.none()


def _narrowed(branches: Iterable[Any], narrow: Narrow | None, before: int | None) -> list[Any]:
    found = [narrow(rows) if narrow else rows for rows in branches]
    return [rows.filter(pk__lt=before) for rows in found] if before is not None else found


def _keys(branches: list[Any], words: Wanted | None, most: int) -> list[int]:
    """The newest row numbers of all branches, with words when there are any."""
    if words is None:
        return _newest_keys(branches, most)
    return keys_with_words(branches=branches, wanted=words, most=most)


def _rows(
    root: type[Any],
    keys: list[int],
    related: Iterable[str],
    fields: Iterable[str] = (),
    along: Narrow | None = None,
) -> list[Any]:
    rows = root.objects.with_visible_keys(keys)
    rows = along(rows) if along else rows
    rows = rows.select_related(*related) if related else rows
    return list(rows.only(*fields) if fields else rows)


def _newest_keys(branches: Iterable[Any], most: int) -> list[int]:
    """The newest row numbers of all branches together, each once, in one statement."""
    pieces, params = _limited(branches, ("-pk",), most)
    if not pieces:
        return []
    statement = f"{' UNION '.join(pieces)} ORDER BY 1 DESC LIMIT {int(most)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row[0] for row in cursor.fetchall()]


def _limited(
    branches: Iterable[Any], order: Sequence[str], most: int
) -> tuple[list[str], list[Any]]:
    """Each branch as a statement of at most so many row numbers; a count needs no order."""
    names = [name.removeprefix("-") for name in order] or ["pk"]
    pieces: list[str] = []
    params: list[Any] = []
    for place, rows in enumerate(branches):
        query = rows.order_by(*order).values_list(*names)[:most].query
        try:
            sql, values = query.sql_with_params()
        except EmptyResultSet:
            continue
        pieces.append(f"SELECT * FROM ({sql}) AS branch{place}")  # noqa: S608  compiled by Django
        params.extend(values)
    return pieces, params
