"""Instruments by code and version: those that come with the product, and those that were imported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from baken.core.access.roles import load_roles
from baken.core.instruments.checksums import checksum
from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import (
    Definition,
    Known,
    Published,
    Source,
    Version,
    read_definition,
    version_of,
)
from baken.core.instruments.texts import Text
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.files import loaded
from baken.rooms.library.queries.hazards import hazards, standard_measures
from baken.rooms.library.queries.scoring import scoring_model, scoring_models, versions_of
from baken.rooms.library.rules.instrument_lock import LOCK, check_lock, place_of, read_lock
from baken.rooms.library.rules.workflow_names import CIRCUMSTANCES, WORKFLOWS

FOLDER = Path(__file__).parents[1] / "instruments"
LIBRARIES = "libraries"


@dataclass(frozen=True)
class Shelved:
    """One version of an instrument as lists show it; ``is_imported`` when it did not come along."""

    code: str
    version: Version
    kind: str
    title: Text
    is_imported: bool


def known() -> Known:
    """The codes that an instrument may name: of the library, the roles and the instruments themselves."""
    return known_with(frozenset(code for code, _version in _shipped()) | _imported_codes())


def known_with(instruments: Collection[str]) -> Known:
    """The codes that an instrument may name, with these instruments."""
    announced = code_list("announced_instruments")
    models = {
        (code, version): scoring_model(code, version)
        for code in scoring_models()
        for version in versions_of(code)
    }
    return Known(
        hazards=frozenset(hazards()),
        measures=frozenset(standard_measures()),
        control_levels=tuple(code_list("control_levels")),
        workflows=WORKFLOWS,
        legal_bases=frozenset(code_list("legal_bases")),
        contexts=CIRCUMSTANCES,
        workplace_types=tuple(code_list("workplace_types")),
        roles=frozenset(load_roles(settings.ROLES_FILE)),
        instruments=frozenset(instruments),
        announced=frozenset(announced) - frozenset(instruments),
        scoring_models=models,
    )


def instrument(code: str, version: str) -> Definition:
    """An instrument in one version. Raises LookupError when there is none.

    A version never changes, so that it is read once. Raises DataProblem for a file or row that was
    changed all the same.
    """
    if (code, version) in _shipped():
        return _read_shipped(code, version)
    row = (
        ImportedInstrument.objects.filter(code=code, version=version).values("pk", "sha256").first()
    )
    if row is None:
        raise LookupError(f"there is no instrument {code}, version {version}")
    return _read_imported(row["pk"], row["sha256"])


def newest(code: str) -> Definition:
    """An instrument in its newest version. Raises LookupError when there is none."""
    versions = [one.version for one in shelved() if one.code == code]
    if not versions:
        raise LookupError(f"there is no instrument {code}")
    return instrument(code, str(max(versions)))


def shelved() -> list[Shelved]:
    """Every version of every instrument there is, by code, the newest first; one query."""
    found = [
        Shelved(one.head.code, one.head.version, one.head.kind, one.head.title, is_imported=False)
        for one in (_read_shipped(code, version) for code, version in _shipped())
    ]
    rows = ImportedInstrument.objects.values_list("code", "version", "kind", "title_nl", "title_en")
    found += [
        Shelved(code, version_of(version), kind, Text(nl, en), is_imported=True)
        for code, version, kind, nl, en in rows
    ]
    found.sort(key=lambda one: one.version, reverse=True)
    return sorted(found, key=lambda one: one.code)


def announced_titles() -> Mapping[str, str]:
    """The titles of instruments that answers may ask for, in the active language."""
    return {code: item.label for code, item in code_list("announced_instruments").items()}


def is_shipped(code: str) -> bool:
    """Whether an instrument comes with the product: its code is nobody else's."""
    return any(one == code for one, _version in _shipped())


def shipped_libraries() -> tuple[Source, ...]:
    """The section libraries that come with the product."""
    return tuple(
        Source(name, path.read_text(encoding="utf-8"))
        for name, path in _files(FOLDER).items()
        if place_of(name).is_library
    )


def check_shipped() -> None:
    """Hold every file to its published checksum. Raises DataProblem."""
    _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Mapping[tuple[str, str], Path]:
    """The files of the instruments that come along, by code and version, each as it was published."""
    return shipped_in(FOLDER)


def shipped_in(folder: Path) -> Mapping[tuple[str, str], Path]:
    """The instruments of a folder, held to its lock. Raises DataProblem."""
    files = _files(folder)
    check_lock(
        read_lock(loaded(folder / LOCK)), {name: path.read_bytes() for name, path in files.items()}
    )
    found = {}
    for name, path in files.items():
        place = place_of(name)
        if path.name == "instrument.yaml" and not place.is_library:
            found[place.code, place.version] = path
    return found


def _files(folder: Path) -> dict[str, Path]:
    paths = (path for path in folder.rglob("*.yaml") if path.name != LOCK)
    return {path.relative_to(folder).as_posix(): path for path in sorted(paths)}


@lru_cache(maxsize=64)
def _read_shipped(code: str, version: str) -> Definition:
    path = _shipped()[code, version]
    return read_definition(
        Source(f"{code}/{version}/{path.name}", path.read_text(encoding="utf-8")),
        known_with(frozenset(one for one, _version in _shipped())),
        libraries=shipped_libraries(),
        published=Published(code, version),
    )


@lru_cache(maxsize=64)
def _read_imported(number: int, sha256: str) -> Definition:
    row = ImportedInstrument.objects.get(pk=number)
    if checksum(row.text.encode("utf-8")) != sha256:
        raise DataProblem(
            f"{row.code} {row.version}: this version was imported otherwise than it stands"
        )
    return read_imported(
        row.file, row.text, row.libraries, Published(row.code, row.version, sha256)
    )


def read_imported(
    file: str, text: str, libraries: Mapping[str, str], published: Published
) -> Definition:
    """The definition of a file with the libraries it came with, and those of the product."""
    own = tuple(Source(name, held) for name, held in libraries.items())
    return read_definition(
        Source(file, text), known(), libraries=(*shipped_libraries(), *own), published=published
    )


def _imported_codes() -> frozenset[str]:
    return frozenset(ImportedInstrument.objects.values_list("code", flat=True).distinct())
