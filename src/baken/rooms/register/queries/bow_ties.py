"""Bow-ties within reach, and everything that one is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.links.models import Link
from baken.core.lists import USUAL_ROWS, Page, newest, page_of
from baken.rooms.register.models import (
    Barrier,
    BarrierEvidence,
    BarrierOn,
    BarrierSignal,
    BowTie,
    Consequence,
    DegradationFactor,
    EscalationBarrier,
    Risk,
    Threat,
)
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.barrier_standing import Known, known_of
from baken.rooms.register.rules.quantified import Estimate, ThreatLine, estimate_of

# How a risk stands to the bow-tie that it leans on, and a record to that of which it says that something
# is wrong with a barrier, or shows that a barrier held.
LEANS_ON, SIGNALS, SHOWS = "leans_on", "signals", "shows"
Line = Threat | Consequence


@dataclass(frozen=True)
class Parts:
    """Everything that a bow-tie is made of, and what is known of each barrier by its id."""

    threats: Sequence[Threat]
    consequences: Sequence[Consequence]
    barriers: Sequence[Barrier]
    placings: Sequence[BarrierOn]
    factors: Sequence[DegradationFactor]
    escalations: Sequence[EscalationBarrier]
    known: Mapping[int, Known]

    @property
    def lines(self) -> list[Line]:
        """Threats and consequences: what barriers stand on."""
        return [*self.threats, *self.consequences]

    def barriers_on(self, line: Line) -> list[Barrier]:
        """The barriers of a threat or consequence, counted from the threat or the top event."""
        by_id = {one.pk: one for one in self.barriers}
        field = "threat_id" if isinstance(line, Threat) else "consequence_id"
        mine = [one for one in self.placings if getattr(one, field) == line.pk]
        return [by_id[one.barrier_id] for one in mine]

    def known_of(self, barrier: Barrier) -> Known:
        """What is known of a barrier."""
        return self.known.get(barrier.pk, Known())


def parts_of(record: BowTie) -> Parts:
    """The parts of a bow-tie that was itself read through the guard; eight queries, always."""
    return Parts(
        threats=list(Threat.objects.of(record).order_by("id")),
        consequences=list(Consequence.objects.of(record).order_by("id")),
        barriers=list(Barrier.objects.of(record).order_by("id")),
        placings=list(BarrierOn.objects.of(record).order_by("place", "id")),
        factors=list(DegradationFactor.objects.of(record).order_by("id")),
        escalations=list(EscalationBarrier.objects.of(record).order_by("id")),
        known=known_of(record),
    )


def estimate_in(record: BowTie, parts: Parts) -> Estimate | None:
    """How often it may happen, by the health that was reckoned last.

    None without an argument, with a threat that nobody estimated, or with a barrier on a line that
    may fail together with another.
    """
    on_lines = [one for line in parts.lines for one in parts.barriers_on(line)]
    argued = record.independence if all(one.independent for one in on_lines) else ""

    def healths(line: Line) -> list[float]:
        return [one.health for one in parts.barriers_on(line)]

    return estimate_of(
        [ThreatLine(one.frequency, healths(one)) for one in parts.threats],
        {one.code: healths(one) for one in parts.consequences},
        argued=argued,
    )


def bow_ties_page(
    actor: Actor, *, narrow: Any = None, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """The bow-ties that an actor reads, newest first. Raises BadCursor."""
    return page_of(root=BowTie, actor=actor, permit=READ, narrow=narrow, cursor=cursor, limit=limit)


def statuses_of(records: Sequence[BowTie]) -> Mapping[int, list[str]]:
    """The status of every barrier of some bow-ties that were read through the guard, by their number."""
    rows = Barrier.objects.for_system(reason="filter").filter(record__in=[r.pk for r in records])
    found: dict[int, list[str]] = {one.pk: [] for one in records}
    for record, status in rows.order_by("id").values_list("record_id", "status"):
        found[record].append(status)
    return found


def signals_page(record: BowTie, *, cursor: str = "", limit: int = USUAL_ROWS) -> Page:
    """The signals about the barriers of a bow-tie, newest first. Raises BadCursor."""
    rows = BarrierSignal.objects.of(record).select_related("barrier")
    return newest(rows, cursor, limit)


def evidence_of(record: BowTie) -> list[BarrierEvidence]:
    """What showed that barriers work, the newest first."""
    rows = BarrierEvidence.objects.of(record).select_related("barrier")
    return list(rows.order_by("-on", "-id")[:USUAL_ROWS])


def risk_numbers(record: BowTie) -> list[int]:
    """The row numbers of the risks that lean on a bow-tie."""
    ends = Link.objects.filter(
        source_table=Risk._meta.label_lower,
        relation=LEANS_ON,
        target_table=BowTie._meta.label_lower,
        target=record.pk,
    )
    return sorted(ends.values_list("source", flat=True))


def risks_leaning_on(actor: Actor, record: BowTie) -> list[Risk]:
    """The risks that lean on a bow-tie, as far as the actor may read them."""
    rows = Risk.objects.visible_to(actor, READ).filter(pk__in=risk_numbers(record))
    return list(rows.select_related("unit", "owner_unit").order_by("number"))


def bow_tie_of(risk: Risk) -> int | None:
    """The row number of the bow-tie that a risk leans on, or None."""
    ends = Link.objects.filter(
        source_table=Risk._meta.label_lower, source=risk.pk, relation=LEANS_ON
    )
    return ends.values_list("target", flat=True).first()


def bow_tie_facts(record: BowTie, actor: Actor, at: datetime) -> None:
    """No step of a bow-tie has a guard, so that nothing is gathered for one."""
