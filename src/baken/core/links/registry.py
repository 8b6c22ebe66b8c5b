"""Ties records together, and follows the ties as far as the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.core.links.models import Link

MOST_TIES = 5000


def tie(*, source: Any, relation: str, target: Any, at: datetime) -> Link:
    """Record that ``source`` stands in ``relation`` to ``target``; saying it twice is once."""
    link, _created = Link.objects.get_or_create(
        source_table=source._meta.label_lower,
        source=source.pk,
        relation=relation,
        target_table=target._meta.label_lower,
        target=target.pk,
        defaults={"on": clock.local_date(at)},
    )
    return link


def untie(*, source: Any, relation: str, target: Any) -> bool:
    """Take a tie away again; returns whether there was one. The histories keep that there was."""
    removed, _tables = Link.objects.filter(
        source_table=source._meta.label_lower,
        source=source.pk,
        relation=relation,
        target_table=target._meta.label_lower,
        target=target.pk,
    ).delete()
    return bool(removed)


def ties_from(*, table: str, relation: str, source: Any) -> Any:
    """The ties of a relation from a row number of a table, or from that of a wider question."""
    return Link.objects.filter(source_table=table, relation=relation, source=source)


def ties_around(
    *, table: str, relation: str, numbers: Iterable[int]
) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """What a relation says around these row numbers of a table, in one question.

    The target of each of them that is a source (of a relation that one has at most once), and the
    pairs (source, target) that point at them.
    """
    wanted = set(numbers)
    from_here = Q(source_table=table, source__in=wanted)
    to_here = Q(target_table=table, target__in=wanted)
    ends = {(table, number) for number in wanted}
    rows = list(Link.objects.filter(from_here | to_here, relation=relation).order_by("id"))
    up = {one.source: one.target for one in rows if (one.source_table, one.source) in ends}
    down = [(one.source, one.target) for one in rows if (one.target_table, one.target) in ends]
    return up, down


def ties_of(tables: Mapping[str, Collection[int]]) -> list[tuple[str, int, str, str, int]]:
    """The newest ties on both sides of these row numbers by table, in one question, whoever may see them.

    Each as source table, source, relation, target table, target.
    """
    here = Q(pk__in=[])
    for table, numbers in tables.items():
        here |= Q(source_table=table, source__in=numbers) | Q(
            target_table=table, target__in=numbers
        )
    rows = Link.objects.filter(here).order_by("-id")[:MOST_TIES]
    return list(rows.values_list("source_table", "source", "relation", "target_table", "target"))


def ties_from_all(
    *, sources: Iterable[Any], relations: Collection[str], table: str
) -> list[tuple[str, int]]:
    """Of these records: in which of some relations they stand to which row of a table; one question."""
    mine = Q(pk__in=[])
    for one in sources:
        mine |= Q(source_table=one._meta.label_lower, source=one.pk)
    rows = Link.objects.filter(mine, relation__in=list(relations), target_table=table)
    return [(one.relation, one.target) for one in rows.order_by("id")]


def linked_records(record: Any, actor: Actor) -> Iterator[tuple[str, Any]]:
    """Pairs of (relation, other record) on both sides, without what the actor may not see.

    Seen from the target, the relation's name ends in ``_of``. Read once a page.
    """
    yield from _linked(actor, record)


@once_a_page
def _linked(actor: Actor, record: Any) -> list[tuple[str, Any]]:
    table, number = record._meta.label_lower, record.pk
    ends = [_other_end(link, table, number) for link in _links_of(record)]
    seen = {
        (one, other.pk): other
        for one in {other_table for _relation, other_table, _number in ends}
        for other in _visible(one, [n for _relation, t, n in ends if t == one], actor)
    }
    return [
        (relation, seen[other_table, other_number])
        for relation, other_table, other_number in ends
        if (other_table, other_number) in seen
    ]


@once_a_page
def _links_of(record: Any) -> list[Link]:
    """The ties on both sides of a record: several rooms follow them for one page."""
    table, number = record._meta.label_lower, record.pk
    mine = Q(source_table=table, source=number) | Q(target_table=table, target=number)
    return list(Link.objects.filter(mine).order_by("id"))


def _other_end(link: Link, table: str, number: int) -> tuple[str, str, int]:
    """The relation as seen from one end, with table and number of the other."""
    if (link.source_table, link.source) == (table, number):
        return link.relation, link.target_table, link.target
    return f"{link.relation}_of", link.source_table, link.source


def _visible(table: str, numbers: list[int], actor: Actor) -> list[Any]:
    """Those of a table that the actor may see; one query however many there are."""
    root = apps.get_model(table)
    return list(root.objects.visible_to(actor, root.read_permit).filter(pk__in=numbers))
