"""Answers that somebody sends to try an instrument with, checked one by one; nothing of them is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.definitions import Definition, Question
from baken.core.instruments.definitions.reading.risks import score_problem
from baken.core.instruments.definitions.vocabulary import MOST_REPETITIONS
from baken.core.instruments.filling import AnswerRefused, Filled, Given, Place, Scored, checked
from baken.core.instruments.scoring import choice_problems
from baken.core.instruments.texts import Text, listed

LONGEST_REPETITION = 64
NO_QUESTION = Text("deze vraag is er niet", "there is no such question")
NO_SECTION = Text("deze sectie wordt niet herhaald", "this section is not repeated")
REPETITION_WRITTEN = Text(
    "geef elk een eigen naam van ten hoogste {most} tekens",
    "give each a name of its own of at most {most} characters",
)
TOO_MANY = Text("het mogen er {most} zijn", "there may be {most}")
NO_RISK = Text("deze vraag brengt geen risico", "this question brings no risk")


@dataclass(frozen=True)
class Sent:
    """An answer as it was sent: not checked yet."""

    value: object = None
    reason: str = ""
    evidence: int = 0


@dataclass(frozen=True)
class Tried:
    """What can be used of what was sent, and what is wrong with the rest, by where it stands.

    Where is ``answers.<question>``, ``scores.<question>`` or ``repetitions.<section>``; of a repetition
    its name follows after ``@``.
    """

    filled: Filled
    problems: Mapping[str, Text]


def tried(
    definition: Definition,
    answers: Mapping[Place, Sent],
    *,
    repetitions: Mapping[str, Sequence[str]],
    scores: Mapping[Place, Scored],
) -> Tried:
    """What can be used of the answers, repetitions and scores that were sent."""
    problems: dict[str, Text] = {}
    kept: dict[Place, Given] = {}
    for place, sent in answers.items():
        try:
            kept[place] = _given(definition.questions.get(place.key), sent, definition)
        except AnswerRefused as refused:
            problems[where("answers", place)] = refused.text
    problems |= dict(_wrong_repetitions(definition, repetitions))
    problems |= dict(_wrong_scores(definition, scores))
    named = {key: tuple(names) for key, names in repetitions.items()}
    rated = {place: one for place, one in scores.items() if where("scores", place) not in problems}
    return Tried(Filled(kept, named, rated), problems)


def where(part: str, place: Place) -> str:
    """Where something stands in what was sent."""
    return f"{part}.{place.key}" + (f"@{place.repetition}" if place.repetition else "")


def _given(question: Question | None, sent: Sent, definition: Definition) -> Given:
    if question is None:
        raise AnswerRefused(NO_QUESTION)
    value = checked(question.form, sent.value, definition.scoring)
    return Given(value, sent.reason.strip(), sent.evidence)


def _wrong_repetitions(
    definition: Definition, repetitions: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Text]]:
    for key, names in repetitions.items():
        section = definition.section_by_id.get(key)
        field = f"repetitions.{key}"
        if section is None or section.repeat is None:
            yield field, NO_SECTION
        elif len(names) > (most := section.repeat.most or MOST_REPETITIONS):
            yield field, TOO_MANY.filled(most=most)
        elif len(set(names)) < len(names) or not all(map(_is_name, names)):
            yield field, REPETITION_WRITTEN.filled(most=LONGEST_REPETITION)


def _is_name(name: str) -> bool:
    return bool(name.strip()) and len(name) <= LONGEST_REPETITION


def _wrong_scores(
    definition: Definition, scores: Mapping[Place, Scored]
) -> Iterator[tuple[str, Text]]:
    for place, one in scores.items():
        question = definition.questions.get(place.key)
        model = question.risk.scoring if question and question.risk else None
        if model is None:
            yield where("scores", place), NO_RISK
            continue
        choices: list[Mapping[str, Any]] = [one for one in (one.current, one.residual) if one]
        told = [
            score_problem(problem.reason, problem.axis, problem.given, problem.values)
            for choice in choices
            for problem in choice_problems(model, choice)
        ]
        if told:
            yield where("scores", place), listed(told)
