"""Synthetic measures about risks that are there: most done and seen to work, some late or never begun."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.links.models import Link
from baken.core.records.bulk import fresh, insert_many
from baken.core.records.numbers import free_row_numbers
from baken.core.workflow.advance import begin_many
from baken.rooms.library.queries import code_list
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import TREATED_BY
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.measures.workflow import SEALED
from baken.rooms.register.models import Risk
from baken.site.bench.organisation import BENCH
from baken.site.bench.synthetic import BATCH, references
from baken.site.bench.telling import Teller, in_order

# Measures to every two risks: 300,000 beside 200,000.
TO_TWO = 3
# In a thousand, where the risk is open; of what is closed the measures are over as well.
STATES = {
    "proposed": 180,
    "decided": 120,
    "in_progress": 200,
    "implemented": 120,
    "verified_effective": 300,
    "verified_ineffective": 20,
    "cancelled": 60,
}
OVER = {"verified_effective": 900, "cancelled": 100}
PRIORITIES = {"extreme": 1, "high": 2, "medium": 3}
# From so many days ago to so many days ahead something is owed.
OWED = (-60, 240)
_RISK = ("number", "unit_id", "owner_unit_id", "confidentiality", "state", "current_class")


@dataclass(frozen=True)
class Proposed:
    """How many measures went in, and in how many seconds."""

    measures: int
    seconds: float


@dataclass
class MeasureBatch:
    """What one transaction stores."""

    measures: list[Measure] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def load_measures(rnd: random.Random, measures: int, at: datetime) -> Proposed:
    """Store so many measures, about the risks that are there, oldest first; fewer when these are few."""
    begun, stored = time.perf_counter(), 0
    writer = MeasureWriter(rnd, at)
    treated = itertools.islice(_treated(), measures)
    while risks := list(itertools.islice(treated, BATCH)):
        batch = writer.batch(risks)
        store_measures(batch, at)
        stored += len(batch.measures)
    return Proposed(stored, time.perf_counter() - begun)


class MeasureWriter:
    """Makes measures up, each of a risk: its unit, owner unit, level and class are those of that."""

    def __init__(self, rnd: random.Random, until: datetime) -> None:
        self.rnd, self.until, self.teller = rnd, until, Teller(rnd)
        self.controls = list(code_list("control_levels"))

    def batch(self, risks: Sequence[Risk]) -> MeasureBatch:
        """The measures of these risks, which are in order, each tied to its own."""
        moments = [risk.identified_at for risk in risks]
        numbers, refs = free_row_numbers(Measure, moments), references(Measure.prefix, moments)
        made = MeasureBatch()
        for risk, number in zip(risks, numbers, strict=True):
            made.measures.append(self._measure(risk, number, next(refs)))
            made.links.append(_tie(risk, number))
        return made

    def _measure(self, risk: Risk, number: int, ref: str) -> Measure:
        shares = OVER if risk.state == "closed" else STATES
        state = self.teller.weighed(shares)
        told = self.teller.told(2)
        return fresh(
            Measure,
            number=number,
            ref=ref,
            unit_id=risk.unit_id,
            owner_unit_id=risk.owner_unit_id,
            confidentiality=risk.confidentiality,
            state=state,
            title=" ".join(told.split()[:7]),
            description=told,
            control_level=self.rnd.choice(self.controls),
            risk_class=risk.current_class,
            priority=PRIORITIES.get(risk.current_class, 4),
            proposed_at=risk.identified_at,
            proposed_by=self.rnd.choice(self.teller.persons),
            touched_at=risk.identified_at,
            **self._life(state, risk.identified_at),
        )

    def _life(self, state: str, at: datetime) -> dict[str, Any]:
        """What is known of a measure in this state: by whom, when, and until when something is owed."""
        executor, verifier = self.rnd.sample(self.teller.persons, 2)
        life: dict[str, Any] = {}
        if state != "proposed":
            life |= {
                "owner": executor,
                "owner_key": self.rnd.choice(self.teller.keys),
                "decided_level": 3,
            }
            life |= {"decided_at": at, "decided_by": verifier}
        if state in ("implemented", "verified_effective", "verified_ineffective"):
            life |= {"implemented_at": at + timedelta(days=60), "implemented_by": executor}
        if state.startswith("verified"):
            life |= {"verified_at": at + timedelta(days=120), "verified_by": verifier}
        if state == "cancelled":
            life |= {"cancelled_at": at + timedelta(days=30), "cancelled_by": verifier}
        if state in OPEN_STATES:
            life["due_at"] = self.until + timedelta(days=self.rnd.randint(*OWED))
        return life


def store_measures(batch: MeasureBatch, at: datetime) -> None:
    """One batch in one transaction, each measure with the first row of its history."""
    with transaction.atomic():
        begin_many(
            records=batch.measures,
            code="measures.measure.proposed",
            actor=BENCH,
            at=at,
            seal=SEALED,
            states=[record.state for record in batch.measures],
        )
        insert_many(batch.links)


def _treated() -> Iterator[Risk]:
    """Every risk as often as it has measures: once and twice in turn, so three to every two."""
    rows: Any = Risk.objects.for_system(reason="import").order_by("number")
    for place, risk in enumerate(in_order(rows.only(*_RISK, "identified_at"))):
        yield from itertools.repeat(risk, 1 + place % 2)


def _tie(risk: Risk, measure: int) -> Link:
    return fresh(
        Link,
        source_table=Risk._meta.label_lower,
        source=risk.number,
        relation=TREATED_BY,
        target_table=Measure._meta.label_lower,
        target=measure,
        on=clock.local_date(risk.identified_at),
    )
