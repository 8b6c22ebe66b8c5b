"""What follows from a sheet as it was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from baken.core.instruments.definitions import Question, RiskTrigger, Section
from baken.core.instruments.filling.filled import Place
from baken.core.instruments.risk_classes import RiskClass, worst
from baken.core.instruments.scoring import Score
from baken.core.instruments.texts import Text

MISSING, NO_REASON, NO_EVIDENCE, TOO_FEW = ("missing", "no_reason", "no_evidence", "too_few")


@dataclass(frozen=True)
class Asked:
    """A question that is asked now. ``computed`` is what a formula gave, None when it is unknown."""

    place: Place
    question: Question
    is_answered: bool = False
    computed: Any = None


@dataclass(frozen=True)
class ShownSection:
    """A section that is shown now, once for each repetition."""

    section: Section
    repetition: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Trouble:
    """What keeps a sheet from being complete, with a code and a sentence.

    ``key`` is that of a question, or the id of a section that is not repeated often enough.
    """

    code: str
    key: str
    text: Text
    repetition: str = ""


@dataclass(frozen=True)
class RaisedRisk:
    """A risk that an answer brought, or that stands in a list of risks as its ``nth``, counted from 1.

    Scores are those given to it, or the proposed ones while nobody scored it (``is_proposed``); None when
    there are none.
    """

    place: Place
    trigger: RiskTrigger | None = None
    line: Mapping[str, Any] | None = None
    nth: int = 0
    current: Score | None = None
    residual: Score | None = None
    is_proposed: bool = False


@dataclass(frozen=True)
class FollowUp:
    """Another instrument that the answers at these places ask for; once, however many they are."""

    instrument: str
    places: tuple[Place, ...]
    is_announced: bool = False


@dataclass(frozen=True)
class Told:
    """Something to be done because of an answer, or of the whole sheet: ``place`` is None then."""

    what: str
    text: Text | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Progress:
    """How many questions are asked now and answered, and how many of these must be."""

    asked: int = 0
    answered: int = 0
    required: int = 0
    required_answered: int = 0

    @property
    def percentage(self) -> int:
        """The answered part in whole percents, rounded down; of nothing that is asked everything."""
        return 100 if not self.asked else self.answered * 100 // self.asked


@dataclass(frozen=True)
class Outcome:
    """Everything that follows from the answers.

    ``hidden`` are answers to questions that are not asked any more; ``calculations`` and computed questions
    are None where they are unknown; ``refusals`` say why the sheet as a whole is not accepted.
    """

    profile: tuple[Asked, ...]
    sections: tuple[ShownSection, ...]
    hidden: tuple[Place, ...]
    troubles: tuple[Trouble, ...]
    calculations: Mapping[str, Any]
    risks: tuple[RaisedRisk, ...]
    follow_ups: tuple[FollowUp, ...]
    told: tuple[Told, ...]
    refusals: tuple[Text, ...]

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Every question that is asked now, the profile first."""
        return (*self.profile, *(one for section in self.sections for one in section.asked))

    @cached_property
    def progress(self) -> Progress:
        """How far the sheet is."""
        found = [one for one in self.asked if one.question.is_answered]
        needed = [one for one in found if one.question.required]
        return Progress(
            asked=len(found),
            answered=sum(one.is_answered for one in found),
            required=len(needed),
            required_answered=sum(one.is_answered for one in needed),
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing and nothing refuses it."""
        return not self.troubles and not self.refusals

    @property
    def worst_now(self) -> RiskClass | None:
        """The worst class of all its risks as they are; of none, or of those unscored, None.

        Source: domain reference, instruments, section 4.4 (the highest of any line).
        """
        return worst(one.current.common for one in self.risks if one.current and one.current.common)

    @property
    def worst_after(self) -> RiskClass | None:
        """The worst class of all its risks once their measures work, where that was scored."""
        found = [one.residual or one.current for one in self.risks]
        return worst(one.common for one in found if one and one.common)
