"""What the parts of a conversion share: the language, the codes that were given out, counts and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from baken.core.instruments.documents import Placed
from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.survey_xml.codes import Codes
from baken.core.instruments.survey_xml.elements import Element
from baken.core.instruments.survey_xml.nodes import Node
from baken.core.instruments.survey_xml.tree import tree
from baken.core.instruments.texts import Text


@dataclass(frozen=True)
class Counts:
    """How much of a survey became part of the instrument."""

    modules: int = 0
    profile_questions: int = 0
    risks: int = 0
    solutions: int = 0
    images: int = 0
    legal_references: int = 0


@dataclass(frozen=True)
class Scorings:
    """The scoring models of a survey, by code and version.

    ``chosen`` has one axis, ``priority``, with the values low, medium and high; ``calculated`` has the
    axes and values that the XML names: probability, frequency and effect.
    """

    chosen: tuple[str, int]
    calculated: tuple[str, int]


@dataclass
class Conversion:
    """A survey while it becomes an instrument. ``pictures`` are the names of images that can be shown."""

    language: str
    scorings: Scorings
    pictures: Mapping[Element, str]
    calculates: bool = True
    codes: Codes = field(default_factory=Codes)
    profile: list[Placed] = field(default_factory=list)
    measures: list[Placed] = field(default_factory=list)
    _counted: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> Counts:
        """What was counted so far."""
        return Counts(**self._counted)

    def count(self, name: str) -> None:
        """Count one more of something."""
        self._counted[name] += 1

    def said(self, text: str, line: int) -> Placed | None:
        """A text in the language of the survey, or None without one."""
        return tree({self.language: text}, line) if text else None

    def word(self, text: Text, **values: object) -> str:
        """Words of ours in the language of the survey."""
        return text.filled(**values).said(self.language)

    def untitled(self, node: Node) -> str:
        """What stands where a text should be and is not; it is noted."""
        given = self.word(sentences.UNTITLED[node.name])
        node.note(sentences.NO_TITLE.filled(name=node.name, given=given))
        return given
