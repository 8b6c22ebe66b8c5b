"""Reads an instrument from its file and those it includes; every mistake of all of them is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baken.core.instruments.checksums import checksum
from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.answer_types import RISK_LIST
from baken.core.instruments.definitions.known import Known, Source
from baken.core.instruments.definitions.model import Definition, Head
from baken.core.instruments.definitions.reading.compiling import Compiler
from baken.core.instruments.definitions.reading.drafts import Drafts, check_size, read_drafts
from baken.core.instruments.definitions.reading.head import (
    read_head,
    read_includes,
    read_languages,
    read_scoring,
    read_version,
)
from baken.core.instruments.definitions.reading.names import Names, names_of
from baken.core.instruments.definitions.reading.order import Order
from baken.core.instruments.definitions.reading.questions import Reader
from baken.core.instruments.definitions.reading.risks import RiskReading, read_rule
from baken.core.instruments.definitions.version import Version
from baken.core.instruments.documents import Findings, Part, Placed, Refused, opened, placed

INSTRUMENT, LIBRARY = "instrument", "section_library"
ALIAS_PARTS = 3  # words in sections.<section>.<question>


@dataclass(frozen=True)
class Published:
    """What is known of a version by its place and its publication; None where there is nothing to hold."""

    code: str | None = None
    version: str | None = None
    sha256: str | None = None


NOT_PUBLISHED = Published()


@dataclass(frozen=True)
class Library:
    """A file of sections that instruments include."""

    part: Part
    code: str
    version: Version


def read_definition(
    source: Source,
    known: Known,
    *,
    libraries: Sequence[Source] = (),
    published: Published = NOT_PUBLISHED,
) -> Definition:
    """The instrument of a file, with the sections of the libraries that it includes.

    ``libraries`` are the files it may include; of one and the same, the highest version is taken.
    Raises Refused with every mistake: file, line, field and a sentence in both languages.
    """
    tree = placed(source.file, source.text)
    return definition_in(tree, source, known, libraries=libraries, published=published)


def definition_in(
    tree: Placed,
    source: Source,
    known: Known,
    *,
    libraries: Sequence[Source] = (),
    published: Published = NOT_PUBLISHED,
) -> Definition:
    """The instrument that a tree of values is, whatever was read to come to it.

    ``source`` is what was read: its lines are those of the tree, its text is what the checksum is of.
    Raises Refused as ``read_definition`` does.
    """
    findings = Findings()
    body = _opened(source.file, tree, INSTRUMENT, findings)
    if body is not None:
        read_languages(body)
    found = [one for one in (_library(source, findings) for source in libraries) if one]
    if body is None:
        raise Refused(findings.problems)
    made = _definition(body, known, found, checksum(source.text.encode("utf-8")))
    _check_published(body, made.head, made.sha256, published)
    findings.settle()
    return made


def _opened(file: str, tree: Placed, name: str, findings: Findings) -> Part | None:
    """What stands in a file under its one name."""
    whole = opened(findings, file, tree)
    if whole is None:
        return None
    found = whole.part(name)
    whole.end()
    return found


def _library(source: Source, findings: Findings) -> Library | None:
    part = _opened(source.file, placed(source.file, source.text), LIBRARY, findings)
    if part is None:
        return None
    made = Library(part, part.code("code"), read_version(part))
    part.texts("title")
    return made


def _definition(body: Part, known: Known, libraries: list[Library], sha256: str) -> Definition:
    head, scoring = read_head(body, known), read_scoring(body, known)
    included = _included(body, libraries)
    drafts = Drafts()
    for part in (*(one.part for one in included), body):
        read_drafts(part, drafts, scoring, known.control_levels)
        part.end()
    check_size(body, drafts)
    is_scored = body.has("scoring")
    _check_scoring(drafts, is_scored=is_scored)
    names = Names(drafts, known, scoring, is_scored=is_scored)
    order = Order(drafts, names)
    compiler = Compiler(names, drafts, order)
    own = tuple(one.id for one in drafts.measures)
    reader = Reader(compiler, known, scoring, RiskReading(known, scoring, is_scored, own))
    return Definition(
        head=head,
        scoring=scoring,
        profile=tuple(map(reader.question, drafts.profile)),
        sections=tuple(map(reader.section, drafts.sections)),
        calculations=tuple(map(reader.calculation, drafts.calculations)),
        rules=tuple(read_rule(one, compiler) for one in drafts.rules),
        included=tuple((one.code, one.version) for one in included),
        measures=tuple(drafts.measures),
        sha256=sha256,
        known=known,
        order=order.steps,
        aliases=_aliases(drafts, compiler.used),
    )


def _included(body: Part, libraries: list[Library]) -> list[Library]:
    """The libraries that are asked for, in that order, each in its highest version."""
    found = []
    for code, major, line in read_includes(body):
        fitting = [one for one in libraries if (one.code, one.version.major) == (code, major)]
        if fitting:
            found.append(max(fitting, key=lambda one: one.version))
        else:
            text = sentences.NO_LIBRARY.filled(name=f"{code}@{major}")
            body.wrong("includes", text, line)
    return found


def _check_scoring(drafts: Drafts, *, is_scored: bool) -> None:
    """A list of risks cannot be scored without a model."""
    for draft in drafts.questions():
        if not is_scored and draft.form is not None and draft.form.type == RISK_LIST:
            draft.part.wrong("type", sentences.SCORING_NEEDED)


def _check_published(body: Part, head: Head, sha256: str, published: Published) -> None:
    """Hold a file to the folder in which it stands, and to its checksum when it was published."""
    for name, found, wanted in (
        ("code", head.code, published.code),
        ("version", str(head.version), published.version),
    ):
        if wanted is not None and found != wanted:
            body.wrong(name, sentences.OTHER_CODE.filled(wanted=wanted))
    if published.sha256 is not None and sha256 != published.sha256:
        body.wrong("", sentences.CHANGED)


def _aliases(drafts: Drafts, used: set[str]) -> dict[str, tuple[str, ...]]:
    """The further names of questions, of those that any expression calls by one."""
    called = {".".join(path.split(".")[:ALIAS_PARTS]) for path in used}
    named = {draft.key: names_of(draft)[1:] for draft in drafts.questions()}
    return {key: names for key, names in named.items() if called.intersection(names)}
