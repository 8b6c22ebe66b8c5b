"""The hazards as their file holds them, each in the group with which its code begins.

Source: domain reference, instruments, section 6.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import by_code, entries_of, head_of
from baken.core.instruments.texts import Text

_CODE = re.compile(r"[a-z][a-z_]{1,39}\.[a-z][a-z_]{1,39}")


@dataclass(frozen=True)
class Hazard:
    """Something that can do harm, with the code of its group."""

    code: str
    group: str
    text: Text


def read_hazards(file: str, content: Any, *, groups: Collection[str]) -> dict[str, Hazard]:
    """The hazards of a file by code. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    found = []
    for entry in entries_of(file, head.get("items")):
        code = entry.text("code")
        group = code.partition(".")[0]
        if not _CODE.fullmatch(code):
            raise entry.problem("code", "write group and hazard, as mechanical.rotating_parts")
        if group not in groups:
            raise entry.problem("code", f"there is no group {group}")
        found.append(Hazard(code, group, Text(**entry.texts(""))))
        entry.end()
    head.end()
    return by_code(found, file)
