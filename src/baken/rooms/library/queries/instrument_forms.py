"""How a file of an instrument may be written, and what reads each form: one table, one line a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from baken.core.instruments.definitions import (
    NOT_PUBLISHED,
    Definition,
    Known,
    Published,
    Source,
    read_definition,
)
from baken.core.instruments.documents import Problem, Refused
from baken.core.instruments.survey_xml import Counts, Scorings, read_survey
from baken.core.instruments.survey_xml.surveys import FIRST_VERSION
from baken.core.instruments.texts import Text
from baken.rooms.library.queries.survey_scorings import usual_scorings
from baken.rooms.library.rules.section_libraries import included_of

OTHER_FORM = Text(
    "Baken leest deze soort bestand niet als instrument; kies uit: {known}",
    "Baken does not read this kind of file as an instrument; choose from: {known}",
)


class Note(Protocol):
    """Something of a file that people should know, though the file can be used."""

    def said(self, language: str) -> str:
        """It as one sentence in a language."""


@dataclass(frozen=True)
class InstrumentFile:
    """A file of an instrument, the section libraries beside it, and what its place says of it.

    ``scorings`` are the scoring models of a survey; without them the usual ones.
    """

    source: Source
    libraries: tuple[Source, ...] = ()
    published: Published = NOT_PUBLISHED
    scorings: Scorings | None = None


@dataclass(frozen=True)
class ReadInstrument:
    """An instrument that was read, the section libraries it includes, and what to know about the file.

    Of a survey also how much of everything there is (``counts``) and by which models it is scored.
    """

    definition: Definition
    libraries: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    counts: Counts | None = None
    scorings: Scorings | None = None


@dataclass(frozen=True)
class Form:
    """A way in which a file is written: how its name ends, and what reads it."""

    suffixes: tuple[str, ...]
    read: Callable[[InstrumentFile, Known], ReadInstrument]


def _from_yaml(given: InstrumentFile, known: Known) -> ReadInstrument:
    made = read_definition(
        given.source, known, libraries=given.libraries, published=given.published
    )
    return ReadInstrument(made, included_of(made.included, given.libraries))


def _from_survey(given: InstrumentFile, known: Known) -> ReadInstrument:
    """A branch RI&E; code and version are what its place or whoever brings it says."""
    scorings = given.scorings or usual_scorings()
    code, version = given.published.code or "", given.published.version or FIRST_VERSION
    made = read_survey(given.source, known, scorings, code=code, version=version)
    return ReadInstrument(made.definition, notes=made.notes, counts=made.counts, scorings=scorings)


YAML, SURVEY_XML = "yaml", "survey_xml"
FORMS: Mapping[str, Form] = {
    YAML: Form((".yaml", ".yml"), _from_yaml),
    SURVEY_XML: Form((".xml",), _from_survey),
}


def form_of(file: str, text: str) -> str:
    """In which form a file is written: XML by its content, else by how its name ends.

    Raises Refused for one that is none.
    """
    if text.lstrip().startswith("<"):
        return SURVEY_XML
    suffix = PurePath(file).suffix.lower()
    for code, form in FORMS.items():
        if suffix in form.suffixes:
            return code
    told = OTHER_FORM.filled(known=", ".join(suffixes()))
    raise Refused([Problem(file, 1, "", told)])


def is_readable(file: str) -> bool:
    """Whether a file is written in one of the forms, by how its name ends."""
    return PurePath(file).suffix.lower() in suffixes()


def suffixes() -> list[str]:
    """How the names of files that can be read end."""
    return [suffix for form in FORMS.values() for suffix in form.suffixes]


def read_instrument(form: str, given: InstrumentFile, known: Known) -> ReadInstrument:
    """The instrument of a file in one of the forms. Raises Refused with every mistake."""
    return FORMS[form].read(given, known)
