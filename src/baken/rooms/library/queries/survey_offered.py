"""What is in a branch RI&E before it is kept, and under which code and version it can be."""

from __future__ import annotations

from dataclasses import dataclass

from baken.core.instruments.definitions import Published, Source, Version
from baken.core.instruments.survey_xml import Counts, Scorings
from baken.core.instruments.texts import Text
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries.instrument_forms import SURVEY_XML, InstrumentFile, Note
from baken.rooms.library.queries.instrument_pictures import drawn_pictures
from baken.rooms.library.queries.instruments import read_file, versions_of_instrument


@dataclass(frozen=True)
class Offered:
    """A survey that was read and is not kept: what it is called, how much is in it, and what is left out.

    ``version`` is the one that was asked, or else the first that is free. ``proposed`` counts the risks
    that come with a priority. ``is_known``: the same file is there under this code.
    """

    title: Text
    code: str
    version: str
    counts: Counts
    sections: int
    pictures: int
    proposed: int
    notes: tuple[Note, ...]
    is_known: bool


def survey_offered(
    source: Source, *, code: str = "", version: str = "", scorings: Scorings | None = None
) -> Offered:
    """A survey in XML as it would be kept; nothing is. Raises Refused with every mistake."""
    given = InstrumentFile(source, (), Published(code or None, version or None), scorings)
    read, drawn = read_file(SURVEY_XML, given), drawn_pictures(SURVEY_XML, given)
    definition = read.definition
    rows = ImportedInstrument.objects.filter(code=definition.head.code, sha256=definition.sha256)
    known = rows.values_list("version", flat=True).first()
    risks = [one.risk for one in definition.questions.values() if one.risk]
    return Offered(
        title=definition.head.title,
        code=definition.head.code,
        version=version or known or free_version(definition.head.code),
        counts=read.counts or Counts(),
        sections=len(definition.sections),
        pictures=len(drawn.kept),
        proposed=sum(1 for one in risks if one.default_scores),
        notes=(*read.notes, *drawn.notes),
        is_known=known is not None,
    )


def free_version(code: str) -> str:
    """The version after the newest of a code, with other questions; the first one of a new code."""
    found = versions_of_instrument(code)
    return str(Version(found[0].major, found[0].minor + 1)) if found else str(Version(1))
