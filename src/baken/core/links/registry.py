"""Ties records together, and follows the ties as far as the actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.links.models import Link


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


def ties_from(*, table: str, relation: str, sources: Iterable[int]) -> dict[int, int]:
    """The targets of a relation that each of these row numbers of a table has at most one of."""
    rows = Link.objects.filter(source_table=table, relation=relation, source__in=list(sources))
    return dict(rows.values_list("source", "target"))


def ties_to(*, table: str, relation: str, targets: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of (source, target) of a relation that points at these row numbers of a table."""
    rows = Link.objects.filter(target_table=table, relation=relation, target__in=list(targets))
    return list(rows.order_by("id").values_list("source", "target"))


def linked_records(record: Any, actor: Actor) -> Iterator[tuple[str, Any]]:
    """Pairs of (relation, other record) on both sides, without what the actor may not see.

    Seen from the target, the relation's name ends in ``_of``.
    """
    table, number = record._meta.label_lower, record.pk
    mine = Q(source_table=table, source=number) | Q(target_table=table, target=number)
    ends = [_other_end(link, table, number) for link in Link.objects.filter(mine).order_by("id")]
    seen = {
        (one, other.pk): other
        for one in {other_table for _relation, other_table, _number in ends}
        for other in _visible(one, [n for _relation, t, n in ends if t == one], actor)
    }
    for relation, other_table, other_number in ends:
        if (other_table, other_number) in seen:
            yield relation, seen[other_table, other_number]


def _other_end(link: Link, table: str, number: int) -> tuple[str, str, int]:
    """The relation as seen from one end, with table and number of the other."""
    if (link.source_table, link.source) == (table, number):
        return link.relation, link.target_table, link.target
    return f"{link.relation}_of", link.source_table, link.source


def _visible(table: str, numbers: list[int], actor: Actor) -> list[Any]:
    """Those of a table that the actor may see; one query however many there are."""
    root = apps.get_model(table)
    return list(root.objects.visible_to(actor, root.read_permit).filter(pk__in=numbers))
