"""Makes an export: reads within the actor's scope, writes the file, and logs it before it leaves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, Confidentiality, explain
from baken.core.export.columns import is_personal
from baken.core.export.formats import FORMATS, Format
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.marking import Marking
from baken.core.export.models import ExportRun
from baken.core.export.sheet_file import TooManyRows
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused

LONGEST_PURPOSE = 300


@dataclass(frozen=True)
class Made:
    """A finished export: an open file that is gone once closed, its name, and what is in it."""

    file: BinaryIO
    name: str
    media_type: str
    rows: int
    marking: Marking


def make_export(
    *,
    actor: Actor,
    holder: Any,
    kind: ExportKind,
    form: str,
    at: datetime,
    ask: Ask | None = None,
    purpose: str = "",
    leave_out: bool = False,
    most: int | None = None,
) -> Made:
    """Write a file in format ``form`` with what the actor may see, and log it.

    A source with a shape of its own is written in that.

    ``holder`` is the actor's own entry, in whose history the export is told. Records that are held
    closely need a purpose, or with ``leave_out`` stay out of a file without one. Nothing is locked
    and no transaction is open while rows are read; the log is written before the file is given.
    Raises AccessDenied without the right, FieldsRefused without a purpose where one is needed or
    with more than ``most`` rows.
    """
    source, ask = kind.source_of(actor), ask or Ask()
    if source is None or holder is None:
        raise AccessDenied(kind.permits[0], explain(actor, kind.permits[0]))
    why = clean_purpose(purpose)
    highest = source.level_of(ask)
    left_out = leave_out and not why and highest > Confidentiality.NORMAL
    level = int(Confidentiality.NORMAL) if left_out else highest
    refuse_without_purpose(level, why)
    marking = Marking(
        kind=kind.name,
        label=kind.label,
        by=actor.name,
        post=actor.post,
        at=at,
        filters=ask.filters,
        level=level,
        personal=is_personal(source.columns),
        purpose=why,
        left_out=left_out,
        withheld=source.withheld(ask),
    )
    records = _at_most(source.records(ask, level), most)
    chosen = source.shape or FORMATS[form]
    file, rows = _written(chosen, source.columns, records, marking)
    log_export(actor=actor, holder=holder, form=chosen.extension, rows=rows, marking=marking)
    return Made(file, marking.file_name(chosen.extension), chosen.media_type, rows, marking)


def refuse_without_purpose(level: int, why: str) -> None:
    """Refuse to take closely held records away without saying what for. Raises FieldsRefused."""
    if level > Confidentiality.NORMAL and not why:
        text = _("Some of these records are sensitive or restricted. Say what you need them for.")
        raise FieldsRefused({"purpose": text})


def clean_purpose(purpose: str) -> str:
    """What a file is for, as it is kept. Raises FieldsRefused when it is too long."""
    text = purpose.strip()
    if len(text) > LONGEST_PURPOSE or "\x00" in text:
        raise FieldsRefused({"purpose": _("Say the purpose in at most 300 characters.")})
    return text


def _at_most(records: Iterable[Any], most: int | None) -> Iterator[Any]:
    for count, record in enumerate(records, 1):
        if most is not None and count > most:
            raise TooManyRows(
                _("These are more than %(most)s rows. Narrow the list, or ask for it in parts.")
                % {"most": most}
            )
        yield record


def _written(chosen: Format, columns: Any, records: Any, marking: Marking) -> tuple[BinaryIO, int]:
    """The file, open at its start; a file without a name, so that nothing is left of it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  given out open
    try:
        rows = chosen.write(file=file, columns=columns, records=records, marking=marking)
    except TooManyRows as refused:
        file.close()
        raise FieldsRefused({"format": str(refused)}) from None
    file.seek(0)
    return file, rows


def log_export(*, actor: Actor, holder: Any, form: str, rows: int, marking: Marking) -> None:
    """Write down that a file was made: in the log of exports, and in the history of its maker."""
    with transaction.atomic():
        fresh = locked(holder)
        ExportRun.objects.create(
            person=fresh.id,
            at=marking.at,
            kind=marking.kind,
            format=form,
            filters=list(marking.filters),
            rows=rows,
            level=marking.level,
            personal=marking.personal,
            purpose=marking.purpose,
        )
        entry = Entry(
            code="org.person.exported",
            from_state=fresh.state,
            to_state=fresh.state,
            facts={"kind": marking.kind, "format": form, "rows": rows, "level": marking.level},
            words={"purpose": marking.purpose} if marking.purpose else {},
        )
        append(record=fresh, actor=actor, at=marking.at, entry=entry)
