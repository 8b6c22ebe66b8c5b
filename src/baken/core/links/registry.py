"""Ties records together, and follows the ties as far as the actor may see."""

from __future__ import annotations

from collections.abc import Iterator
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


def linked_records(record: Any, actor: Actor) -> Iterator[tuple[str, Any]]:
    """Pairs of (relation, other record) on both sides, without what the actor may not see.

    Seen from the target, the relation's name ends in ``_of``.
    """
    table, number = record._meta.label_lower, record.pk
    mine = Q(source_table=table, source=number) | Q(target_table=table, target=number)
    for link in Link.objects.filter(mine).order_by("id"):
        outward = (link.source_table, link.source) == (table, number)
        other_table = link.target_table if outward else link.source_table
        other = _visible(other_table, link.target if outward else link.source, actor)
        if other is not None:
            yield (link.relation if outward else f"{link.relation}_of"), other


def _visible(table: str, number: int, actor: Actor) -> Any:
    root = apps.get_model(table)
    return root.objects.visible_to(actor, root.read_permit).filter(pk=number).first()
