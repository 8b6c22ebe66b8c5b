"""Reads a survey from XML: the same instrument as from a file of ours, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.definitions import Definition, Known, Source, definition_in
from baken.core.instruments.definitions.loader import INSTRUMENT
from baken.core.instruments.documents import Findings, Placed, Problem, Refused
from baken.core.instruments.documents.part import LONGEST_CODE, unknown
from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.survey_xml.codes import code_of, words_of
from baken.core.instruments.survey_xml.conversion import Conversion, Counts, Scorings
from baken.core.instruments.survey_xml.elements import NAMESPACE, Element, element_tree
from baken.core.instruments.survey_xml.modules import Around, profile_question, sections_of_module
from baken.core.instruments.survey_xml.nodes import Node
from baken.core.instruments.survey_xml.notes import Note, Notes
from baken.core.instruments.survey_xml.pictures import named_images, picture_in
from baken.core.instruments.survey_xml.tree import tree
from baken.core.instruments.texts import LANGUAGES, Text

SECTOR, SURVEY = "sector", "survey"
FIRST_VERSION = "1.0.0"
DUTCH = LANGUAGES[0]
# What a survey does not say of itself: an RI&E of a branch is filled in and decided like any other.
KIND = "rie"
HEAD = {
    "kind": KIND,
    "context": ["non_operational"],
    "roles": {
        "fill": ["arbo_coordinator", "prevention_officer"],
        "review": ["core_expert"],
        "decide": "by_mandate",
    },
    "workflow": "rie_full",
    "validity": {"max_months": 48, "review_months": 12},
    "outputs": ["report_rie", "action_plan"],
}
KNOWN_ALGORITHMS = ("", "kinney")


@dataclass(frozen=True)
class ReadSurvey:
    """A survey as an instrument, what was left out or changed, and how much there is of everything."""

    definition: Definition
    notes: tuple[Note, ...]
    counts: Counts


def read_survey(
    source: Source,
    known: Known,
    scorings: Scorings,
    *,
    code: str = "",
    version: str = FIRST_VERSION,
) -> ReadSurvey:
    """The instrument that a survey is, in the XML that OiRA and Euphorie export.

    ``known`` holds the models that ``scorings`` names. ``code`` is that of the instrument; without one it
    is made of the classification and the title. Raises Refused with every mistake: file, line, field and a
    sentence in both languages. The checksum is that of the XML.
    Source: Euphorie, content, export and upload; namespace http://xml.simplon.biz/euphorie/survey/1.0.
    """
    outermost = element_tree(source.file, source.text)
    findings, notes = Findings(), Notes()
    sector = Node(outermost, source.file, findings, notes)
    if outermost.name != SECTOR:
        findings.add(_no_survey(source.file, outermost))
        findings.settle()
    survey = sector.one(SURVEY)
    if survey is None:
        findings.add(_no_survey(source.file, outermost))
        raise Refused(findings.problems)
    conversion = _conversion(survey, outermost, scorings)
    findings.settle()
    made = _instrument(sector, survey, conversion, code, version)
    sector.end(shows=True)
    definition = _definition(tree({INSTRUMENT: made}, survey.line), source, known, findings)
    return ReadSurvey(definition, notes.all(), conversion.counts)


def pictures_in(text: str, file: str) -> Iterator[tuple[str, str, bytes]]:
    """Name, content type and bytes of every picture in the XML of a survey, in their order.

    Raises Refused for what is no XML.
    """
    for name, element in named_images(element_tree(file, text)):
        found = picture_in(element)
        if found:
            yield name, *found


def _definition(made: Placed, source: Source, known: Known, findings: Findings) -> Definition:
    """The definition, or every mistake: those of the XML, and those of what was made of it."""
    try:
        definition = definition_in(made, source, known)
    except Refused as refused:
        for one in refused.problems:
            findings.add(one)
        raise Refused(findings.problems) from None
    findings.settle()
    return definition


def _conversion(survey: Node, outermost: Element, scorings: Scorings) -> Conversion:
    language = survey.text("language").lower().replace("_", "-").partition("-")[0]
    if not language:
        survey.note(sentences.NO_LANGUAGE)
    elif language not in LANGUAGES:
        survey.wrong("language", unknown(language, LANGUAGES), survey.line_of("language"))
    algorithm = survey.text("evaluation-algorithm").lower()
    if algorithm not in KNOWN_ALGORITHMS:
        line = survey.line_of("evaluation-algorithm")
        survey.note(sentences.OTHER_ALGORITHM.filled(given=algorithm), line)
    images = {element: name for name, element in named_images(outermost) if picture_in(element)}
    calculates = algorithm in KNOWN_ALGORITHMS
    return Conversion(language or DUTCH, scorings, images, calculates=calculates)


def _instrument(
    sector: Node, survey: Node, conversion: Conversion, code: str, version: str
) -> dict[str, Any]:
    """What an instrument file would hold."""
    title, line = _title(sector, survey), survey.line_of("title")
    named = _code(survey, title)
    model, model_version = conversion.scorings.chosen
    sections = list(_sections(survey, conversion))
    survey.end(shows=True)
    return {
        "code": code or named,
        "version": version,
        **HEAD,
        "languages": [conversion.language],
        "title": conversion.said(title, line),
        "scoring": {"model": model, "version": model_version},
        "profile": conversion.profile,
        "sections": sections,
        "measures": conversion.measures,
    }


def _code(survey: Node, title: str) -> str:
    """A code of the classification and as many words of the title as it has place for."""
    classified = survey.text("classification-code") or survey.external
    made = code_of(f"{KIND} {classified}")
    for word in (one for one in words_of(title) if one != KIND):
        if len(made) + 1 + len(word) > LONGEST_CODE:
            break
        made = f"{made}_{word}"
    return made


def _title(sector: Node, survey: Node) -> str:
    """The title of a survey; that of its sector where it has none, as with a single point."""
    title, sector_title = survey.text("title"), sector.text("title")
    if not code_of(title):
        survey.note(sentences.TITLE_OF_SECTOR.filled(given=title), survey.line_of("title"))
        return sector_title
    if sector_title not in ("", title):
        given = sentences.SECTOR_TITLE.filled(given=sector_title)
        sector.note(given, sector.line_of("title"))
    return title


def _sections(survey: Node, conversion: Conversion) -> Iterator[Placed]:
    """What is said before, the modules and profile questions in their order, and what is said at the end."""
    for name, title in (("introduction", sentences.INTRODUCTION), ("description", sentences.ABOUT)):
        yield from _said(survey, conversion, name, title)
    for one in survey.all("profile-question", "module"):
        if one.name == "module":
            yield from sections_of_module(one, conversion, Around())
        else:
            yield from profile_question(one, conversion)
    yield from _said(survey, conversion, "epilogue", sentences.CLOSING)


def _said(survey: Node, conversion: Conversion, name: str, title: Text) -> Iterator[Placed]:
    """A section that only says something."""
    text, line = survey.text(name), survey.line_of(name)
    if text:
        code = conversion.codes.take("sections", name, SURVEY)
        named = conversion.word(title)
        yield tree(
            {
                "id": code,
                "title": conversion.said(named, line),
                "help": conversion.said(text, line),
            },
            line,
        )


def _no_survey(file: str, outermost: Element) -> Problem:
    text = sentences.NO_SURVEY.filled(namespace=NAMESPACE)
    return Problem(file, outermost.line, outermost.local, text)
