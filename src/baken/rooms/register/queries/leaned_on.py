"""The barriers that a risk leans on and that are not sound, as whoever decides must know them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor
from baken.core.links.models import Link
from baken.rooms.register.models import Barrier, BowTie, Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.bow_ties import LEANS_ON
from baken.rooms.register.rules.barriers import AMBER, RED, Standing

IN_USE = "in_use"
# Stands for what a reader may not know of a bow-tie.
UNSEEN = "…"


@dataclass(frozen=True)
class WeakBarrier:
    """A barrier with its status, and what that counts as in a decision: amber or red.

    Of a bow-tie that the reader may not read there is no ``bow_tie``, code or text.
    """

    status: str
    counts_as: str
    bow_tie: BowTie | None = None
    code: str = ""
    text: str = ""


def weak_barriers(actor: Actor, risk: Risk) -> list[WeakBarrier]:
    """What of the barriers that a risk leans on does not hold well, the worst in front.

    A barrier of which nothing is known counts as weakened. Source: domain reference, integral risk
    management, section 9 and section 17, test 10.
    """
    rows = _weak(risk)
    mine = _read(actor, [one.record.ref for one in rows])
    return [
        WeakBarrier(one.status, _counts_as(one), one.record, one.code, one.text)
        if one.record.ref in mine
        else WeakBarrier(one.status, _counts_as(one))
        for one in rows
    ]


def plain_barriers(risk: Risk) -> list[list[str]]:
    """The same as plain values for a picture: bow-tie, code, status, and what that counts as."""
    return [[one.record.ref, one.code, one.status, _counts_as(one)] for one in _weak(risk)]


def plain_barriers_seen(actor: Actor, rows: Iterable[list[str]]) -> list[list[str]]:
    """Barriers of a picture as somebody sees them: what hangs in a bow-tie they may not read has no name."""
    told = list(rows)
    mine = _read(actor, [ref for ref, *_more in told])
    return [row if row[0] in mine else [UNSEEN, UNSEEN, *row[2:]] for row in told]


def _weak(risk: Risk) -> list[Barrier]:
    ties = Link.objects.filter(
        source_table=Risk._meta.label_lower, source=risk.pk, relation=LEANS_ON
    )
    rows: Any = Barrier.objects.for_system(reason="barriers").filter(
        record__in=ties.values("target"), record__state=IN_USE
    )
    found = [one for one in rows.select_related("record") if _counts_as(one) in (AMBER, RED)]
    return sorted(found, key=lambda one: (_counts_as(one) != RED, one.record.ref, one.pk))


def _counts_as(one: Barrier) -> str:
    return Standing(one.health, one.status).counts_as


def _read(actor: Actor, refs: list[str]) -> set[str]:
    rows = BowTie.objects.visible_to(actor, READ).filter(ref__in=refs) if refs else None
    return set(rows.values_list("ref", flat=True)) if rows is not None else set()
