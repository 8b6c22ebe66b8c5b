"""The first round: which sections, questions, calculations and tables a file has, and how they are called."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.model import PROFILE, Form, Repeat, StandardMeasure
from baken.core.instruments.definitions.reading.forms import read_form
from baken.core.instruments.definitions.vocabulary import (
    DEEPEST_SECTION,
    LONGEST_HELP,
    MOST_CALCULATIONS,
    MOST_MEASURES,
    MOST_QUESTIONS,
    MOST_REPETITIONS,
    MOST_SECTIONS,
    REPEATED_OVER,
    RESERVED,
)
from baken.core.instruments.documents import Part
from baken.core.instruments.documents import sentences as plain_sentences
from baken.core.instruments.documents.part import LONGEST_CODE, is_code
from baken.core.instruments.expressions import ExpressionError, Table, table_of
from baken.core.instruments.scoring import ScoringModel


@dataclass(frozen=True)
class QuestionDraft:
    """A question of which only its form was read."""

    part: Part
    id: str
    section: str
    form: Form | None

    @property
    def key(self) -> str:
        """The name under which answers are kept."""
        return f"{PROFILE}.{self.id}" if self.section == PROFILE else self.id


@dataclass(frozen=True)
class SectionDraft:
    """A section of which only its questions' forms were read."""

    part: Part
    id: str
    repeat: Repeat | None
    questions: tuple[QuestionDraft, ...]
    within: str = ""
    along: str = ""  # the section along with which it is repeated; its own id when that is itself
    depth: int = 1


@dataclass(frozen=True)
class CalculationDraft:
    """A calculation of which only its name was read."""

    part: Part
    id: str


@dataclass
class Drafts:
    """What all files of an instrument have together; every name stands in it once."""

    profile: list[QuestionDraft] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)
    calculations: list[CalculationDraft] = field(default_factory=list)
    rules: list[Part] = field(default_factory=list)
    measures: list[StandardMeasure] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    _taken: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def questions(self) -> Iterator[QuestionDraft]:
        """Every question, the profile first."""
        yield from self.profile
        for section in self.sections:
            yield from section.questions

    def take(self, part: Part, name: str, given: str, *, among: str) -> bool:
        """Note a name; one that is taken or reserved is a mistake."""
        if not given:
            return False
        before = self._taken.get((among, given))
        if before:
            file, line = before
            part.wrong(name, sentences.TWICE.filled(given=given, line=line, file=file))
            return False
        if among == "" and given in RESERVED:
            part.wrong(name, sentences.RESERVED.filled(given=given))
            return False
        self._taken[among, given] = (part.file, part.line_of(name))
        return True


def read_drafts(
    body: Part, into: Drafts, scoring: ScoringModel | None, levels: Collection[str]
) -> None:
    """Add what a file has to what other files had before it; ``levels`` are those of measures."""
    for part in body.parts(PROFILE, most=MOST_QUESTIONS):
        draft = _question(part, into, PROFILE, scoring)
        if draft:
            into.profile.append(draft)
    for part in body.parts("sections", most=MOST_SECTIONS):
        _section(part, into, scoring)
    for part in body.parts("calculations", most=MOST_CALCULATIONS):
        code = part.code("id")
        if into.take(part, "id", code, among=""):
            into.calculations.append(CalculationDraft(part, code))
    into.rules.extend(body.parts("rules"))
    _measures(body, into, levels)
    _tables(body, into)


def check_size(body: Part, drafts: Drafts) -> None:
    """Refuse an instrument without questions, or with more than anybody answers."""
    if not any(section.questions for section in drafts.sections):
        body.wrong("sections", sentences.NO_SECTIONS)
    if sum(1 for _ in drafts.questions()) > MOST_QUESTIONS:
        body.wrong("sections", sentences.TOO_MANY_QUESTIONS.filled(most=MOST_QUESTIONS))


def _section(part: Part, into: Drafts, scoring: ScoringModel | None) -> None:
    code = part.code("id")
    if into.take(part, "id", code, among="sections"):
        questions = part.parts("questions", most=MOST_QUESTIONS)
        found = [_question(one, into, code, scoring) for one in questions]
        drafts = tuple(one for one in found if one)
        into.sections.append(_placed_in(SectionDraft(part, code, _repeat(part), drafts), into))


def _placed_in(draft: SectionDraft, into: Drafts) -> SectionDraft:
    """A section in its place among those before it: what it is within, and along with what it repeats."""
    part, own = draft.part, draft.id if draft.repeat else ""
    if not part.has("within"):
        return replace(draft, along=own)
    before = {one.id: one for one in into.sections}
    name = part.one_of("within", before)
    outer = before.get(name)
    if outer is None:
        return replace(draft, along=own)
    if outer.along and own:
        part.wrong("repeat", sentences.REPEATED_BEFORE.filled(section=outer.along))
    if outer.depth >= DEEPEST_SECTION:
        part.wrong("within", sentences.SECTION_TOO_DEEP.filled(most=DEEPEST_SECTION))
    return replace(draft, within=name, along=outer.along or own, depth=outer.depth + 1)


def _measures(body: Part, into: Drafts, levels: Collection[str]) -> None:
    for part in body.parts("measures", most=MOST_MEASURES):
        code = part.code("id")
        made = StandardMeasure(
            id=code,
            title=part.texts("title"),
            text=part.texts_if_any("text", longest=LONGEST_HELP),
            level=part.one_of("level", levels) if part.has("level") else "",
        )
        part.end()
        if into.take(part, "id", code, among="measures"):
            into.measures.append(made)


def _question(
    part: Part, into: Drafts, section: str, scoring: ScoringModel | None
) -> QuestionDraft | None:
    code = part.code("id")
    among = PROFILE if section == PROFILE else ""
    if not into.take(part, "id", code, among=among):
        return None
    return QuestionDraft(part, code, section, read_form(part, scoring))


def _repeat(part: Part) -> Repeat | None:
    inner = part.part_if_any("repeat")
    if inner is None:
        return None
    over = inner.one_of("over", REPEATED_OVER)
    least = inner.whole_if_any("min", 0, MOST_REPETITIONS) or 0
    most = inner.whole_if_any("max", 1, MOST_REPETITIONS)
    inner.end()
    if most is not None and least > most:
        inner.wrong("min", sentences.LEAST_ABOVE_MOST)
    return Repeat(over, least, most)


def _tables(body: Part, into: Drafts) -> None:
    inner = body.part_if_any("tables")
    if inner is None:
        return
    for name in map(str, inner.values):
        rows = inner.plain(name)
        try:
            into.tables[name] = table_of(rows)
        except ExpressionError as problem:
            inner.wrong(name, problem.text)
        if into.take(inner, name, name, among="tables") and not is_code(name):
            inner.wrong(name, plain_sentences.CODE_NEEDED.filled(most=LONGEST_CODE))
