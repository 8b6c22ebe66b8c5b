"""Brings an instrument of an expert into the installation, under the same lock as those that come along."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor
from baken.core.instruments.definitions import Definition, Published, Source
from baken.core.instruments.survey_xml import Counts, Scorings
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.library.actions.keep_pictures import keep_pictures
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.permits import IMPORT_INSTRUMENT
from baken.rooms.library.queries.instrument_forms import (
    InstrumentFile,
    Note,
    ReadInstrument,
    form_of,
)
from baken.rooms.library.queries.instrument_pictures import Drawn, drawn_pictures
from baken.rooms.library.queries.instruments import is_shipped, read_file
from baken.rooms.library.queries.survey_scorings import kept_scorings
from baken.rooms.org.queries.holders import person_of_actor

log = logging.getLogger(__name__)
LONGEST_FILE = 200
LONGEST_POST = 200


class InstrumentTaken(Exception):
    """The code or the version is there already, and is something else; the text says what to do."""


@dataclass(frozen=True)
class Imported:
    """What became of a file: the instrument, whether it is new, and what to know about the file."""

    definition: Definition
    is_new: bool
    notes: tuple[Note, ...] = ()
    counts: Counts | None = None


def import_instrument(
    *,
    actor: Actor,
    file: str,
    text: str,
    at: datetime,
    libraries: Sequence[Source] = (),
    code: str = "",
    version: str = "",
    scorings: Scorings | None = None,
    keeps: bool = True,
) -> Imported:
    """Keep a version of an instrument; the same again changes nothing.

    ``file`` says by its name in which form the text is; XML is known by its content. ``libraries`` are
    section libraries that come along. ``code`` and ``version`` are what the place of the file says; a form
    that says them itself is held to them. ``scorings`` are the scoring models of a survey in XML: they are
    kept with it, and its pictures are drawn anew and kept beside it. Without ``keeps`` it is read and
    checked, and nothing is kept. Raises AccessDenied for who may not, Refused with every mistake in the
    file, and InstrumentTaken for a code that comes with the product or a version that was imported
    otherwise.
    """
    if not (actor.is_system or actor.holds(IMPORT_INSTRUMENT)):
        raise AccessDenied(
            IMPORT_INSTRUMENT, _("Only who manages the library imports instruments.")
        )
    form = form_of(file, text)
    given = InstrumentFile(
        Source(file[-LONGEST_FILE:], text),
        tuple(libraries),
        Published(code or None, version or None),
        scorings,
    )
    read = read_file(form, given)
    if is_shipped(read.definition.head.code):
        raise InstrumentTaken(
            _("This code is of an instrument that comes with the product. Choose another code.")
        )
    row = _row(form, given, read, actor, at)
    drawn, is_new = drawn_pictures(form, given), False
    if keeps:
        is_new = _stored(row, drawn, libraries, actor, at)
    return Imported(read.definition, is_new, (*read.notes, *drawn.notes), read.counts)


def _stored(
    row: ImportedInstrument, drawn: Drawn, brought: Sequence[Source], actor: Actor, at: datetime
) -> bool:
    """Keep a version with its pictures; False when it is there as it is. Raises InstrumentTaken."""
    with transaction.atomic():
        is_new = _kept(row, brought=brought)
        if is_new:
            keep_pictures(row, drawn.kept)
            _tell(row, actor, at)
    return is_new


def _row(
    form: str, given: InstrumentFile, read: ReadInstrument, actor: Actor, at: datetime
) -> ImportedInstrument:
    head = read.definition.head
    return ImportedInstrument(
        code=head.code,
        version=str(head.version),
        kind=head.kind,
        context=head.context,
        unit_levels=head.unit_levels,
        workplace_types=head.workplace_types,
        title_nl=head.title.nl,
        title_en=head.title.en,
        form=form,
        file=given.source.file,
        text=given.source.text,
        libraries={one.file: one.text for one in read.libraries},
        scorings=kept_scorings(read.scorings),
        sha256=read.definition.sha256,
        imported_at=at,
        post=actor.post[:LONGEST_POST],
    )


def _kept(row: ImportedInstrument, *, brought: Sequence[Source]) -> bool:
    """Store a version; False when it is there as it is. Raises InstrumentTaken when it is otherwise."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            return True
    except IntegrityError:
        known = ImportedInstrument.objects.filter(code=row.code, version=row.version).first()
        if known is None:
            raise
        if not _is_same(row, known, brought):
            raise InstrumentTaken(
                _("This version was imported before and may not change. Make a new version.")
            ) from None
        return False


def _is_same(row: ImportedInstrument, known: ImportedInstrument, brought: Sequence[Source]) -> bool:
    """Whether a file is the one that is there, with the libraries that come along with it now.

    What comes with the product may have gone on since; an imported version stays with what it had.
    """
    own = {one.text for one in brought}.intersection(row.libraries.values())
    is_scored_alike = known.scorings == row.scorings
    return is_scored_alike and known.sha256 == row.sha256 and own.issubset(known.libraries.values())


def _tell(row: ImportedInstrument, actor: Actor, at: datetime) -> None:
    """Write the import in the history of who did it, and in the log of the installation.

    Public reference data has no history of its own; its row says the same for as long as it is there.
    """
    log.info("instrument %s %s was imported, checksum %s", row.code, row.version, row.sha256)
    person = person_of_actor(actor)
    if person is None:
        return
    holder = locked(person)
    facts = {"instrument": row.code, "version": row.version, "sha256": row.sha256}
    entry = Entry(
        code="org.person.instrument_imported",
        from_state=holder.state,
        to_state=holder.state,
        facts=facts,
    )
    append(record=holder, actor=actor, at=at, entry=entry)
