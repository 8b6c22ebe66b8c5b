"""Instruments that come with the product: each version is held to its checksum and approval.

They stand in the same list as every other published version, with a version of three numbers. A line
never changes and new ones come last, so an instrument includes the section libraries above its own line:
a library that is published later changes no instrument that is there already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.core.instruments.data_file import DataProblem, Entry
from baken.core.instruments.definitions import Version, version_of
from baken.rooms.library.rules.published import (
    INSTRUMENTS,
    approval_of,
    each_once,
    is_of_instruments,
    lines_of,
)

LIBRARIES = "_libraries"  # no instrument can have this code, for a code begins with a letter
INSTRUMENT_FILE, LIBRARY_FILE, EXAMPLES_FILE = "instrument.yaml", "library.yaml", "examples.yaml"
_PLACE = re.compile(
    rf"{INSTRUMENTS}(?P<shelf>{LIBRARIES}/)?(?P<code>[a-z][a-z0-9_]{{0,39}})/(?P<version>[0-9.]+)/"
    rf"(?P<file>{INSTRUMENT_FILE}|{LIBRARY_FILE})"
)


@dataclass(frozen=True)
class PublishedInstrument:
    """One version of an instrument or of a section library, as it was published."""

    file: str
    code: str
    version: Version
    is_library: bool
    sha256: str
    approved_by: str
    approved_on: date
    reference: str

    @property
    def name(self) -> str:
        """What all its versions share."""
        return self.file.rsplit("/", 2)[0]

    @property
    def next_file(self) -> str:
        """Where the version after this one stands, when answers still compare."""
        after = Version(self.version.major, self.version.minor + 1)
        return f"{self.name}/{after}/{self.file.rpartition('/')[2]}"


def instrument_place(file: str) -> tuple[str, Version, bool]:
    """Code and version that a file says by its place, and whether it is a section library.

    Raises DataProblem for a place where nothing belongs.
    """
    found = _PLACE.fullmatch(file)
    is_library = found is not None and found["shelf"] is not None
    if found is not None and (found["file"] == LIBRARY_FILE) == is_library:
        try:
            return found["code"], version_of(found["version"]), is_library
        except ValueError:
            pass
    raise DataProblem(
        f"{file}: an instrument is named {INSTRUMENTS}<code>/<version>/{INSTRUMENT_FILE}, a section"
        f" library {INSTRUMENTS}{LIBRARIES}/<code>/<version>/{LIBRARY_FILE}; a version is as 1.0.0"
    )


def read_instrument_publications(content: Any) -> dict[str, PublishedInstrument]:
    """The instruments and section libraries of the list, by file, in its order. Raises DataProblem."""
    lines = (one for one in lines_of(content) if is_of_instruments(one))
    return each_once(map(_publication, lines))


def libraries_for(
    one: PublishedInstrument, listed: Mapping[str, PublishedInstrument]
) -> tuple[PublishedInstrument, ...]:
    """The section libraries that an instrument may include: those whose line stands above its own.

    Of one code and first number that is the highest version, for the loader takes no other.
    """
    found: dict[tuple[str, int], PublishedInstrument] = {}
    for line in _above(one, listed.values()):
        name = (line.code, line.version.major)
        if line.is_library and (name not in found or line.version > found[name].version):
            found[name] = line
    return tuple(found.values())


def _above(
    one: PublishedInstrument, lines: Iterable[PublishedInstrument]
) -> Iterable[PublishedInstrument]:
    for found in lines:
        if found == one:
            return
        yield found


def _publication(entry: Entry) -> PublishedInstrument:
    code, version, is_library = instrument_place(entry.code)
    if entry.get("version") != str(version):
        raise entry.problem("version", f"by its name this is {version}")
    made = PublishedInstrument(
        file=entry.code,
        code=code,
        version=version,
        is_library=is_library,
        **approval_of(entry),
    )
    entry.end()
    return made
