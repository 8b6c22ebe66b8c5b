"""What a definition is made of, once it was read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from baken.core.instruments.definitions.answer_types import ANSWER_TYPES, NOT_ANSWERED, AnswerType
from baken.core.instruments.definitions.known import Known
from baken.core.instruments.definitions.units import Unit
from baken.core.instruments.definitions.version import Version
from baken.core.instruments.expressions import Expression
from baken.core.instruments.scoring import ScoringModel
from baken.core.instruments.texts import Text

PROFILE = "profile"


@dataclass(frozen=True)
class Option:
    """Something that can be chosen."""

    code: str
    text: Text


@dataclass(frozen=True)
class Form:
    """How an answer looks.

    ``least`` and ``most`` bound a number in its own unit, the length of a text or how many there are in
    a list; ``earliest`` and ``latest`` bound a day. ``low`` and ``high`` name the ends of a scale.
    """

    type: str
    unit: Unit | None = None
    least: float | None = None
    most: float | None = None
    earliest: date | None = None
    latest: date | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    low: Text | None = None
    high: Text | None = None

    @property
    def answer_type(self) -> AnswerType:
        """The kind of answer."""
        return ANSWER_TYPES[self.type]

    @cached_property
    def words(self) -> frozenset[str]:
        """The only values of a choice."""
        return frozenset(self.answer_type.words or [option.code for option in self.options])


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    id: str
    text: Text
    form: Form
    required: bool = False


@dataclass(frozen=True)
class StandardMeasure:
    """A measure that an instrument brings along beside those of the library."""

    id: str
    title: Text
    text: Text | None = None
    level: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture beside a question, by the name of its file, and what it shows."""

    file: str
    text: Text | None = None


@dataclass(frozen=True)
class RiskTrigger:
    """A risk that an answer brings: what is proposed of it before anybody scores it.

    What is left open, ``hazard``, ``scenario`` or ``default_scores``, is chosen by those who evaluate.
    ``scoring`` is the model in which it is scored; ``measures`` are codes of the library or ids of the
    instrument's own.
    """

    when: Expression
    title: Text
    hazard: str = ""
    scenario: Text | None = None
    scoring: ScoringModel | None = None
    default_scores: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUpTrigger:
    """Another instrument that an answer asks for; ``is_announced`` when it does not exist yet."""

    when: Expression
    instrument: str
    is_announced: bool = False


@dataclass(frozen=True)
class ActionRule:
    """What is done when a condition holds; ``text`` says why, when it refuses."""

    when: Expression
    does: tuple[str, ...]
    text: Text | None = None


@dataclass(frozen=True)
class Question:
    """A question. ``key`` is its id, with ``profile.`` before it in the profile."""

    id: str
    key: str
    section: str
    text: Text
    form: Form
    help: Text | None = None
    legal: Text | None = None
    pictures: tuple[Picture, ...] = ()
    required: bool = False
    evidence: str = "none"
    na_reason: str = "required"
    when: Expression | None = None
    expr: Expression | None = None
    risk: RiskTrigger | None = None
    triggers: tuple[FollowUpTrigger, ...] = ()
    actions: tuple[ActionRule, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether somebody answers it; what is computed or only said is not."""
        return self.form.type not in NOT_ANSWERED


@dataclass(frozen=True)
class Repeat:
    """A section that is filled in once for each of these."""

    over: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Section:
    """Questions under a title; ``within`` is the section that it is a part of.

    A section within one that is repeated is repeated along with it.
    """

    id: str
    title: Text
    questions: tuple[Question, ...]
    help: Text | None = None
    when: Expression | None = None
    repeat: Repeat | None = None
    within: str = ""


@dataclass(frozen=True)
class Calculation:
    """A formula over the answers, by its name."""

    id: str
    expr: Expression
    text: Text | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class Roles:
    """Which roles fill in, advise and review; who decides: a role, the mandate table or the leader there."""

    fill: tuple[str, ...]
    decide: str
    advise: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


@dataclass(frozen=True)
class Validity:
    """How long a sheet holds, after how long it is looked at again, and what ends it before."""

    max_months: int | None = None
    max_hours: int | None = None
    review_months: int | None = None
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """What an instrument says of itself."""

    code: str
    version: Version
    kind: str
    title: Text
    languages: tuple[str, ...]
    context: tuple[str, ...]
    roles: Roles
    workflow: str
    legal_basis: tuple[str, ...] = ()
    unit_levels: tuple[int, ...] = ()
    workplace_types: tuple[str, ...] = ()
    validity: Validity = Validity()
    offline: bool = False
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing to work out, in the order in which they depend on each other."""

    what: str
    name: str


@dataclass(frozen=True)
class Definition:
    """An instrument in one version, read, checked and ready to be asked many times.

    ``profile`` and ``sections`` hold the questions, those of included libraries before its own;
    ``included`` says which version of each library. ``aliases`` are further names by which expressions
    know the facts of a question.
    """

    head: Head
    scoring: ScoringModel | None
    profile: tuple[Question, ...]
    sections: tuple[Section, ...]
    calculations: tuple[Calculation, ...]
    rules: tuple[ActionRule, ...]
    included: tuple[tuple[str, Version], ...]
    measures: tuple[StandardMeasure, ...]
    sha256: str
    known: Known = field(repr=False)
    order: tuple[Step, ...] = field(repr=False)
    aliases: Mapping[str, tuple[str, ...]] = field(repr=False)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its key, the profile first."""
        inside = (one for section in self.sections for one in section.questions)
        return {one.key: one for one in (*self.profile, *inside)}

    @cached_property
    def section_by_id(self) -> Mapping[str, Section]:
        """Every section by its id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def repeated_with(self) -> Mapping[str, str]:
        """The id of every section, with that of the section along with which it is repeated, or nothing."""
        found: dict[str, str] = {}
        for section in self.sections:
            found[section.id] = section.id if section.repeat else found.get(section.within, "")
        return found

    @cached_property
    def repeat_of(self) -> Mapping[str, str]:
        """The key of every question, with the section along with which it is repeated, or nothing."""
        return {
            key: self.repeated_with.get(question.section, "")
            for key, question in self.questions.items()
        }

    @cached_property
    def own_measures(self) -> Mapping[str, StandardMeasure]:
        """The measures that it brings along, by their ids."""
        return {one.id: one for one in self.measures}

    @cached_property
    def announced(self) -> tuple[str, ...]:
        """The instruments it asks for that do not exist yet."""
        found = (one for question in self.questions.values() for one in question.triggers)
        return tuple(dict.fromkeys(one.instrument for one in found if one.is_announced))
