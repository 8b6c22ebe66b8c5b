"""The shapes that several answers of the library share."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from baken.rooms.library.queries.files import source_texts
from baken.rooms.library.rules.published import Publication


class Held(BaseModel):
    """Something that is read from what the library holds."""

    model_config = ConfigDict(from_attributes=True)


class TextOut(Held):
    """A text in both languages."""

    nl: str
    en: str


class VersionOut(BaseModel):
    """A published version of a file."""

    name: str
    version: int
    file: str
    sha256: str = Field(description="Checksum of the file, with lines that end in a line feed.")
    approved_by: str
    approved_on: date = Field(description="Since when it is in force.")
    reference: str = Field(description="Where the decision stands.")
    source: str


def version_out(one: Publication) -> VersionOut:
    """A published version as the API shows it."""
    names = ("name", "version", "file", "sha256", "approved_by", "approved_on", "reference")
    plain = {name: getattr(one, name) for name in names}
    return VersionOut(**plain, source=source_texts()[one.file])
