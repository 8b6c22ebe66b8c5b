"""Compiles the expressions of an instrument over the facts they may name; notes what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.model import Step
from baken.core.instruments.definitions.reading.drafts import Drafts, QuestionDraft
from baken.core.instruments.definitions.reading.names import ANSWER, Names
from baken.core.instruments.definitions.reading.order import Order
from baken.core.instruments.documents import Part
from baken.core.instruments.expressions import (
    Declared,
    Expression,
    ExpressionError,
    Kind,
    compiled,
    parsed,
)
from baken.core.instruments.expressions import sentences as said_of_expressions
from baken.core.instruments.expressions.tree import paths_of
from baken.core.instruments.texts import Text

NEVER = compiled("false", schema={})  # stands in for a condition that has a mistake


@dataclass
class Compiler:
    """Knows which facts there are, and which formulas could not be read; these are told once."""

    names: Names
    drafts: Drafts
    order: Order
    broken: set[Step] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    _formulas: dict[Step, Expression] = field(default_factory=dict)

    def __post_init__(self) -> None:
        forms = {Step("question", one.key) for one in self.drafts.questions() if one.form is None}
        self.broken |= forms | self.order.in_circle
        self._compile_formulas()

    def condition(
        self, part: Part, name: str, section: str, draft: QuestionDraft | None = None
    ) -> Expression:
        """A condition that must be there; NEVER when it has a mistake."""
        return self._made(part, name, section, draft, Kind.YES_NO) or NEVER

    def condition_if_any(
        self, part: Part, section: str, draft: QuestionDraft | None = None
    ) -> Expression | None:
        """The condition under ``when``, or None when there is none."""
        return self.condition(part, "when", section, draft) if part.has("when") else None

    def formula(self, step: Step) -> Expression:
        """What a calculation or computed question works out; NEVER when it has a mistake."""
        return self._formulas.get(step, NEVER)

    def _compile_formulas(self) -> None:
        """Compile formulas in their order, each over what those before it give."""
        computed = {Step("question", one.key): one for one in self.drafts.questions() if one.form}
        calculations = {Step("calculation", one.id): one for one in self.drafts.calculations}
        for step in self.order.steps:
            draft = computed.get(step)
            if step in calculations:
                made = self._made(calculations[step].part, "expr", "", None, None)
                self._keep(step, made)
                if made:
                    self.names.facts[step.name] = Declared(made.kind)
            elif draft and draft.form and draft.form.type == "computed":
                made = self._made(draft.part, "expr", draft.section, None, None)
                self._keep(step, made)
                if made:
                    self.names.declare(draft, "", Declared(made.kind))

    def _keep(self, step: Step, made: Expression | None) -> None:
        if made is None:
            self.broken.add(step)
        else:
            self._formulas[step] = made

    def _made(
        self, part: Part, name: str, section: str, draft: QuestionDraft | None, wanted: Kind | None
    ) -> Expression | None:
        if not part.is_given(name):
            return None
        text = part.plain(name)
        if self._names_what_is_broken(text, part, name, section, draft):
            return None
        schema = self.names.seen_from(section, draft)
        try:
            made = compiled(text, schema=schema, wanted=wanted, tables=self.drafts.tables)
        except ExpressionError as problem:
            told = sentences.EXPRESSION.filled(column=problem.column, told=problem.text)
            part.wrong(name, told)
            return None
        self.used.update(made.paths)
        return made

    def _misplaced(self, path: str) -> Text | None:
        """Why a name that exists means nothing here, if it is one."""
        if path in self.names.nowhere:
            return sentences.NOT_IN_CONDITION.filled(type=self.names.nowhere[path])
        kind = self.names.not_from_outside.get(path)
        if kind is None:
            return None
        said = said_of_expressions.KINDS[kind]
        return sentences.NOT_FROM_OUTSIDE.filled(name=path, kind=said)

    def _names_what_is_broken(
        self, text: object, part: Part, name: str, section: str, draft: QuestionDraft | None
    ) -> bool:
        """Whether a text names what has a mistake of its own, or what is no fact from here."""
        try:
            paths = paths_of(parsed(text)) if isinstance(text, str) else ()
        except ExpressionError:
            return False
        seen = self.names.seen_from(section)
        misplaced = [self._misplaced(path) for path in paths if path not in seen]
        if any(misplaced):
            part.wrong(name, next(text for text in misplaced if text))
            return True
        has_no_answer = draft is not None and draft.form is None
        return any(
            self.names.owner(path) in self.broken
            or (has_no_answer and path.partition(".")[0] == ANSWER)
            for path in paths
        )
