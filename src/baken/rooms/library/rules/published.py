"""What was published never changes: every version of a data file is held to its checksum and approval."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from baken.core.instruments.checksums import checksum as checksum
from baken.core.instruments.data_file import DataProblem, Entry, items_of

LIST = "published.yaml"
HOW = "docs/library.md says how"
INSTRUMENTS = "instruments/"  # these have versions of three numbers: rules/published_instruments.py
_FOLDER = re.compile(r"(?P<name>[a-z]+/[a-z0-9_]+)/(?P<version>[1-9][0-9]{0,4})\.yaml")
_FLAT = re.compile(
    r"(?P<name>([a-z]+/)?[a-z][a-z0-9_]*)(\.(?P<version>[2-9]|[1-9][0-9]{1,4}))?\.yaml"
)
_SUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Publication:
    """One version of a data file: where it stands, its checksum, and who approved it, when and where.

    ``name`` is what all versions share: ``scoring/<code>``, ``mandate/mandate``, ``hazards``.
    """

    name: str
    version: int
    file: str
    sha256: str
    approved_by: str
    approved_on: date
    reference: str

    @property
    def next_file(self) -> str:
        """Where the version after this one stands."""
        if _FOLDER.fullmatch(self.file):
            return f"{self.name}/{self.version + 1}.yaml"
        return f"{self.name}.{self.version + 1}.yaml"


class Approved(Protocol):
    """A line of the list of published versions, whatever its versions look like."""

    @property
    def file(self) -> str:
        """Where it stands."""

    @property
    def version(self) -> object:
        """Its version, that reads as it is written."""

    @property
    def sha256(self) -> str:
        """The checksum to which it is held."""

    @property
    def approved_by(self) -> str:
        """Who approved it."""

    @property
    def approved_on(self) -> date:
        """On which day."""

    @property
    def reference(self) -> str:
        """Where that stands."""

    @property
    def next_file(self) -> str:
        """Where the version after this one stands."""


Line = TypeVar("Line", bound=Approved)


def place_of(file: str) -> tuple[str, int]:
    """Name and version that a file says by its place. Raises DataProblem.

    ``scoring/<code>/<version>.yaml``; elsewhere the first version is ``<name>.yaml`` and a next one
    stands beside it as ``<name>.2.yaml``.
    """
    found = _FOLDER.fullmatch(file) or _FLAT.fullmatch(file)
    if found is None:
        raise DataProblem(f"{file}: a version is named <name>.yaml, <name>.2.yaml or <name>/2.yaml")
    return found["name"], int(found["version"] or 1)


def read_publications(content: Any) -> dict[str, Publication]:
    """What the list of published versions holds, but for instruments, by file. Raises DataProblem."""
    lines = (one for one in lines_of(content) if not is_of_instruments(one))
    return each_once(map(_publication, lines))


def lines_of(content: Any) -> Iterable[Entry]:
    """The lines of the list, each named by its file. Raises DataProblem for one without a file."""
    for entry in items_of(LIST, content):
        entry.code = entry.text("file")
        yield entry


def is_of_instruments(entry: Entry) -> bool:
    """Whether a line is about an instrument or a section library."""
    return entry.code.startswith(INSTRUMENTS)


def each_once(lines: Iterable[Line]) -> dict[str, Line]:
    """The lines by their file. Raises DataProblem for a file that stands twice."""
    found: dict[str, Line] = {}
    for one in lines:
        if one.file in found:
            raise DataProblem(f"{LIST}, {one.file}: this version stands twice")
        found[one.file] = one
    return found


def newest(publications: Iterable[Publication]) -> dict[str, Publication]:
    """The newest version of each, by name, in the order in which the names came."""
    found: dict[str, Publication] = {}
    for one in publications:
        if one.name not in found or one.version > found[one.name].version:
            found[one.name] = one
    return found


def check_published(publications: Mapping[str, Publication], found: Mapping[str, bytes]) -> None:
    """Refuse a version that changed, that is gone, was never published or was left out.

    ``found`` holds the files by name. Raises DataProblem that says what to do.
    """
    check_held(publications, found)
    _check_unbroken(publications.values())


def check_held(publications: Mapping[str, Approved], found: Mapping[str, bytes]) -> None:
    """Refuse a file that changed, that is gone or that was never published. Raises DataProblem."""
    for file in sorted(publications):
        if file not in found:
            raise DataProblem(
                f"{file}: this version is published and gone; put it back, for records name it"
            )
    for file, content in sorted(found.items()):
        if file not in publications:
            raise DataProblem(
                f"{file}: this version is not published; have it approved and add its line to {LIST}"
                f" ({HOW}); its checksum is {checksum(content)}"
            )
        one = publications[file]
        if one.sha256 != checksum(content):
            raise DataProblem(
                f"{file}: this version is published and may not change; put it back and make a new"
                f" version beside it, {one.next_file} ({HOW})"
            )


def check_version(one: Publication, content: Any) -> None:
    """Refuse a file that says another version than its place. Raises DataProblem."""
    said = content.get("version") if isinstance(content, dict) else None
    if said != one.version:
        raise DataProblem(
            f"{one.file}, head, version: by its name this is {one.version}, not {said}"
        )


def line_of(one: Approved) -> str:
    """The line of a publication in the list."""
    told = {
        "version": str(one.version),
        "sha256": one.sha256,
        "approved_by": _quoted(one.approved_by),
        "approved_on": one.approved_on.isoformat(),
        "reference": _quoted(one.reference),
    }
    return (
        f"  - {{file: {one.file}, {', '.join(f'{name}: {said}' for name, said in told.items())}}}\n"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def approval_of(entry: Entry) -> dict[str, Any]:
    """Checksum, who approved it, when and where that stands, of a line. Raises DataProblem."""
    made = {name: entry.text(name) for name in ("sha256", "approved_by", "reference")}
    if not _SUM.fullmatch(made["sha256"]):
        raise entry.problem("sha256", "a checksum is 64 digits and letters from a to f")
    return {**made, "approved_on": _day(entry)}


def _publication(entry: Entry) -> Publication:
    name, version = place_of(entry.code)
    said = entry.whole("version", 1, 100_000)
    made = Publication(name=name, version=said, file=entry.code, **approval_of(entry))
    entry.end()
    if said != version:
        raise entry.problem("version", f"by its name this is {version}")
    return made


def _day(entry: Entry) -> date:
    value = entry.get("approved_on")
    if not isinstance(value, date) or isinstance(value, datetime):
        raise entry.problem("approved_on", "a day is needed, as 2026-11-27")
    return value


def _check_unbroken(publications: Iterable[Publication]) -> None:
    """Versions of one name go up one by one, from 1."""
    versions: dict[str, set[int]] = {}
    for one in publications:
        versions.setdefault(one.name, set()).add(one.version)
    for name, found in sorted(versions.items()):
        missing = sorted(set(range(1, max(found) + 1)) - found)
        if missing:
            raise DataProblem(f"{name}: version {missing[0]} is missing; versions go up one by one")
