"""Keeps the pictures of an instrument that was just imported, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from baken.core.files.content import CleanFile
from baken.core.instruments.checksums import checksum
from baken.rooms.library.models import ImportedInstrument, InstrumentPicture


def keep_pictures(instrument: ImportedInstrument, drawn: Sequence[CleanFile]) -> None:
    """Store pictures that were drawn anew, each under its name, with the checksum of its bytes."""
    InstrumentPicture.objects.bulk_create(
        InstrumentPicture(
            instrument=instrument,
            name=one.name,
            content_type=one.content_type,
            data=one.data,
            size=len(one.data),
            sha256=checksum(one.data),
        )
        for one in drawn
    )
