"""Instruments by code and version: those that come with the product, and those that were imported.

A version never changes, so what was read of one is kept for good, by its checksum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from baken.core.instruments.checksums import checksum
from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import (
    Definition,
    Known,
    Published,
    Source,
    Version,
    version_of,
)
from baken.core.instruments.texts import Text
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.files import ROOM, instrument_publications
from baken.rooms.library.queries.instrument_forms import (
    YAML,
    InstrumentFile,
    ReadInstrument,
    read_instrument,
)
from baken.rooms.library.queries.known_codes import known_with
from baken.rooms.library.queries.survey_scorings import scorings_kept
from baken.rooms.library.rules.instrument_heads import (
    InstrumentHead,
    head_of,
    in_order,
    newest_of_each,
)
from baken.rooms.library.rules.published_instruments import PublishedInstrument, libraries_for

MOST_KEPT = 256  # versions that stand ready in memory
HEAD_FIELDS = (
    "code",
    "version",
    "kind",
    "title_nl",
    "title_en",
    "sha256",
    "context",
    "unit_levels",
    "workplace_types",
)


def known() -> Known:
    """The codes that an instrument may name now; asks the database for those that were imported."""
    return known_with(_codes())


def instruments() -> list[InstrumentHead]:
    """Every version of every instrument there is, by code, the newest first; one query.

    Raises Refused for a shipped one that cannot be read, which `baken check` tells as well.
    """
    codes = _codes()
    shipped = (_shipped_head(one, codes) for one in _published())
    return in_order([*shipped, *imported_heads()])


def instruments_for(
    *,
    level: int | None = None,
    context: str = "",
    kind: str = "",
    workplace_types: Collection[str] | None = None,
) -> list[InstrumentHead]:
    """The newest versions of the instruments for a level of unit, a context, a kind or workplaces.

    What is not said leaves nothing out.
    """
    return [
        one
        for one in newest_of_each(instruments())
        if one.is_for(level=level, context=context, kind=kind, workplace_types=workplace_types)
    ]


def versions_of_instrument(code: str) -> list[Version]:
    """The versions of an instrument, the newest first; none for a code that is no instrument."""
    shipped = [one.version for one in _published() if one.code == code]
    rows = ImportedInstrument.objects.filter(code=code).values_list("version", flat=True)
    return sorted({*shipped, *map(version_of, rows)}, reverse=True)


def instrument(code: str, version: str) -> Definition:
    """An instrument in one version. Raises LookupError when there is none.

    Raises DataProblem for a row that was changed after it was imported, and Refused, with every mistake,
    for one that names what the installation took away since, such as a role.
    """
    shipped = _published_as(code, version)
    if shipped is not None:
        return _shipped(shipped, _codes())
    number, sha256, scorings = _row_of(code, version, "pk", "sha256", "scorings")
    what = (code, version, str(scorings))
    return _imported(number, sha256, what, _codes())


def head_of_version(definition: Definition) -> InstrumentHead:
    """What lists say of a version that was read."""
    is_imported = not is_shipped(definition.head.code)
    return head_of(definition.head, definition.sha256, is_imported=is_imported)


def newest(code: str) -> Definition:
    """An instrument in its newest version. Raises LookupError when there is none."""
    versions = versions_of_instrument(code)
    if not versions:
        raise LookupError(f"there is no instrument {code}")
    return instrument(code, str(versions[0]))


def source_of_instrument(code: str, version: str) -> Source:
    """The file of a version as it was published or imported. Raises LookupError when there is none."""
    shipped = _published_as(code, version)
    if shipped is not None:
        return _source(shipped)
    file, text = _row_of(code, version, "file", "text")
    return Source(file, text)


@dataclass(frozen=True)
class Origin:
    """Where a version comes from: since when it is here, and who approved or imported it."""

    is_imported: bool
    at: date | datetime
    by: str


def origin_of(code: str, version: str) -> Origin:
    """Where a version comes from. Raises LookupError when there is none."""
    shipped = _published_as(code, version)
    if shipped is not None:
        return Origin(is_imported=False, at=shipped.approved_on, by=shipped.approved_by)
    at, by = _row_of(code, version, "imported_at", "post")
    return Origin(is_imported=True, at=at, by=by)


def announced_titles() -> Mapping[str, str]:
    """The titles of instruments that answers may ask for, in the active language."""
    return {code: item.label for code, item in code_list("announced_instruments").items()}


def is_shipped(code: str) -> bool:
    """Whether an instrument comes with the product: its code is nobody else's."""
    return any(one.code == code for one in _published())


def read_file(form: str, given: InstrumentFile) -> ReadInstrument:
    """The instrument of a file that somebody brings, with the section libraries that come along.

    Of one and the same library in two places, the one that comes with the file counts. Raises Refused.
    """
    shelf = (_source(one) for one in instrument_publications().values() if one.is_library)
    whole = replace(given, libraries=(*given.libraries, *shelf))
    return read_instrument(form, whole, known())


def check_instruments() -> Iterable[str]:
    """What is wrong with instruments that come along or were imported, a sentence each."""
    for one in instruments_by_name():
        try:
            instrument(*one)
        except DataProblem as problem:
            yield from str(problem).splitlines()


def instruments_by_name() -> list[tuple[str, str]]:
    """Code and version of everything there is; nothing of it is read."""
    shipped = [(one.code, str(one.version)) for one in _published()]
    return [*shipped, *ImportedInstrument.objects.values_list("code", "version")]


def imported_heads() -> Iterable[InstrumentHead]:
    """What lists say of the instruments that were imported."""
    for row in ImportedInstrument.objects.values(*HEAD_FIELDS):
        yield InstrumentHead(
            code=row["code"],
            version=version_of(row["version"]),
            kind=row["kind"],
            title=Text(row["title_nl"], row["title_en"]),
            sha256=row["sha256"],
            context=tuple(row["context"]),
            unit_levels=tuple(row["unit_levels"]),
            workplace_types=tuple(row["workplace_types"]),
            is_imported=True,
        )


def _row_of(code: str, version: str, *fields: str) -> tuple[Any, ...]:
    """Some fields of an imported version. Raises LookupError when there is none."""
    rows = ImportedInstrument.objects.filter(code=code, version=version)
    row = rows.values_list(*fields).first()
    if row is None:
        raise LookupError(f"there is no instrument {code}, version {version}")
    return tuple(row)


def _codes() -> frozenset[str]:
    """The codes of all instruments there are."""
    imported = ImportedInstrument.objects.values_list("code", flat=True).distinct()
    return frozenset([*(one.code for one in _published()), *imported])


def _published() -> list[PublishedInstrument]:
    return [one for one in instrument_publications().values() if not one.is_library]


def _published_as(code: str, version: str) -> PublishedInstrument | None:
    found = (one for one in _published() if (one.code, str(one.version)) == (code, version))
    return next(found, None)


def _source(one: PublishedInstrument) -> Source:
    return Source(one.file, (ROOM / one.file).read_text(encoding="utf-8"))


def _shipped_head(one: PublishedInstrument, codes: frozenset[str]) -> InstrumentHead:
    return head_of(_shipped(one, codes).head, one.sha256, is_imported=False)


@lru_cache(maxsize=MOST_KEPT)
def _shipped(one: PublishedInstrument, codes: frozenset[str]) -> Definition:
    """A version that comes along, read while these instruments are there."""
    libraries = libraries_for(one, instrument_publications())
    published = Published(one.code, str(one.version), one.sha256)
    given = InstrumentFile(_source(one), tuple(map(_source, libraries)), published)
    return read_instrument(YAML, given, known_with(codes)).definition


@lru_cache(maxsize=MOST_KEPT)
def _imported(number: int, sha256: str, what: tuple[str, ...], codes: frozenset[str]) -> Definition:
    """An imported version, read while these instruments are there, held to its checksum.

    ``what`` are its code, version and scoring models: the file of a survey does not say them itself.
    """
    row = ImportedInstrument.objects.get(pk=number)
    if checksum(row.text.encode("utf-8")) != sha256:
        raise DataProblem(
            f"{row.code} {row.version}: this is not what was imported; import the file again under a"
            " next version"
        )
    libraries = tuple(Source(file, text) for file, text in row.libraries.items())
    published = Published(row.code, row.version, sha256)
    given = InstrumentFile(
        Source(row.file, row.text), libraries, published, scorings_kept(row.scorings)
    )
    return read_instrument(row.form, given, known_with(codes)).definition
