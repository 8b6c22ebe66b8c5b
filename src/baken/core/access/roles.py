"""Roles as data: which permits a role carries, how far and up to which confidentiality."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import get_language

from baken.core.access.permits import permit_named
from baken.core.access.reach import ABOVE, ADMINISTER, READ, Confidentiality

REACHES = ("none", "own", "case", "unit", ABOVE, "part", "all")
GIFT_REACHES = ("unit", "below", "all")
WIDTHS = ("unit", "part", "all")  # the reaches by unit, the widest last
LINES = ("", "first", "second", "third", "fourth")


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
class RoleGift:
    """Which roles a role may give to others, how far from its own unit, and from which level.

    ``reach``: ``unit`` the post's own reach, ``below`` only what lies below it, ``all`` anywhere.
    """

    roles: tuple[str, ...]
    reach: str
    from_level: int = 0


@dataclass(frozen=True)
class Role:
    """A role with its names, its grants, and the roles it may give to others.

    ``line`` is the line of defence it stands in, empty for a role that stands in none; a service
    account is given a role only when that is ``for_services``. Who ``advises`` is given a case to be
    asked for advice on it.
    """

    code: str
    nl: str
    en: str
    grants: tuple[RoleGrant, ...]
    gives: tuple[RoleGift, ...] = ()
    line: str = ""
    for_services: bool = False
    advises: bool = False

    @cached_property
    def widest(self) -> str:
        """How far its widest grant reaches: its own unit, the organisation part, or all."""
        wide = {one.reach for one in self.grants if one.reach in WIDTHS}
        return max(wide, key=WIDTHS.index, default=WIDTHS[0])

    def permits_by_case(self, level: int = 0) -> frozenset[str]:
        """The permits it gives for single records that its holder is given, held as closely as this."""
        return frozenset(
            name
            for line in self.grants
            if line.reach == "case" and line.confidentiality >= level
            for name in line.permits
        )

    @cached_property
    def administers(self) -> bool:
        """Whether the role runs the installation: then it counts within a session only."""
        return any(
            permit_named(name).kind == ADMINISTER for line in self.grants for name in line.permits
        )

    def label(self, language: str) -> str:
        """The role's name in a language."""
        return self.nl if language.startswith("nl") else self.en


@lru_cache(maxsize=4)
def load_roles(path: Path) -> dict[str, Role]:
    """Read the role file; an unknown permit, reach or level stops with its line's role."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))["roles"]
    return {code: _role(code, entry, set(listed)) for code, entry in listed.items()}


def role_label(code: str) -> str:
    """What a role is called in the active language; a role that is gone is shown as its code."""
    role = load_roles(settings.ROLES_FILE).get(code)
    return role.label(get_language() or "nl") if role else code


def is_asked_for_advice(code: str) -> bool:
    """Whether somebody with this role is given a case to advise on it."""
    role = load_roles(settings.ROLES_FILE).get(code)
    return role is not None and role.advises


def post_in_words(post: str) -> str:
    """A post in the active language; it is kept as it was signed, in Dutch: role and unit."""
    called, language = post.rpartition(" "), get_language() or "nl"
    for role in load_roles(settings.ROLES_FILE).values():
        if role.nl == post:
            return role.label(language)
        if role.nl == called[0]:
            return f"{role.label(language)} {called[2]}"
    return post


def _role(code: str, entry: dict, known: set[str]) -> Role:  # type: ignore[type-arg]
    try:
        grants = tuple(_role_grant(line) for line in entry.get("grants", []))
        gives = tuple(_role_gift(line, known) for line in entry.get("gives", []))
        role = Role(
            code=code,
            nl=entry["nl"],
            en=entry["en"],
            grants=grants,
            gives=gives,
            line=_line(entry.get("line", "")),
            for_services=bool(entry.get("for_services", False)),
            advises=bool(entry.get("advises", False)),
        )
        _refuse_content(role)
        return role
    except (KeyError, LookupError, ValueError) as problem:
        raise ValueError(f"role {code} in the role file: {problem}") from problem


def _refuse_content(role: Role) -> None:
    """Who administers reads no records: all else that such a role holds is without reach."""
    if not role.administers:
        return
    for line in role.grants:
        for name in line.permits:
            if permit_named(name).kind != ADMINISTER and line.reach != "none":
                raise ValueError(f"administers, and so cannot reach records with {name}")


def _line(line: str) -> str:
    if line not in LINES:
        raise ValueError(f"line {line!r} is not one of {', '.join(LINES[1:])}")
    return line


def _role_grant(line: dict) -> RoleGrant:  # type: ignore[type-arg]
    if line["reach"] not in REACHES:
        raise ValueError(f"reach {line['reach']!r} is not one of {', '.join(REACHES)}")
    permits = tuple(permit_named(name) for name in line["permits"])
    acting = [one.name for one in permits if line["reach"] == ABOVE and one.kind != READ]
    if acting:
        raise ValueError(f"reach {ABOVE!r} only reads, and {', '.join(acting)} does more")
    return RoleGrant(
        permits=tuple(one.name for one in permits),
        reach=line["reach"],
        confidentiality=Confidentiality[line.get("confidentiality", "normal").upper()],
        opens_restricted=bool(line.get("opens_restricted", False)),
    )


def _role_gift(line: dict, known: set[str]) -> RoleGift:  # type: ignore[type-arg]
    unknown = sorted(set(line["roles"]) - known)
    if unknown:
        raise ValueError(f"gives {', '.join(unknown)}, which is no role")
    if line["reach"] not in GIFT_REACHES:
        raise ValueError(f"gives with reach {line['reach']!r}, not {', '.join(GIFT_REACHES)}")
    return RoleGift(tuple(line["roles"]), line["reach"], int(line.get("from_level", 0)))
