"""The barriers that hold back the risks to which a record of a room above is tied."""

from __future__ import annotations

from typing import Any

from baken.core.access import Actor
from baken.core.links.models import Link
from baken.rooms.register.models import Barrier, BowTie, Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.bow_ties import LEANS_ON
from baken.rooms.register.queries.thread import risks_of


def barriers_of(actor: Actor, record: Any) -> list[Barrier]:
    """The barriers of the bow-ties in use on which the risks of a record lean, as far as one reads both.

    Each with its bow-tie as ``record``; nothing without such a risk.
    """
    risks = [risk.pk for _relation, risk in risks_of(actor, record)]
    if not risks:
        return []
    ends = Link.objects.filter(
        source_table=Risk._meta.label_lower, source__in=risks, relation=LEANS_ON
    )
    ties: Any = BowTie.objects.visible_to(actor, READ).filter(
        pk__in=ends.values_list("target", flat=True), state="in_use"
    )
    rows: Any = Barrier.objects.for_system(reason="barriers").filter(record__in=list(ties))
    rows = rows.select_related("record__unit", "record__owner_unit")
    return list(rows.order_by("record__number", "id"))
