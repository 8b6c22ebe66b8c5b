"""Synthetic RI&Es about risks that are there, each with its sheet, answers, basis and findings."""

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
from baken.core.instruments.definitions import Definition
from baken.core.links.models import Link
from baken.core.records.bulk import fresh, insert_many
from baken.core.records.numbers import free_row_numbers
from baken.core.workflow.advance import begin_many
from baken.rooms.assessments.actions.begin_assessment import SEALED
from baken.rooms.assessments.models import (
    IN_FORCE,
    Assessment,
    AssessmentBasis,
    AssessmentFinding,
    AssessmentFollowUp,
)
from baken.rooms.assessments.queries.choices import BASIS
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.instruments import instrument, instruments
from baken.rooms.register.models import Risk
from baken.rooms.sheets.actions.begin_sheet import SEALED as SEALED_SHEET
from baken.rooms.sheets.models import Sheet, SheetAnswer
from baken.rooms.sheets.queries.subjects import FILLED_IN
from baken.site.bench.organisation import BENCH
from baken.site.bench.synthetic import references
from baken.site.bench.telling import Teller, in_order

# Risks to an RI&E: 5,000 RI&Es beside 200,000 risks, a fifth of which they found.
RISKS_TO_ONE = 40
FINDINGS = 8
ANSWERS = 100
IN_WORDS = "yes_no_partial_na"  # the kind of question that most of an RI&E consists of
BATCH = 200  # RI&Es in one transaction: each brings more than a hundred rows along
# In a thousand; every state that lists, inboxes and the page of progress ask for.
STATES = {
    "draft": 30,
    "in_inventory": 70,
    "in_evaluation": 40,
    "plan_drafting": 40,
    "in_consultation": 20,
    "in_expert_review": 20,
    "approved": 10,
    "in_force": 420,
    "review_due": 120,
    "under_revision": 50,
    "superseded": 100,
    "expired": 50,
    "withdrawn": 30,
}
# From so many days ago to so many days ahead an RI&E that holds must be looked at again.
LOOKED_AT = (-60, 300)
_RISK = ("number", "ref", "unit_id", "owner_unit_id", "confidentiality", "title", "current_class")


@dataclass(frozen=True)
class Assessed:
    """How many RI&Es went in, and in how many seconds."""

    assessments: int
    seconds: float


@dataclass
class AssessmentBatch:
    """What one transaction stores."""

    assessments: list[Assessment] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    along: list[Any] = field(default_factory=list)


def load_assessments(rnd: random.Random, at: datetime) -> Assessed:
    """Store an RI&E to every forty risks that are there, oldest first, found by the first eight of them."""
    begun, stored = time.perf_counter(), 0
    writer = AssessmentWriter(rnd, at)
    groups = _groups()
    while found := list(itertools.islice(groups, BATCH)):
        store_assessments(writer.batch(found), at)
        stored += len(found)
    return Assessed(stored, time.perf_counter() - begun)


def _groups() -> Iterator[list[Risk]]:
    """Every risk, forty at a time."""
    rows: Any = Risk.objects.for_system(reason="import").order_by("number")
    risks = in_order(rows.only(*_RISK, "identified_at"))
    while group := list(itertools.islice(risks, RISKS_TO_ONE)):
        yield group


class AssessmentWriter:
    """Makes RI&Es up: the unit, owner unit and level of each are those of its first risk."""

    def __init__(self, rnd: random.Random, until: datetime) -> None:
        self.rnd, self.until, self.teller = rnd, until, Teller(rnd)
        self.definition = _definition()
        once = [
            one.key
            for one in self.definition.questions.values()
            if one.form.type == IN_WORDS and not self.definition.repeat_of[one.key]
        ]
        self.keys = once[:ANSWERS]
        self.basis = [(sort, code) for sort, name in BASIS.items() for code in code_list(name)]

    def batch(self, groups: Sequence[Sequence[Risk]]) -> AssessmentBatch:
        """The RI&Es of these groups of risks, which are in order, with what belongs to each."""
        made, moments = AssessmentBatch(), [group[0].identified_at for group in groups]
        numbers = zip(
            free_row_numbers(Assessment, moments), free_row_numbers(Sheet, moments), strict=True
        )
        refs = references(Assessment.prefix, moments)
        sheet_refs = references(Sheet.prefix, moments)
        for group, (number, sheet) in zip(groups, numbers, strict=True):
            record = self._assessment(group[0], number, next(refs))
            made.assessments.append(record)
            made.sheets.append(self._sheet(record, sheet, next(sheet_refs)))
            made.along += self._along(record, sheet, group)
        return made

    def _assessment(self, risk: Risk, number: int, ref: str) -> Assessment:
        at, state = risk.identified_at, self.teller.weighed(STATES)
        holds = state in IN_FORCE
        looked = self.until + timedelta(days=self.rnd.randint(*LOOKED_AT))
        told = self.teller.told(2)
        return fresh(
            Assessment,
            number=number,
            ref=ref,
            unit_id=risk.unit_id,
            owner_unit_id=risk.owner_unit_id,
            confidentiality=risk.confidentiality,
            state=state,
            title=" ".join(told.split()[:7]),
            kind="rie",
            scope=told,
            headcount=self.rnd.randint(5, 600),
            begun_at=at,
            begun_by=self.rnd.choice(self.teller.persons),
            touched_at=at,
            kept_at=None if holds else at,
            in_force_at=at if holds else None,
            valid_until=clock.local_date(at + timedelta(days=4 * 365)) if holds else None,
            review_on=clock.local_date(looked) if state in ("in_force", "review_due") else None,
            ended_at=at if state in ("superseded", "withdrawn") else None,
        )

    def _sheet(self, record: Assessment, number: int, ref: str) -> Sheet:
        return fresh(
            Sheet,
            number=number,
            ref=ref,
            unit_id=record.unit_id,
            owner_unit_id=record.owner_unit_id,
            confidentiality=record.confidentiality,
            state="open",
            title=record.title,
            instrument=self.definition.head.code,
            version=str(self.definition.head.version),
            sha256=self.definition.sha256,
            serves="assessment",
            serial=len(self.keys),
            asked=len(self.keys) + 60,
            answered=len(self.keys),
            gaps=FINDINGS,
            begun_at=record.begun_at,
            begun_by=record.begun_by,
            touched_at=record.begun_at,
        )

    def _along(self, record: Assessment, sheet: int, group: Sequence[Risk]) -> Iterator[Any]:
        yield _tie(record, sheet)
        for place, key in enumerate(self.keys, 1):
            yield self._answer(record, sheet, key, place)
        for sort, code in self.basis:
            yield fresh(AssessmentBasis, record_id=record.number, sort=sort, code=code)
        for key, risk in zip(self.keys, group[:FINDINGS], strict=False):
            yield _finding(record, key, risk)
        if self.rnd.random() < 0.5:
            yield self._follow_up(record)

    def _answer(self, record: Assessment, sheet: int, key: str, serial: int) -> SheetAnswer:
        return fresh(
            SheetAnswer,
            record_id=sheet,
            key=key,
            serial=serial,
            value=self.rnd.choices(("yes", "no", "partial"), (85, 8, 7))[0],
            at=record.begun_at,
            by=record.begun_by,
            post="preventiemedewerker",
        )

    def _follow_up(self, record: Assessment) -> AssessmentFollowUp:
        return fresh(
            AssessmentFollowUp,
            record_id=record.number,
            instrument="ni_noise",
            owner=record.begun_by,
            due_on=clock.local_date(self.until) + timedelta(days=self.rnd.randint(*LOOKED_AT)),
            opened_at=record.begun_at,
        )


def store_assessments(batch: AssessmentBatch, at: datetime) -> None:
    """One batch in one transaction, each RI&E and each sheet with the first row of its history."""
    with transaction.atomic():
        begin_many(
            records=batch.assessments,
            code="assessments.assessment.begun",
            actor=BENCH,
            at=at,
            seal=SEALED,
            states=[record.state for record in batch.assessments],
        )
        begin_many(
            records=batch.sheets,
            code="sheets.sheet.begun",
            actor=BENCH,
            at=at,
            seal=SEALED_SHEET,
            states=["open"] * len(batch.sheets),
        )
        by_table: dict[type[Any], list[Any]] = {}
        for row in batch.along:
            by_table.setdefault(type(row), []).append(row)
        for rows in by_table.values():
            insert_many(rows)


def _definition() -> Definition:
    """The first RI&E of the library, in its newest version."""
    found = next(one for one in instruments() if one.kind == "rie")
    return instrument(found.code, str(found.version))


def _tie(record: Assessment, sheet: int) -> Link:
    return fresh(
        Link,
        source_table=Assessment._meta.label_lower,
        source=record.number,
        relation=FILLED_IN,
        target_table=Sheet._meta.label_lower,
        target=sheet,
        on=clock.local_date(record.begun_at),
    )


def _finding(record: Assessment, key: str, risk: Risk) -> AssessmentFinding:
    return fresh(
        AssessmentFinding,
        record_id=record.number,
        key=key,
        title=risk.title,
        common=risk.current_class,
        risk_number=risk.number,
        risk_ref=risk.ref,
        at=record.begun_at,
    )
