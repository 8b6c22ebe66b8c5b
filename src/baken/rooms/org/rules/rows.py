"""What an organisation file says, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class EarlierName:
    """What a unit was called before: up to and including ``until``."""

    until: date
    name_nl: str
    name_en: str = ""


@dataclass(frozen=True)
class UnitRow:
    """What an import says of one unit; ``parent`` is empty for the root.

    ``until`` is its last day, ``earlier`` what it was called before, the oldest first.
    """

    code: str
    parent: str
    level: int
    name_nl: str
    name_en: str = ""
    kind: str = "unit"
    site: str = ""
    strength: int | None = None
    restricted: bool = False
    independent: bool = False
    from_on: date | None = None
    until: date | None = None
    earlier: tuple[EarlierName, ...] = ()


@dataclass(frozen=True)
class LineRow:
    """What an import says of one line of command beside the tree."""

    unit: str
    superior: str
    kind: str
    from_on: date
    until: date | None = None
    order_ref: str = ""
    caveats: str = ""


@dataclass(frozen=True)
class PersonRow:
    """What an import says of one person; ``account`` is a log-in name or empty."""

    number: str
    name: str
    unit: str
    rank: str = ""
    status: str = "military"
    email: str = ""
    account: str = ""


@dataclass(frozen=True)
class AppointmentRow:
    """What an import says of one appointment.

    A delegation says whose post it is taken from (``of``, a personnel number) and, when by that post
    one decides on risks, for which classes and contexts.
    """

    person: str
    role: str
    unit: str
    from_on: date
    until: date | None = None
    kind: str = "permanent"
    below: bool = False
    of: str = ""
    classes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class NamedPostRow:
    """What an import says of one named post: on which unit it stands."""

    post: str
    unit: str


@dataclass(frozen=True)
class OrganisationFile:
    """Everything one file says; a part that is missing from it is left alone."""

    units: list[UnitRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    appointments: list[AppointmentRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    named_posts: list[NamedPostRow] = field(default_factory=list)
