"""Reads worked examples from their file; every mistake is told with its line, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from baken.core.instruments.definitions import Definition, Question, Source
from baken.core.instruments.definitions.reading.risks import score_problem
from baken.core.instruments.definitions.vocabulary import NO, NOT_APPLICABLE, PARTIAL, YES
from baken.core.instruments.documents import Findings, Part, Refused, opened, placed
from baken.core.instruments.expressions import rounded
from baken.core.instruments.filling.answers import AnswerRefused, checked
from baken.core.instruments.filling.examples import sentences
from baken.core.instruments.filling.examples.example import (
    OF_SCORE,
    PLACE_SIGN,
    Example,
    Expected,
    ExpectedRisk,
)
from baken.core.instruments.filling.filled import Filled, Given, Place, Scored
from baken.core.instruments.risk_classes import CLASSES
from baken.core.instruments.scoring import ScoringModel, choice_problems

LEAST = 3
MOST_EXAMPLES = 200
MOST_FILES = 50
MOST_REFUSALS = 1_000
WORDS = (YES, NO, PARTIAL, NOT_APPLICABLE)
OUTCOMES = ("worst", "worst_after")
LISTS = ("follow_ups", "missing", "hidden", "told")


def read_examples(source: Source, definition: Definition) -> tuple[Example, ...]:
    """The worked examples of an instrument, at least three. Raises Refused with every mistake."""
    findings = Findings()
    body = opened(findings, source.file, placed(source.file, source.text))
    if body is None:
        raise Refused(findings.problems)
    parts = body.parts("examples", most=MOST_EXAMPLES)
    if len(parts) < LEAST:
        body.wrong("examples", sentences.TOO_FEW.filled(least=LEAST))
    body.end()
    found = tuple(_Reader(definition, part).example() for part in parts)
    findings.settle()
    return found


class _Reader:
    """Reads one example; it knows what sections are repeated for in it."""

    def __init__(self, definition: Definition, part: Part) -> None:
        self.definition = definition
        self.part = part
        self.repetitions: dict[str, tuple[str, ...]] = {}

    def example(self) -> Example:
        """The example; mistakes are noted."""
        part = self.part
        name = part.texts("name")
        self.repetitions = dict(self._repetitions())
        made = Example(
            name=name,
            filled=Filled(dict(self._answers()), self.repetitions, dict(self._scores())),
            otherwise=part.one_of("otherwise", WORDS) if part.has("otherwise") else "",
            expect=self._expected(),
        )
        part.end()
        return made

    def _repetitions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for inner, name in _entries(self.part, "repetitions"):
            section = self.definition.section_by_id.get(name)
            if section is None or section.repeat is None:
                inner.wrong(name, sentences.NO_SECTION.filled(key=name))
            yield name, inner.some_of(name, None)

    def _answers(self) -> Iterator[tuple[Place, Given]]:
        for inner, name in _entries(self.part, "answers"):
            found = self._place(inner, name)
            if found is not None:
                place, question = found
                yield place, self._given(inner, name, question)

    def _given(self, inner: Part, name: str, question: Question) -> Given:
        """An answer by itself, or with the reason and the evidence that go with it."""
        held = inner.plain(name)
        own = inner.part(name) if isinstance(held, dict) and "value" in held else None
        if own is None:
            return Given(self._checked(inner, name, question))
        made = Given(
            value=self._checked(own, "value", question),
            reason=own.text("reason") if own.has("reason") else "",
            evidence=own.whole_if_any("evidence", 0, MOST_FILES) or 0,
        )
        own.end()
        return made

    def _checked(self, inner: Part, name: str, question: Question) -> Any:
        try:
            value = checked(question.form, inner.plain(name), self.definition.scoring)
        except AnswerRefused as refused:
            inner.wrong(name, refused.text)
            return None
        if value is None:
            inner.wrong(name, sentences.NO_ANSWER)
        return value

    def _scores(self) -> Iterator[tuple[Place, Scored]]:
        for inner, name in _entries(self.part, "scores"):
            found = self._place(inner, name)
            own = inner.part(name)
            if found is None or own is None:
                continue
            place, question = found
            if question.risk is None:
                inner.wrong(name, sentences.NO_RISK.filled(key=question.key))
                continue
            current, residual = (
                _choice(own, when, question.risk.scoring) for when in ("current", "residual")
            )
            own.end()
            yield place, Scored(current, residual)

    def _place(self, inner: Part, name: str) -> tuple[Place, Question] | None:
        """The place that a name is, with its question; a name that is none is a mistake."""
        key, sign, repetition = name.partition(PLACE_SIGN)
        question = self.definition.questions.get(key)
        if question is None:
            inner.wrong(name, sentences.NO_QUESTION.filled(key=key))
            return None
        section = self.definition.repeat_of[key]
        if section and repetition not in self.repetitions.get(section, ()):
            inner.wrong(name, sentences.NO_REPETITION.filled(key=key, section=section))
        if sign and not section:
            inner.wrong(name, sentences.NOT_REPEATED.filled(key=key))
        return Place(key, repetition), question

    def _expected(self) -> Expected:
        inner = self.part.part("expect")
        if inner is None:
            return Expected()
        made = Expected(
            says=dict(_said(inner)),
            risks=tuple(map(_risk, inner.parts("risks"))) if inner.has("risks") else None,
            calculations=dict(self._calculations(inner)),
        )
        inner.end()
        return made

    def _calculations(self, expect: Part) -> Iterator[tuple[str, Any]]:
        known = [one.id for one in self.definition.calculations]
        for inner, name in _entries(expect, "calculations"):
            if name not in known:
                inner.wrong(name, sentences.NO_CALCULATION.filled(key=name))
            yield name, _plain(inner, name)


def _entries(part: Part, name: str) -> Iterator[tuple[Part, str]]:
    """Names with values that are no fields of their own: the part they stand in, and each name."""
    inner = part.part_if_any(name)
    if inner is None:
        return
    for one in inner.values:
        if isinstance(one, str):
            inner.has(one)
            yield inner, one
    inner.end()


def _choice(own: Part, when: str, model: ScoringModel | None) -> Mapping[str, object] | None:
    """A value for every axis, as the model of the risk must have it."""
    inner = own.part_if_any(when)
    if inner is None or model is None:
        return None
    choice = {str(name): inner.plain(str(name)) for name in inner.values}
    for one in choice_problems(model, choice):
        text = score_problem(one.reason, one.axis, one.given, one.values)
        inner.wrong(one.axis if one.axis in choice else "", text)
    return choice


def _said(expect: Part) -> Iterator[tuple[str, Any]]:
    """What is compared as it stands; only what is there."""
    if expect.has("complete"):
        yield "complete", expect.yes("complete")
    for name in OUTCOMES:
        if expect.has(name):
            yield name, expect.one_of(name, CLASSES)
    for name in LISTS:
        if expect.has(name):
            yield name, tuple(sorted(expect.some_of(name, None)))
    if expect.has("refusals"):
        yield "refusals", expect.whole("refusals", 0, MOST_REFUSALS)


def _risk(part: Part) -> ExpectedRisk:
    made = ExpectedRisk(part.text("at"), dict(_said_of_risk(part)))
    part.end()
    return made


def _said_of_risk(part: Part) -> Iterator[tuple[str, Any]]:
    yield from _score(part)
    if part.has("hazard"):
        yield "hazard", part.text("hazard")
    if part.has("proposed"):
        yield "proposed", part.yes("proposed")
    residual = part.part_if_any("residual")
    if residual is not None:
        yield from ((f"residual.{name}", value) for name, value in _score(residual))
        residual.end()


def _score(part: Part) -> Iterator[tuple[str, Any]]:
    """What a score must be; nothing when it must be unknown, or the class is not there any more."""
    for name in OF_SCORE:
        if name in part.values:
            yield name, _plain(part, name)


def _plain(part: Part, name: str) -> Any:
    """A value as it is compared: a number of 12 digits, a word, true, false or nothing."""
    value = part.plain(name)
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        return rounded(value)
    part.wrong(name, sentences.PLAIN_NEEDED)
    return None
