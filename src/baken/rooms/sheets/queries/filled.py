"""A sheet as it was filled in, its definition, and what follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from baken.core.instruments.definitions import Definition
from baken.core.instruments.filling import Filled, Given, Outcome, Place, Scored, work_out
from baken.core.instruments.scoring import ScoringModel, choice_problems, score, spread_of
from baken.rooms.library.queries.instruments import instrument
from baken.rooms.sheets.models import (
    Sheet,
    SheetAnswer,
    SheetEvidence,
    SheetRepetition,
    SheetRival,
    SheetScore,
)
from baken.rooms.sheets.rules import CURRENT, RESIDUAL

Row = TypeVar("Row", SheetScore, SheetEvidence, SheetRival)


@dataclass(frozen=True)
class GivenScore:
    """How somebody scored a risk as it is now: who, in which post, the values and why."""

    by: UUID
    post: str
    choice: Mapping[str, str]
    argument: str


@dataclass(frozen=True)
class Whole:
    """Everything of a sheet that was read through the guard: rows as they stand, and what follows."""

    definition: Definition
    answers: Mapping[Place, SheetAnswer]
    repetitions: Mapping[str, tuple[SheetRepetition, ...]]
    scores: Mapping[Place, tuple[SheetScore, ...]]
    evidence: Mapping[Place, tuple[SheetEvidence, ...]]
    rivals: Mapping[Place, tuple[SheetRival, ...]]
    filled: Filled
    outcome: Outcome

    def given_now(self, place: Place) -> tuple[GivenScore, ...]:
        """What people gave a risk as it is now; of whom it is no longer known nothing."""
        return tuple(
            GivenScore(row.by, row.post, row.choice, row.argument)
            for row in self.scores.get(place, ())
            if row.moment == CURRENT and row.by is not None
        )

    def label_of(self, repetition: str) -> str:
        """What a repetition is called; nothing of what is not repeated."""
        rows = (row for found in self.repetitions.values() for row in found)
        return next((row.label for row in rows if row.name == repetition), "")


def definition_of(record: Sheet) -> Definition:
    """The instrument of a sheet in the version it was begun or moved to."""
    return instrument(record.instrument, record.version)


def whole_of(record: Sheet) -> Whole:
    """All of a sheet that was read through the guard; five queries however long it is."""
    definition = definition_of(record)
    answers = {place_of(one): one for one in SheetAnswer.objects.of(record)}
    repetitions = _by_section(SheetRepetition.objects.of(record).order_by("pk"))
    scores = _by_place(SheetScore.objects.of(record).order_by("pk"))
    evidence = _by_place(SheetEvidence.objects.of(record).order_by("pk"))
    filled = filled_from(definition, answers, repetitions, scores, evidence)
    return Whole(
        definition=definition,
        answers=answers,
        repetitions=repetitions,
        scores=scores,
        evidence=evidence,
        rivals=_by_place(SheetRival.objects.of(record).order_by("serial")),
        filled=filled,
        outcome=work_out(definition, filled),
    )


def place_of(row: SheetAnswer | SheetScore | SheetEvidence | SheetRival) -> Place:
    """Where something of a sheet stands."""
    return Place(row.key, row.repetition)


def filled_from(
    definition: Definition,
    answers: Mapping[Place, SheetAnswer],
    repetitions: Mapping[str, tuple[SheetRepetition, ...]],
    scores: Mapping[Place, tuple[SheetScore, ...]],
    evidence: Mapping[Place, tuple[SheetEvidence, ...]],
) -> Filled:
    """What was filled in, as the engine takes it; of several scores of a risk the worst."""
    return Filled(
        answers={
            place: Given(one.value, one.reason, len(evidence.get(place, ())))
            for place, one in answers.items()
        },
        repetitions={name: tuple(one.name for one in rows) for name, rows in repetitions.items()},
        scores={place: _scored(definition, place, rows) for place, rows in scores.items()},
    )


def _scored(definition: Definition, place: Place, rows: Iterable[SheetScore]) -> Scored:
    question = definition.questions.get(place.key)
    model = question.risk.scoring if question and question.risk else None
    kept = list(rows)
    return Scored(*(worst_choice(model, kept, moment) for moment in (CURRENT, RESIDUAL)))


def worst_choice(
    model: ScoringModel | None, rows: Iterable[SheetScore], moment: str
) -> Mapping[str, object] | None:
    """The choice of whoever came to the worst score; None when nobody scored it by this model.

    Source: domain reference, instruments, section 4.1 (take the highest).
    """
    choices = [one.choice for one in rows if one.moment == moment]
    if model is None:
        return None
    found = [score(model, one) for one in choices if not choice_problems(model, one)]
    return dict(spread_of(model, found).highest.choice) if found else None


def _by_place(rows: Iterable[Row]) -> dict[Place, tuple[Row, ...]]:
    found: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        found[place_of(row)].append(row)
    return {place: tuple(kept) for place, kept in found.items()}


def _by_section(rows: Iterable[SheetRepetition]) -> dict[str, tuple[SheetRepetition, ...]]:
    found: dict[str, list[SheetRepetition]] = defaultdict(list)
    for row in rows:
        found[row.section].append(row)
    return {section: tuple(kept) for section, kept in found.items()}
