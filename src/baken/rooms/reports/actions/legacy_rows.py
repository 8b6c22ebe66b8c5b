"""What an import brings: plain values, already read and checked. No database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson

NO_NARRATIVE = "no narrative in the source"
# Row numbers reach back to 1830; an older date in another system is a way to write "unknown".
OLDEST = datetime(1831, 1, 1, tzinfo=UTC)
NO_ROWS: Mapping[str, Sequence[Mapping[str, str]]] = {}


@dataclass(frozen=True)
class LegacySource:
    """The other system: its name (at most 60 characters) and the terms of its data.

    ``not_mapped`` are the columns that only the raw row keeps, ``columns`` all of them in the order
    of the file, ``companions`` those of its other files. ``mapping`` is the content of the mapping
    file; ``in_use`` the first and last day of the system as the mapping states them. ``adds`` is what
    every further row of a group adds to its occurrence.
    """

    name: str
    licence: str = ""
    attribution: str = ""
    not_mapped: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    companions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mapping: Mapping[str, Any] = field(default_factory=dict)
    in_use: tuple[date | None, date | None] = (None, None)
    adds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LegacyInjury:
    """The injury of one unnamed person; None means that the source does not say."""

    outcome: str
    person_kind: str = "employee"
    permanent: bool | None = None
    hospital_admission: bool | None = None
    absence_days: int | None = None
    known_at: datetime | None = None


@dataclass(frozen=True)
class LegacyDamage:
    """One thing that was damaged, and for how many whole euros when that is known."""

    what: str
    amount_eur: int | None = None


@dataclass(frozen=True)
class LegacyReport:
    """One row of another system as a report with what is known of its occurrence.

    ``line`` is where the row starts in the file; ``raw`` the row as it came, by column, and
    ``digest`` tells whether it changed at its source; the order of columns does not count. Rows
    with the same ``group`` belong to one occurrence; empty: the row stands alone. ``joined`` are the
    rows of other files that belong to it. ``part`` names a further report of the same row;
    ``names`` are (system, key) under which the same event is known elsewhere.
    """

    line: int
    key: str
    raw: Mapping[str, str]
    unit: str
    kind: str
    story: str = ""
    state: str = "closed"
    group: str = ""
    happened_at: datetime | None = None
    place: str = ""
    title: str = ""
    summary: str = ""
    category: int | None = None
    actual_severity: int | None = None
    potential_severity: int | None = None
    context: str = "non_operational"
    subjects: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    injuries: tuple[LegacyInjury, ...] = ()
    damages: tuple[LegacyDamage, ...] = ()
    joined: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=lambda: NO_ROWS)
    part: str = ""
    names: tuple[tuple[str, str], ...] = ()
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """The digest is made where the row is made, which may be another process."""
        object.__setattr__(self, "digest", digest_of(self.raw, self.joined))

    @property
    def report_state(self) -> str:
        """The report follows its occurrence."""
        return "closed" if self.state == "closed" else "in_handling"


@dataclass(frozen=True)
class RefusedRow:
    """A row that did not come in, and why; ``cells`` is the row as it was read."""

    line: int
    key: str
    reason: str
    cells: Sequence[str]


def digest_of(raw: Any, joined: Any = None) -> str:
    """What tells one version of a row from another; the order of its columns does not count."""
    content = orjson.dumps([raw, joined] if joined else raw, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()
