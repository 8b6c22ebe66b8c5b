"""What was published never changes: every version of a data file is held to its checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from baken.core.instruments.data_file import DataProblem

LIST = "published.yaml"


def checksum(content: bytes) -> str:
    """The SHA-256 of a file, the same for every way in which a system ends its lines."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def check_published(folder: str, found: Mapping[str, bytes], published: Any) -> None:
    """Refuse a version that changed, that is gone or that is not in the list of checksums.

    ``found`` holds the files of the folder by name, ``published`` what the list holds. Raises
    DataProblem that says what to do.
    """
    listed = published.get("files") if isinstance(published, dict) else None
    if not isinstance(listed, dict):
        raise DataProblem(
            f"{folder}/{LIST}: names of files with checksums are needed under “files”"
        )
    for name in sorted(listed):
        if name not in found:
            raise DataProblem(
                f"{folder}/{name}: this version is published and gone; put it back, for records name it"
            )
    for name, content in sorted(found.items()):
        now = checksum(content)
        if name not in listed:
            raise DataProblem(
                f"{folder}/{name}: this version is not published; add to {LIST}: {name}: {now}"
            )
        if listed[name] != now:
            raise DataProblem(
                f"{folder}/{name}: this version is published and may not change; put it back and"
                " make a new version beside it"
            )
