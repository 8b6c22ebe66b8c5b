"""The second round: the texts of sections and questions, and every condition over what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.answer_types import COMPUTED, NOT_ANSWERED
from baken.core.instruments.definitions.known import Known
from baken.core.instruments.definitions.model import (
    Calculation,
    Form,
    Picture,
    Question,
    Section,
    Step,
)
from baken.core.instruments.definitions.reading.compiling import Compiler
from baken.core.instruments.definitions.reading.drafts import (
    CalculationDraft,
    QuestionDraft,
    SectionDraft,
)
from baken.core.instruments.definitions.reading.risks import (
    WHOLE_SHEET,
    RiskReading,
    read_actions,
    read_follow_ups,
    read_risk,
)
from baken.core.instruments.definitions.units import UNITS
from baken.core.instruments.definitions.vocabulary import (
    EVIDENCE,
    LONGEST_HELP,
    MOST_PICTURES,
    NA_REASONS,
    NOT_ASKED,
    REQUIRED,
)
from baken.core.instruments.documents import Part
from baken.core.instruments.expressions import Expression
from baken.core.instruments.scoring import ScoringModel
from baken.core.instruments.texts import Text

ONLY_ANSWERED = ("required", "evidence")
UNREAD = Form("text")


@dataclass(frozen=True)
class Reader:
    """Reads what drafts left unread."""

    compiler: Compiler
    known: Known
    scoring: ScoringModel | None
    kinds_of_risk: RiskReading

    def section(self, draft: SectionDraft) -> Section:
        """A section with its questions."""
        made = Section(
            id=draft.id,
            title=draft.part.texts("title"),
            help=draft.part.texts_if_any("help", longest=LONGEST_HELP),
            when=self.compiler.condition_if_any(draft.part, _around(draft)),
            repeat=draft.repeat,
            within=draft.within,
            questions=tuple(map(self.question, draft.questions)),
        )
        draft.part.has("questions")
        draft.part.has("repeat")
        draft.part.has("within")
        draft.part.end()
        return made

    def question(self, draft: QuestionDraft) -> Question:
        """A question; one whose form has a mistake is read for its other mistakes."""
        part, form = draft.part, draft.form or UNREAD
        _check_answered(part, form.type)
        made = Question(
            id=draft.id,
            key=draft.key,
            section=draft.section,
            text=self._text(draft),
            form=form,
            help=part.texts_if_any("help", longest=LONGEST_HELP),
            legal=part.texts_if_any("legal", longest=LONGEST_HELP),
            pictures=tuple(map(_picture, part.parts("pictures", most=MOST_PICTURES))),
            required=part.yes("required"),
            evidence=part.one_of("evidence", EVIDENCE, NOT_ASKED),
            na_reason=_na_reason(draft),
            when=self.compiler.condition_if_any(part, draft.section),
            expr=self._expr(draft),
            risk=read_risk(draft, self.compiler, self.kinds_of_risk),
            triggers=read_follow_ups(draft, self.compiler, self.known),
            actions=read_actions(draft, self.compiler),
        )
        part.end()
        return made

    def calculation(self, draft: CalculationDraft) -> Calculation:
        """A calculation by its name."""
        part = draft.part
        unit = UNITS.get(part.one_of("unit", UNITS)) if part.has("unit") else None
        expr = self.compiler.formula(Step("calculation", draft.id))
        part.has("expr")
        made = Calculation(draft.id, expr, part.texts_if_any("text"), unit)
        part.end()
        return made

    def _text(self, draft: QuestionDraft) -> Text:
        """The text of a question; a choice among the classes of the model may leave it to the model."""
        classes = {native.code for native in self.scoring.classes} if self.scoring else set()
        form = draft.form or UNREAD
        is_outcome = bool(form.options) and form.words <= classes
        if is_outcome and self.scoring and not draft.part.has("text"):
            return self.scoring.text
        return draft.part.texts("text")

    def _expr(self, draft: QuestionDraft) -> Expression | None:
        draft.part.has("expr")
        is_computed = draft.form is not None and draft.form.type == COMPUTED
        return self.compiler.formula(Step("question", draft.key)) if is_computed else None


def _around(draft: SectionDraft) -> str:
    """From where the condition of a section is seen: one that begins a repetition asks the whole sheet."""
    return WHOLE_SHEET if draft.along == draft.id else draft.id


def _picture(part: Part) -> Picture:
    made = Picture(part.text("file", longest=100), part.texts_if_any("text"))
    part.end()
    return made


def _na_reason(draft: QuestionDraft) -> str:
    given = draft.part.one_of("na_reason", NA_REASONS, REQUIRED)
    if draft.part.has("na_reason") and draft.form and not draft.form.answer_type.may_not_apply:
        draft.part.wrong("na_reason", sentences.NO_REASON_NEEDED)
    return given


def _check_answered(part: Part, kind: str) -> None:
    """What nobody answers is not required and has no evidence."""
    for name in ONLY_ANSWERED if kind in NOT_ANSWERED else ():
        if part.has(name):
            part.wrong(name, sentences.NOT_FOR_TYPE.filled(type=kind))
