"""Synthetic risks of occurrences that are there: tied, scored, and most of them decided on."""

from __future__ import annotations

import itertools
import random
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.instruments.scoring import Score, score
from baken.core.links.models import Link
from baken.core.records.bulk import fresh, insert_many
from baken.core.records.numbers import free_row_numbers
from baken.core.workflow.advance import begin_many
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.register.models import Decision, Risk, RiskCategory, RiskScore
from baken.rooms.register.queries.pictures import hash_of
from baken.rooms.register.queries.told import ORIGINATES
from baken.rooms.reports.models import Occurrence
from baken.site.bench.organisation import BENCH
from baken.site.bench.synthetic import BATCH, references
from baken.site.bench.telling import Teller, in_order

# Reports to a risk: 200,000 risks beside a million reports.
ONE_IN = 5
# In a thousand; every state that lists, inboxes and figures ask for.
STATES = {
    "identified": 25,
    "analysed": 20,
    "decision_pending": 30,
    "escalated": 5,
    "treating": 100,
    "accepted": 130,
    "avoided": 20,
    "transferred": 10,
    "monitored": 60,
    "closed": 595,
    "reopened": 5,
}
# What was decided where a state follows on a decision.
DECIDED = {
    "treating": "mitigate",
    "monitored": "mitigate",
    "accepted": "accept",
    "avoided": "avoid",
    "transferred": "transfer",
    "closed": "mitigate",
}
AXES = ("probability", "exposure", "effect")
# Values of the scoring model, from low to extreme, and how often they are given.
CHOICES = {
    ("1", "2", "3"): 45,
    ("0.5", "6", "15"): 35,
    ("3", "3", "15"): 12,
    ("3", "6", "15"): 5,
    ("10", "6", "40"): 3,
}
OWNED = 0.7
SEALED = ("title", "scenario", "legal_basis")
SEALED_DECISION = ("reason", "question", "picture")


@dataclass(frozen=True)
class Stated:
    """How many risks went in, and in how many seconds."""

    risks: int
    seconds: float


@dataclass
class RiskBatch:
    """What one transaction stores."""

    risks: list[Risk] = field(default_factory=list)
    categories: list[RiskCategory] = field(default_factory=list)
    scores: list[RiskScore] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def load_risks(rnd: random.Random, risks: int, at: datetime) -> Stated:
    """Store so many risks, spread over the occurrences that are there; fewer when these are fewer."""
    begun, stored = time.perf_counter(), 0
    writer = RiskWriter(rnd, at)
    for origins in _origins(risks):
        batch = writer.batch(origins)
        store_risks(batch, at)
        stored += len(batch.risks)
    return Stated(stored, time.perf_counter() - begun)


class RiskWriter:
    """Makes risks up, each of an occurrence: its unit, owner unit and level are those of that."""

    def __init__(self, rnd: random.Random, until: datetime) -> None:
        self.rnd, self.until = rnd, until
        self.hazards, self.categories = (
            list(code_list("hazards")),
            list(code_list("risk_categories")),
        )
        self.teller = Teller(rnd)
        self.model = scoring_model(assessment().default_model)
        chosen = [dict(zip(AXES, choice, strict=True)) for choice in CHOICES]
        self.scores = [(choice, score(self.model, choice)) for choice in chosen]

    def batch(self, origins: Sequence[Occurrence]) -> RiskBatch:
        """The risks of these occurrences, which are in order, with what belongs to each."""
        made, moments = RiskBatch(), [origin.triaged_at for origin in origins]
        numbers, refs = free_row_numbers(Risk, moments), references(Risk.prefix, moments)
        for origin, number in zip(origins, numbers, strict=True):
            self._add(origin, number, next(refs), made)
        signed = [one.signed_at for one in made.decisions]
        decided = zip(
            made.decisions,
            free_row_numbers(Decision, signed),
            references(Decision.prefix, signed),
            strict=True,
        )
        for one, number, ref in decided:
            one.number, one.ref = number, ref
        return made

    def _add(self, origin: Occurrence, number: int, ref: str, made: RiskBatch) -> None:
        state = self.teller.weighed(STATES)
        choice, given = self.rnd.choices(self.scores, list(CHOICES.values()))[0]
        risk = self._risk(origin, number, ref, state, given)
        made.risks.append(risk)
        codes = self.rnd.sample(self.categories, self.rnd.choice((1, 1, 2)))
        made.categories += [fresh(RiskCategory, record_id=number, code=code) for code in codes]
        made.links.append(_tie(origin, risk))
        if state == "identified":
            return
        kinds = ("current",) if state in ("analysed", "reopened") else ("initial", "current")
        for kind in kinds:
            by = self.rnd.sample(self.teller.persons, 2)
            risk.scorers[kind] = [str(scorer) for scorer in by]
            made.scores += [self._score(risk, kind, scorer, choice, given) for scorer in by]
        if state in DECIDED:
            made.decisions.append(self._decision(risk, state))

    def _risk(self, origin: Occurrence, number: int, ref: str, state: str, given: Score) -> Risk:
        at, told = origin.triaged_at, self.teller.told(4)
        found = given.common.value if given.common and state != "identified" else ""
        waits = state not in DECIDED
        return fresh(
            Risk,
            number=number,
            ref=ref,
            unit_id=origin.unit_id,
            owner_unit_id=origin.owner_unit_id,
            confidentiality=origin.confidentiality,
            state=state,
            title=" ".join(told.split()[:7]),
            scenario=told,
            hazard=self.rnd.choice(self.hazards),
            group="Voertuigbemanningen",
            exposed=self.rnd.randint(1, 400),
            scoring_model=self.model.code,
            scoring_version=self.model.version,
            initial_class=found,
            current_class=found,
            residual_class="" if waits else found,
            urgent=bool(found) and given.urgent,
            confidence="medium" if found else "",
            owner=self.rnd.choice(self.teller.persons) if self.rnd.random() < OWNED else None,
            identified_at=at,
            scored_at=at if found else None,
            touched_at=at,
            due_at=at + timedelta(days=self.rnd.randint(1, 90)) if waits else None,
            closed_at=at + timedelta(days=200) if state == "closed" else None,
            stated_key=self.rnd.choice(self.teller.keys),
        )

    def _score(
        self, risk: Risk, kind: str, scorer: uuid.UUID, choice: dict[str, str], given: Score
    ) -> RiskScore:
        return fresh(
            RiskScore,
            record_id=risk.number,
            kind=kind,
            turn=1,
            model=given.model,
            version=given.version,
            choice=choice,
            native=given.native.code,
            common=risk.current_class,
            urgent=given.urgent,
            value=given.number,
            rationale="Twee bijna-ongevallen in veertien maanden.",
            confidence="medium",
            scorer=scorer,
            post="veiligheidsadviseur",
            at=risk.identified_at,
        )

    def _decision(self, risk: Risk, state: str) -> Decision:
        day = clock.local_date(risk.identified_at)
        over = state == "closed"
        picture = _picture(risk)
        return fresh(
            Decision,
            risk_id=risk.number,
            unit_id=risk.unit_id,
            owner_unit_id=risk.owner_unit_id,
            confidentiality=risk.confidentiality,
            stated_key=risk.stated_key,
            state="ended" if over else "in_force",
            kind=DECIDED[state],
            risk_class=risk.current_class,
            context=risk.context,
            signer=self.rnd.choice(self.teller.persons),
            post="commandant",
            post_unit_id=risk.unit_id,
            level=3,
            post_kind="permanent",
            signed_at=risk.identified_at,
            starts_on=day,
            ends_on=day + timedelta(days=2_500),
            time_zone="Europe/Amsterdam",
            ends_at=risk.identified_at + timedelta(days=2_500),
            question="Mag dit zo doorgaan?",
            reason="Zonder dit is er geen oefening. De maatregelen staan hieronder.",
            picture=picture,
            picture_hash=hash_of(picture),
            risk_serial=1,
            ended_at=risk.closed_at,
            ended_for="risk_closed" if over else "",
        )


def store_risks(batch: RiskBatch, at: datetime) -> None:
    """One batch in one transaction, each record with the first row of its history."""
    with transaction.atomic():
        for records, code, seal in (
            (batch.risks, "register.risk.identified", SEALED),
            (batch.decisions, "register.decision.signed", SEALED_DECISION),
        ):
            begin_many(
                records=records,
                code=code,
                actor=BENCH,
                at=at,
                seal=seal,
                states=[record.state for record in records],
            )
        for rows in (batch.categories, batch.scores, batch.links):
            insert_many(rows)


def _origins(risks: int) -> Iterator[list[Occurrence]]:
    """So many occurrences, oldest first and evenly spread, a batch of risks at a time."""
    rows: Any = Occurrence.objects.for_system(reason="import").order_by("number")
    every = max(1, rows.count() // risks)
    columns = ("number", "unit_id", "owner_unit_id", "confidentiality", "triaged_at")
    chosen = itertools.islice(in_order(rows.only(*columns)), 0, risks * every, every)
    while batch := list(itertools.islice(chosen, BATCH)):
        yield batch


def _tie(origin: Occurrence, risk: Risk) -> Link:
    return fresh(
        Link,
        source_table=Occurrence._meta.label_lower,
        source=origin.number,
        relation=ORIGINATES,
        target_table=Risk._meta.label_lower,
        target=risk.number,
        on=clock.local_date(risk.identified_at),
    )


def _picture(risk: Risk) -> dict[str, Any]:
    return {
        "risk": {"ref": risk.ref, "title": risk.title, "scenario": risk.scenario},
        "scores": {},
        "advice": [],
        "stack": {"raises": 0, "members": [], "reasons": []},
        "who_decides": {"sentences": [], "steps": []},
        "before": [],
    }
