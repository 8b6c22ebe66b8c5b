"""Reads what an answer brings: a risk, another instrument, or something that is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.known import Known
from baken.core.instruments.definitions.model import ActionRule, FollowUpTrigger, RiskTrigger
from baken.core.instruments.definitions.reading.compiling import Compiler
from baken.core.instruments.definitions.reading.drafts import QuestionDraft
from baken.core.instruments.definitions.reading.head import read_scoring
from baken.core.instruments.definitions.vocabulary import (
    ACTIONS,
    LONGEST_HELP,
    NO,
    PARTIAL,
    REFUSE,
)
from baken.core.instruments.documents import Part
from baken.core.instruments.documents.part import unknown
from baken.core.instruments.expressions import Expression
from baken.core.instruments.scoring import ScoringModel, choice_problems, score
from baken.core.instruments.texts import Text

WHOLE_SHEET = ""


@dataclass(frozen=True)
class RiskReading:
    """What the risks of an instrument may name, and how it scores them unless one says otherwise."""

    known: Known
    scoring: ScoringModel | None
    is_scored: bool
    own_measures: Collection[str] = ()


def read_risk(draft: QuestionDraft, compiler: Compiler, reading: RiskReading) -> RiskTrigger | None:
    """The risk that an answer brings, if it brings one."""
    part = draft.part.part_if_any("risk")
    if part is None:
        return None
    known, has_own = reading.known, part.has("scoring")
    scoring = read_scoring(part, known) if has_own else reading.scoring
    if not (has_own or reading.is_scored):
        part.wrong("scoring", sentences.SCORING_NEEDED)
    made = RiskTrigger(
        when=compiler.condition(part, "when", draft.section, draft),
        hazard=part.one_of("hazard", known.hazards) if part.has("hazard") else "",
        title=part.texts("title"),
        scenario=part.texts_if_any("scenario", longest=LONGEST_HELP),
        scoring=scoring,
        default_scores=_scores(part, scoring),
        measures=part.some_of("measures", {*known.measures, *reading.own_measures}),
    )
    part.end()
    if _forgets_partial(draft, made.when):
        part.wrong("when", sentences.PARTIAL_IS_GAP)
    return made


def read_follow_ups(
    draft: QuestionDraft, compiler: Compiler, known: Known
) -> tuple[FollowUpTrigger, ...]:
    """The instruments that an answer asks for."""
    return tuple(_follow_up(one, draft, compiler, known) for one in draft.part.parts("triggers"))


def read_actions(draft: QuestionDraft, compiler: Compiler) -> tuple[ActionRule, ...]:
    """What is done because of an answer."""
    found = []
    for part in draft.part.parts("actions"):
        rule = _rule(part, compiler.condition(part, "when", draft.section, draft))
        if REFUSE in rule.does:
            part.wrong("do", sentences.REFUSE_IN_RULES)
        found.append(rule)
    return tuple(found)


def read_rule(part: Part, compiler: Compiler) -> ActionRule:
    """What is done because of the whole sheet."""
    rule = _rule(part, compiler.condition(part, "when", WHOLE_SHEET))
    if REFUSE in rule.does and rule.text is None:
        part.wrong("text", sentences.REFUSAL_NEEDS_TEXT)
    return rule


def score_problem(reason: str, axis: str, given: str, values: tuple[str, ...]) -> Text:
    """What is wrong with a score, in both languages."""
    return sentences.SCORE[reason].filled(axis=axis, given=given, values=", ".join(values))


def _follow_up(
    part: Part, draft: QuestionDraft, compiler: Compiler, known: Known
) -> FollowUpTrigger:
    when = compiler.condition(part, "when", draft.section, draft)
    code = part.text("require_instrument")
    part.end()
    all_known = {*known.instruments, *known.announced}
    if code and code not in all_known:
        part.wrong("require_instrument", unknown(code, all_known))
    return FollowUpTrigger(when, code, is_announced=code not in known.instruments)


def _rule(part: Part, when: Expression) -> ActionRule:
    """A condition and what is done: one word, or a list of words."""
    is_list = isinstance(part.plain("do"), list)
    does = part.some_of("do", ACTIONS) if is_list else (part.one_of("do", ACTIONS),)
    made = ActionRule(when, does, part.texts_if_any("text"))
    part.end()
    return made


def _scores(part: Part, scoring: ScoringModel | None) -> tuple[tuple[str, str], ...]:
    """The scores that are proposed, if any; without a model that is known they cannot be judged."""
    inner = part.part_if_any("default_scores")
    if inner is None or scoring is None:
        return ()
    choice = {str(name): inner.plain(str(name)) for name in inner.values}
    problems = choice_problems(scoring, choice)
    for one in problems:
        text = score_problem(one.reason, one.axis, one.given, one.values)
        inner.wrong(one.axis if one.axis in inner.values else "", text)
    return () if problems else score(scoring, choice).choice


def _forgets_partial(draft: QuestionDraft, when: Expression) -> bool:
    """Whether a risk comes of a no and not of a partly, though that is a gap as well."""
    if draft.form is None or PARTIAL not in draft.form.words:
        return False
    of_no, of_partial = (when.asked({"answer": one}).value for one in (NO, PARTIAL))
    return of_no is True and of_partial is not True
