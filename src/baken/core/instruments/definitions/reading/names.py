"""Which facts an expression of an instrument may name, from where it stands, and what each is.

A question is named by its id or as ``sections.<section>.<id>``, one of the profile as ``profile.<id>``.
From outside a section that is repeated, its questions are lists; within it, and within the sections
that are repeated along with it, they are those of the same repetition. A yes or no of the profile is a
condition by itself; elsewhere it is the word that was answered. Numbers count in SI.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import replace

from baken.core.instruments.definitions.answer_types import COMPUTED
from baken.core.instruments.definitions.known import Known
from baken.core.instruments.definitions.model import PROFILE, Form, Step
from baken.core.instruments.definitions.reading.drafts import Drafts, QuestionDraft
from baken.core.instruments.expressions import Declared, Kind
from baken.core.instruments.expressions.kinds import LIST_OF
from baken.core.instruments.expressions.schema import Schema
from baken.core.instruments.scoring import Bands, ScoringModel

ANSWER = "answer"
RISKS = Step("risks", "")
CURRENT, RESIDUAL = ("current", "residual")


class Names:
    """The facts of an instrument; those of formulas are added when it is known what they give."""

    def __init__(
        self, drafts: Drafts, known: Known, scoring: ScoringModel | None, *, is_scored: bool
    ) -> None:
        self.facts: dict[str, Declared] = {}
        self.steps: dict[str, Step] = {}
        self.not_from_outside: dict[str, Kind] = {}
        self.nowhere: dict[str, str] = {}
        self._own: dict[str, dict[str, Declared]] = {}
        self._within: dict[str, dict[str, Declared]] = {}
        self._along = {one.id: one.along for one in drafts.sections}
        self._levels = frozenset(known.control_levels)
        for draft in drafts.questions():
            step = Step("question", draft.key)
            for name in names_of(draft):
                self.steps[name] = step
            for suffix, declared in self._of_question(draft):
                self.declare(draft, suffix, declared)
        for calculation in drafts.calculations:
            self.steps[calculation.id] = Step("calculation", calculation.id)
        if is_scored:
            self._declare_risks(scoring)

    def declare(self, draft: QuestionDraft, suffix: str, declared: Declared) -> None:
        """Add a fact of a question, for itself, for its own section and for the others."""
        self._own.setdefault(draft.key, {})[suffix] = declared
        for name in names_of(draft):
            self.steps[name + suffix] = Step("question", draft.key)
            along = self._along.get(draft.section, "")
            if not along:
                self.facts[name + suffix] = declared
                continue
            self._within.setdefault(along, {})[name + suffix] = declared
            if declared.kind in LIST_OF:
                listed = Declared(LIST_OF[declared.kind], declared.values)
                self.facts[name + suffix] = listed
            else:
                self.not_from_outside[name + suffix] = declared.kind

    def seen_from(self, section: str, draft: QuestionDraft | None = None) -> Schema:
        """The facts as they are seen from a section, and from the conditions of a question in it."""
        own = self._own.get(draft.key, {}) if draft else {}
        answers = {ANSWER + suffix: declared for suffix, declared in own.items()}
        return ChainMap(answers, self._within.get(self._along.get(section, ""), {}), self.facts)

    def owner(self, path: str) -> Step | None:
        """What must be worked out before a fact is there; None for the answer itself and for no fact."""
        return self.steps.get(path)

    def _of_question(self, draft: QuestionDraft) -> Iterator[tuple[str, Declared]]:
        """The facts of a question by what follows its name: nothing for the answer itself."""
        form = draft.form
        if form is None or form.type == COMPUTED:
            return
        if draft.section == PROFILE and form.type == "yes_no":
            yield "", Declared(Kind.YES_NO)
        elif form.answer_type.kind is not None:
            yield "", _declared(form)
        else:
            self.nowhere |= dict.fromkeys(names_of(draft), form.type)
        yield from self._inside(form)

    def _inside(self, form: Form) -> Iterator[tuple[str, Declared]]:
        """What an answer holds beside itself, with its name."""
        if form.type == "measurement_series":
            yield ".uncertainty", Declared(Kind.NUMBER)
            yield ".calibrated_on", Declared(Kind.DATE)
        if form.type == "measure_list":
            yield ".level", Declared(Kind.TEXTS, self._levels)
        for column in form.columns:
            declared = _declared(column.form)
            if declared.kind in LIST_OF:
                yield f".{column.id}", Declared(LIST_OF[declared.kind], declared.values)

    def _declare_risks(self, scoring: ScoringModel | None) -> None:
        """The scores and classes of all risks of a sheet; numbers where the model multiplies."""
        for when in (CURRENT, RESIDUAL):
            found = {f"risks.{when}_class": Declared(Kind.CLASSES)}
            if scoring is None or isinstance(scoring.rule, Bands):
                found[f"risks.{when}_score"] = Declared(Kind.NUMBERS)
            self.facts |= found
            self.steps |= dict.fromkeys(found, RISKS)


def names_of(draft: QuestionDraft) -> tuple[str, ...]:
    """The names of a question in expressions; the first is its key."""
    if draft.section == PROFILE:
        return (draft.key,)
    return draft.key, f"sections.{draft.section}.{draft.id}"


def _declared(form: Form) -> Declared:
    """What an answer is in an expression: its words, and its bounds in SI."""
    kind = form.answer_type.kind or Kind.TEXT
    if kind is not Kind.NUMBER:
        return Declared(kind, form.words)
    made = Declared(kind, least=form.least, most=form.most)
    if form.unit is None:
        return made
    bounds = [None if one is None else form.unit.in_si(one) for one in (form.least, form.most)]
    return replace(made, least=bounds[0], most=bounds[1], unit=form.unit.si)
