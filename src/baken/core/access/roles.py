"""Roles as data: which permits a role carries, how far and up to which confidentiality."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from baken.core.access.permits import permit_named
from baken.core.access.reach import Confidentiality

REACHES = ("none", "own", "unit", "part", "all")


@dataclass(frozen=True)
class RoleGrant:
    """One line of a role: permits, reach relative to the appointment, confidentiality.

    ``opens_restricted`` lets the role look into restricted units from above.
    """

    permits: tuple[str, ...]
    reach: str
    confidentiality: Confidentiality
    opens_restricted: bool = False


@dataclass(frozen=True)
class Role:
    """A role with its names and its grants."""

    code: str
    nl: str
    en: str
    grants: tuple[RoleGrant, ...]

    def label(self, language: str) -> str:
        """The role's name in a language."""
        return self.nl if language.startswith("nl") else self.en


@lru_cache(maxsize=4)
def load_roles(path: Path) -> dict[str, Role]:
    """Read the role file; an unknown permit, reach or level stops with its line's role."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))["roles"]
    return {code: _role(code, entry) for code, entry in listed.items()}


def _role(code: str, entry: dict) -> Role:  # type: ignore[type-arg]
    try:
        grants = tuple(_role_grant(line) for line in entry.get("grants", []))
        return Role(code=code, nl=entry["nl"], en=entry["en"], grants=grants)
    except (KeyError, LookupError, ValueError) as problem:
        raise ValueError(f"role {code} in the role file: {problem}") from problem


def _role_grant(line: dict) -> RoleGrant:  # type: ignore[type-arg]
    if line["reach"] not in REACHES:
        raise ValueError(f"reach {line['reach']!r} is not one of {', '.join(REACHES)}")
    return RoleGrant(
        permits=tuple(permit_named(name).name for name in line["permits"]),
        reach=line["reach"],
        confidentiality=Confidentiality[line.get("confidentiality", "normal").upper()],
        opens_restricted=bool(line.get("opens_restricted", False)),
    )
