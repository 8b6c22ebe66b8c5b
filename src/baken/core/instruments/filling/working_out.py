"""Works out a sheet: what is asked, computed, calculated and brought about, in the order of dependence."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any

from baken.core.instruments.definitions import Definition, Question, Section
from baken.core.instruments.definitions.answer_types import COMPUTED
from baken.core.instruments.definitions.model import PROFILE, Step
from baken.core.instruments.definitions.vocabulary import NOT_APPLICABLE, REFUSE, REQUIRED
from baken.core.instruments.expressions import Expression
from baken.core.instruments.filling import sentences
from baken.core.instruments.filling.facts import facts_of
from baken.core.instruments.filling.filled import EVERYWHERE, Filled, Given, Place, Scored
from baken.core.instruments.filling.outcome import (
    MISSING,
    NO_EVIDENCE,
    NO_REASON,
    TOO_FEW,
    Asked,
    FollowUp,
    Outcome,
    RaisedRisk,
    ShownSection,
    Told,
    Trouble,
)
from baken.core.instruments.filling.scores import risks_in_facts, scored, scored_line
from baken.core.instruments.texts import Text

Facts = Mapping[str, Any]
UNANSWERED = Given()
ONCE = (EVERYWHERE,)
# What an expression may ask, as a list, of a question that is repeated.
FROM_OUTSIDE = ("", ".uncertainty")


def work_out(definition: Definition, filled: Filled) -> Outcome:
    """Everything that follows from what was filled in; the same whoever asks, wherever it runs.

    An answer to a question that is not asked counts for nothing and is named in ``hidden``; so is one to
    a question or a repetition that the instrument does not know. What is unknown is never taken for yes:
    a question with an unknown condition is not asked. The answers must be as ``checked`` gives them.
    Source: domain reference, instruments, section 3.
    """
    return _Sheet(definition, filled).outcome()


class _Sheet:
    """A sheet while it is worked out, a step at a time."""

    def __init__(self, definition: Definition, filled: Filled) -> None:
        self.definition = definition
        self.filled = filled
        self.facts: dict[str, Any] = {}
        self.within: dict[tuple[str, str], dict[str, Any]] = {}
        self.shown: set[tuple[str, str]] = set()  # sections and questions, with their repetition
        self.computed: dict[Place, Any] = {}
        self.risks: dict[Place, list[RaisedRisk]] = {}
        self.calculated: dict[str, Any] = {}
        self._formulas = {one.id: one.expr for one in definition.calculations}

    def outcome(self) -> Outcome:
        """All that follows."""
        work = {
            "section": self._section,
            "question": self._question,
            "risk": self._risk,
            "risks": self._all_risks,
            "calculation": self._calculation,
        }
        for step in self.definition.order:
            work[step.what](step)
        profile = tuple(self._asked_in(self.definition.profile, EVERYWHERE))
        sections = tuple(self._sections_shown())
        asked = [*profile, *(one for section in sections for one in section.asked)]
        places = {one.place for one in asked}
        told = [*self._told_of_answers(asked), *self._told_of_sheet()]
        return Outcome(
            profile=profile,
            sections=sections,
            hidden=tuple(one for one in self.filled.answers if one not in places),
            troubles=(*self._troubles(asked), *self._repetition_troubles()),
            calculations=self.calculated,
            risks=tuple(one for place in places_in(asked) for one in self.risks.get(place, ())),
            follow_ups=tuple(self._follow_ups(asked)),
            told=tuple(told),
            refusals=tuple(self._refusals()),
        )

    # ---- what there is ----

    def _repetitions(self, section: str) -> tuple[str, ...]:
        """For what a section is repeated, in order; once when it is not."""
        along = self.definition.repeated_with.get(section, "")
        return tuple(self.filled.repetitions.get(along, ())) if along else ONCE

    def _seen_from(self, section: str, repetition: str, own: Facts | None = None) -> Facts:
        """The facts by the names that mean something there."""
        along = self.definition.repeated_with.get(section, "")
        inside = self.within.get((along, repetition), {}) if along else {}
        answers = {f"answer{suffix}": value for suffix, value in (own or {}).items()}
        return ChainMap(answers, inside, self.facts)

    def _given(self, place: Place) -> Given:
        return self.filled.answers.get(place, UNANSWERED)

    def _value(self, place: Place) -> Any:
        """The answer that counts: none where the question is not asked."""
        return self._given(place).value if place in self.shown else None

    def _own_facts(self, question: Question, repetition: str) -> Facts:
        return facts_of(question, self._value(Place(question.key, repetition)))

    # ---- the steps ----

    def _section(self, step: Step) -> None:
        section = self.definition.section_by_id[step.name]
        begins = section.repeat is not None
        for repetition in self._repetitions(section.id):
            outer = self._outer(section, repetition)
            facts = self._seen_from("" if begins else section.id, repetition)
            if outer and holds(section.when, facts):
                self.shown.add((f"#{section.id}", repetition))

    def _outer(self, section: Section, repetition: str) -> bool:
        """Whether the section around this one is shown: in the same repetition, or as a whole."""
        if not section.within:
            return True
        around = self.definition.repeated_with[section.within]
        return (f"#{section.within}", repetition if around else EVERYWHERE) in self.shown

    def _question(self, step: Step) -> None:
        question = self.definition.questions[step.name]
        rows = []
        for repetition in self._repetitions(question.section):
            place = Place(question.key, repetition)
            if not self._is_asked(question, repetition):
                continue
            self.shown.add(place)
            rows.append((repetition, self._facts_at(question, repetition)))
        self._keep_facts(question, rows)

    def _is_asked(self, question: Question, repetition: str) -> bool:
        inside = question.section == PROFILE or (f"#{question.section}", repetition) in self.shown
        return inside and holds(question.when, self._seen_from(question.section, repetition))

    def _facts_at(self, question: Question, repetition: str) -> Facts:
        if question.form.type != COMPUTED or question.expr is None:
            return self._own_facts(question, repetition)
        facts = self._seen_from(question.section, repetition)
        value = question.expr.answer(facts).value
        self.computed[Place(question.key, repetition)] = value
        return {} if value is None else {"": value}

    def _keep_facts(self, question: Question, rows: list[tuple[str, Facts]]) -> None:
        """The facts under every name by which expressions ask for them."""
        along = self.definition.repeat_of[question.key]
        names = (question.key, *self.definition.aliases.get(question.key, ()))
        if not along:
            for _repetition, facts in rows:
                self.facts |= {name + suffix: facts[suffix] for name in names for suffix in facts}
            return
        known = dict(rows)
        for repetition in self._repetitions(question.section):
            inside = self.within.setdefault((along, repetition), {})
            # None for what is unanswered here, so that nobody sees the list of all repetitions instead.
            own = dict.fromkeys(FROM_OUTSIDE) | dict(known.get(repetition, {}))
            inside |= {name + suffix: own[suffix] for name in names for suffix in own}
        for suffix in FROM_OUTSIDE:
            listed = tuple(facts.get(suffix) for _repetition, facts in rows)
            self.facts |= {name + suffix: listed for name in names}

    def _risk(self, step: Step) -> None:
        question = self.definition.questions[step.name]
        trigger = question.risk
        for repetition in self._repetitions(question.section):
            place = Place(question.key, repetition)
            if trigger is None or place not in self.shown:
                continue
            own = self._own_facts(question, repetition)
            if holds(trigger.when, self._seen_from(question.section, repetition, own)):
                given = self.filled.scores.get(place, Scored())
                self.risks.setdefault(place, []).append(scored(place, trigger, given))

    def _all_risks(self, _step: Step) -> None:
        for question in self.definition.questions.values():
            if question.form.type != "risk_list":
                continue
            for repetition in self._repetitions(question.section):
                place = Place(question.key, repetition)
                self.risks.setdefault(place, []).extend(
                    risks_in_list(place, self._value(place), self.definition)
                )
        found = [one for rows in self.risks.values() for one in rows]
        self.facts |= risks_in_facts(found, self.definition.scoring)

    def _calculation(self, step: Step) -> None:
        value = self._formulas[step.name].answer(self.facts).value
        self.calculated[step.name] = value
        if value is not None:
            self.facts[step.name] = value

    # ---- what comes of it ----

    def _asked_in(self, questions: tuple[Question, ...], repetition: str) -> Iterator[Asked]:
        for question in questions:
            place = Place(question.key, repetition)
            if place in self.shown:
                answered = question.is_answered and self._given(place).value is not None
                yield Asked(place, question, answered, self.computed.get(place))

    def _sections_shown(self) -> Iterator[ShownSection]:
        """The sections in their order; of what is repeated all parts of one repetition together."""
        waiting = list(self.definition.sections)
        while waiting:
            along = self.definition.repeated_with[waiting[0].id]
            group = [waiting.pop(0)]
            while along and waiting and self.definition.repeated_with[waiting[0].id] == along:
                group.append(waiting.pop(0))
            for repetition in self._repetitions(group[0].id):
                for section in group:
                    if (f"#{section.id}", repetition) in self.shown:
                        asked = tuple(self._asked_in(section.questions, repetition))
                        yield ShownSection(section, repetition, asked)

    def _troubles(self, asked: list[Asked]) -> Iterator[Trouble]:
        for one in asked:
            for code, text in _wrong_with(one, self._given(one.place)):
                yield Trouble(code, one.place.key, text, one.place.repetition)

    def _repetition_troubles(self) -> Iterator[Trouble]:
        for section in self.definition.sections:
            repeat = section.repeat
            if repeat is None or not self._could_be_shown(section):
                continue
            if len(self._repetitions(section.id)) < repeat.least:
                text = sentences.REPEAT_NEEDED.filled(least=repeat.least)
                yield Trouble(TOO_FEW, section.id, text)

    def _could_be_shown(self, section: Section) -> bool:
        """Whether a section that is repeated would be shown for something it is repeated for."""
        return self._outer(section, EVERYWHERE) and holds(section.when, self.facts)

    def _follow_ups(self, asked: list[Asked]) -> Iterator[FollowUp]:
        """Every instrument that is asked for, once, with all answers that ask for it."""
        places: dict[str, list[Place]] = {}
        announced: dict[str, bool] = {}
        for one in asked:
            for trigger in one.question.triggers:
                own = self._own_facts(one.question, one.place.repetition)
                facts = self._seen_from(one.question.section, one.place.repetition, own)
                if holds(trigger.when, facts):
                    places.setdefault(trigger.instrument, []).append(one.place)
                    announced[trigger.instrument] = trigger.is_announced
        for code, found in places.items():
            yield FollowUp(code, tuple(dict.fromkeys(found)), announced[code])

    def _told_of_answers(self, asked: list[Asked]) -> Iterator[Told]:
        for one in asked:
            own = self._own_facts(one.question, one.place.repetition)
            facts = self._seen_from(one.question.section, one.place.repetition, own)
            for rule in one.question.actions:
                if holds(rule.when, facts):
                    yield from (Told(what, rule.text, one.place) for what in rule.does)

    def _told_of_sheet(self) -> Iterator[Told]:
        for rule in self.definition.rules:
            if holds(rule.when, self.facts):
                yield from (Told(what, rule.text) for what in rule.does if what != REFUSE)

    def _refusals(self) -> Iterator[Text]:
        for rule in self.definition.rules:
            if REFUSE in rule.does and rule.text is not None and holds(rule.when, self.facts):
                yield rule.text


def holds(condition: Expression | None, facts: Facts) -> bool:
    """Whether a condition is known to hold; without one it does."""
    return condition is None or condition.asked(facts).value is True


def places_in(asked: list[Asked]) -> list[Place]:
    """The places of questions, in their order."""
    return [one.place for one in asked]


def risks_in_list(place: Place, lines: Any, definition: Definition) -> list[RaisedRisk]:
    """The risks of an answer that is a list of them, as they were scored."""
    return [
        scored_line(place, line, nth, definition.scoring) for nth, line in enumerate(lines or (), 1)
    ]


def _wrong_with(one: Asked, given: Given) -> Iterator[tuple[str, Text]]:
    """What is missing of a question that is asked."""
    question = one.question
    if not one.is_answered:
        if question.required and question.is_answered:
            yield MISSING, sentences.MISSING
        return
    if (
        given.value == NOT_APPLICABLE
        and question.na_reason == REQUIRED
        and not given.reason.strip()
    ):
        yield NO_REASON, sentences.REASON_NEEDED
    if question.evidence == REQUIRED and not given.evidence:
        yield NO_EVIDENCE, sentences.EVIDENCE_NEEDED
