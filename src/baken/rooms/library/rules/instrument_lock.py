"""The lock on instruments that come with the product: every file as it was published. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.checksums import checksum
from baken.core.instruments.data_file import DataProblem, items_of

LOCK = "published.yaml"
_FILE = re.compile(
    r"(?P<shelf>libraries/)?(?P<code>[a-z][a-z0-9_]{0,39})/(?P<version>\d{1,4}\.\d{1,4}\.\d{1,4})/"
    r"(instrument|library|examples)\.yaml"
)
_SUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Place:
    """What a file says by where it stands: its code and version, and whether it is a section library."""

    code: str
    version: str
    is_library: bool


def place_of(file: str) -> Place:
    """What a file says by its place. Raises DataProblem for a place where nothing belongs."""
    found = _FILE.fullmatch(file)
    if found is None:
        raise DataProblem(
            f"{file}: an instrument stands in <code>/<version>/instrument.yaml, a section library in"
            " libraries/<code>/<version>/library.yaml"
        )
    return Place(found["code"], found["version"], bool(found["shelf"]))


def read_lock(content: Any) -> dict[str, str]:
    """The checksum of every published file, by file. Raises DataProblem."""
    found: dict[str, str] = {}
    for entry in items_of(LOCK, content):
        file = entry.text("file")
        entry.code = file
        place_of(file)
        told = entry.text("sha256")
        for name in ("approved_by", "reference"):
            entry.text(name)
        entry.get("approved_on")
        entry.end()
        if not _SUM.fullmatch(told):
            raise entry.problem("sha256", "a checksum is 64 digits and letters from a to f")
        if file in found:
            raise DataProblem(f"{LOCK}, {file}: this file stands twice")
        found[file] = told
    return found


def check_lock(lock: Mapping[str, str], found: Mapping[str, bytes]) -> None:
    """Refuse a file that changed, that is gone or that was never published. Raises DataProblem."""
    for file in sorted(lock.keys() - found.keys()):
        raise DataProblem(f"{file}: this is published and gone; put it back, for records name it")
    for file, content in sorted(found.items()):
        told = checksum(content)
        if file not in lock:
            raise DataProblem(
                f"{file}: this is not published; have it approved and add its line to {LOCK}; its"
                f" checksum is {told}"
            )
        if lock[file] != told:
            raise DataProblem(
                f"{file}: this version is published and may not change; put it back and make a new"
                " version beside it"
            )
