"""Brings an instrument of an expert into the installation, under the same lock as those that come along."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor
from baken.core.instruments.definitions import NOT_PUBLISHED, Definition
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.permits import IMPORT_INSTRUMENT
from baken.rooms.library.queries.instruments import is_shipped, read_imported

log = logging.getLogger(__name__)
YAML = "yaml"
LONGEST_FILE = 200


@dataclass(frozen=True)
class Imported:
    """What became of a file: the definition, and whether it was there already as it is."""

    definition: Definition
    is_new: bool


def import_instrument(
    *,
    actor: Actor,
    file: str,
    text: str,
    at: datetime,
    libraries: Mapping[str, str] | None = None,
) -> Imported:
    """Keep a version of an instrument; the same again changes nothing.

    Raises AccessDenied for who may not, Refused with every mistake in the file, and FieldsRefused for a
    code that comes with the product or a version that was imported otherwise before.
    """
    if not (actor.is_system or actor.holds(IMPORT_INSTRUMENT)):
        raise AccessDenied(
            IMPORT_INSTRUMENT, _("Only who manages the library imports instruments.")
        )
    own = dict(libraries or {})
    made = read_imported(file, text, own, NOT_PUBLISHED)
    head = made.head
    if is_shipped(head.code):
        raise FieldsRefused(
            {"code": _("This code is of an instrument that comes with the product.")}
        )
    row = ImportedInstrument(
        code=head.code,
        version=str(head.version),
        kind=head.kind,
        title_nl=head.title.nl,
        title_en=head.title.en,
        form=YAML,
        file=file[:LONGEST_FILE],
        text=text,
        libraries=own,
        sha256=made.sha256,
        imported_at=at,
        post=actor.post,
    )
    is_new = _kept(row)
    if is_new:
        log.info("instrument %s %s was imported as %s", row.code, row.version, row.sha256)
    return Imported(made, is_new)


def _kept(row: ImportedInstrument) -> bool:
    """Store a version; False when it is there as it is. Raises FieldsRefused when it is there otherwise."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            return True
    except IntegrityError:
        known = ImportedInstrument.objects.filter(code=row.code, version=row.version).first()
        if known is None:
            raise
        if (known.sha256, known.libraries) != (row.sha256, row.libraries):
            told = _("This version was imported before and may not change. Make a new version.")
            raise FieldsRefused({"version": told}) from None
        return False
