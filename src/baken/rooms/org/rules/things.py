"""Pure decisions about sites, equipment, inspections and qualifications, and the rows of their import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import available_timezones

PLACE_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}", re.ASCII)
RESULTS = ("passed", "conditional", "failed")
COUNCIL_KINDS = ("MC", "DMC", "CMC")
EXPIRES_SOON = timedelta(days=90)
LONGEST_TERM = timedelta(days=366 * 25)
FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class SiteRow:
    """What an import says of one site; ``where`` names the row in messages."""

    where: str
    code: str
    name_nl: str
    holder: str
    name_en: str = ""
    location: str = ""
    time_zone: str = "Europe/Amsterdam"
    buildings: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkplaceRow:
    """What an import says of the work of one kind that a unit does at a site."""

    where: str
    site: str
    unit: str
    type: str
    headcount: int | None = None
    function_groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class InspectionRow:
    """One inspection: which kind, when, when again, with what result, by whom."""

    kind: str
    done_on: date
    result: str
    due_on: date | None = None
    inspector: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class EquipmentRow:
    """What an import says of one piece of equipment, with the inspections it knows of."""

    where: str
    code: str
    kind: str
    name: str
    unit: str
    site: str = ""
    product_ref: str = ""
    serial_number: str = ""
    in_use_on: date | None = None
    out_of_use_on: date | None = None
    inspections: tuple[InspectionRow, ...] = ()


@dataclass(frozen=True)
class QualificationRow:
    """What somebody was found able to do, from when, until when, and who says so."""

    code: str
    obtained_on: date
    valid_until: date | None = None
    certificate: str = ""
    issuer: str = ""
    person: str = ""
    where: str = ""


@dataclass(frozen=True)
class CouncilRow:
    """What an import says of one employee council."""

    where: str
    code: str
    name_nl: str
    unit: str
    kind: str
    name_en: str = ""


@dataclass(frozen=True)
class ThingsFile:
    """Everything one file says about things; ``problems`` are the rows that could not be read."""

    sites: list[SiteRow] = field(default_factory=list)
    workplaces: list[WorkplaceRow] = field(default_factory=list)
    equipment: list[EquipmentRow] = field(default_factory=list)
    qualifications: list[QualificationRow] = field(default_factory=list)
    councils: list[CouncilRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EquipmentFacts:
    """What the guards of equipment decide on.

    Whether its newest inspection of any kind failed, and why nothing can be done at its unit:
    empty while that exists.
    """

    failed: bool = False
    unit_gone: str = ""


class Inspected(Protocol):
    """An inspection, from a file or from the database."""

    @property
    def kind(self) -> str: ...

    @property
    def done_on(self) -> date: ...

    @property
    def due_on(self) -> date | None: ...

    @property
    def result(self) -> str: ...


def is_place_code(code: str) -> bool:
    """Whether a code fits on a label and in an address: capitals, digits and hyphens, 2 to 20."""
    return PLACE_CODE.fullmatch(code) is not None


def is_time_zone(name: str) -> bool:
    """Whether this is the IANA name of a time zone, such as ``America/Curacao``."""
    return name in available_timezones()


def newest_per_kind(inspections: Iterable[Inspected]) -> list[Inspected]:
    """Of each kind of inspection the last one done."""
    newest: dict[str, Inspected] = {}
    for one in inspections:
        known = newest.get(one.kind)
        if known is None or one.done_on >= known.done_on:
            newest[one.kind] = one
    return list(newest.values())


def next_due(inspections: Iterable[Inspected]) -> date | None:
    """The first day by which an inspection must be done again, or None when none is due."""
    days = [one.due_on for one in newest_per_kind(inspections) if one.due_on is not None]
    return min(days, default=None)


def is_failed(inspections: Iterable[Inspected]) -> bool:
    """Whether the newest inspection of any kind failed."""
    return any(one.result == "failed" for one in newest_per_kind(inspections))


def is_overdue(*, state: str, due_on: date | None, today: date) -> bool:
    """Whether equipment in use should have been inspected before today."""
    return state == "in_use" and due_on is not None and due_on < today


def inspection_mistakes(found: InspectionRow, today: date) -> dict[str, str]:
    """What does not fit in an inspection: per field the code of a sentence."""
    mistakes = {}
    if found.done_on > today:
        mistakes["done_on"] = "in_future"
    if found.done_on < FIRST_DAY:
        mistakes["done_on"] = "long_ago"
    if found.result not in RESULTS:
        mistakes["result"] = "unknown"
    if found.due_on is not None and found.due_on <= found.done_on:
        mistakes["due_on"] = "not_after"
    elif found.due_on is not None and found.due_on - found.done_on > LONGEST_TERM:
        mistakes["due_on"] = "too_far"
    return mistakes


def qualification_mistakes(held: QualificationRow, today: date) -> dict[str, str]:
    """What does not fit in a qualification: per field the code of a sentence."""
    mistakes = {}
    if held.obtained_on > today:
        mistakes["obtained_on"] = "in_future"
    if held.obtained_on < FIRST_DAY:
        mistakes["obtained_on"] = "long_ago"
    if held.valid_until is not None and held.valid_until < held.obtained_on:
        mistakes["valid_until"] = "not_after"
    return mistakes


def standing_of(valid_until: date | None, today: date) -> str:
    """How a qualification stands: ``valid``, ``expiring`` within 90 days, or ``expired``."""
    if valid_until is None:
        return "valid"
    if valid_until < today:
        return "expired"
    return "expiring" if valid_until <= today + EXPIRES_SOON else "valid"


def inspection_not_failed(facts: EquipmentFacts) -> str | None:
    """Why equipment may not go back into use: its newest inspection failed."""
    return "inspection_failed" if facts.failed else None


def unit_exists(facts: EquipmentFacts) -> str | None:
    """Whether nothing can be done with equipment where it is: its unit was dissolved."""
    return "unit_gone" if facts.unit_gone else None


def rows_twice(rows: Sequence[tuple[str, str]]) -> list[str]:
    """The places of rows whose key was there before, given as (where, key)."""
    seen: set[str] = set()
    found = []
    for where, key in rows:
        if key in seen:
            found.append(where)
        seen.add(key)
    return found
