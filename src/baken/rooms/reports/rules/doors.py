"""The doors by which a report comes in: what each adds to what the reporter tells, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from baken.rooms.reports.rules.handling import IDENTITIES, Intake

LONGEST_PLACE = 200
ENTERED_CHANNELS = ("desk", "paper")
# Source: spelling alphabet of ICAO and NATO (STANAG 3680); digits as they are said over a radio.
SPOKEN: Mapping[str, str] = MappingProxyType(
    {
        "A": "Alfa",
        "B": "Bravo",
        "C": "Charlie",
        "D": "Delta",
        "E": "Echo",
        "F": "Foxtrot",
        "G": "Golf",
        "H": "Hotel",
        "J": "Juliett",
        "K": "Kilo",
        "M": "Mike",
        "N": "November",
        "P": "Papa",
        "Q": "Quebec",
        "R": "Romeo",
        "S": "Sierra",
        "T": "Tango",
        "V": "Victor",
        "W": "Whiskey",
        "X": "X-ray",
        "Y": "Yankee",
        "Z": "Zulu",
    }
)


@dataclass(frozen=True)
class Arrived:
    """Where a report came in: the code of the place, who acts there, and which kiosk it was."""

    place_code: str = ""
    where: str = ""
    unit_code: str = ""
    site_id: int | None = None
    equipment_id: int | None = None
    kiosk: str = ""


ANYWHERE = Arrived()


@dataclass(frozen=True)
class Caller:
    """Who told what somebody else enters: a known person by number, a way to reach them, or nobody."""

    known: bool = False
    contact: str = ""
    is_self: bool = False


def placed(intake: Intake, arrived: Arrived) -> Intake:
    """The report with the place and the unit of its door; what the reporter said comes first.

    "Second floor" at the poster of a building becomes "second floor, the building, the site". What
    does not fit is cut from what the reporter said of the place: the story has room for it.
    """
    if not arrived.where:
        return intake
    said = intake.place.strip()
    if arrived.where.casefold() in said.casefold():
        place = said
    else:
        room = LONGEST_PLACE - len(arrived.where) - 2
        place = ", ".join(one for one in (said[: max(room, 0)], arrived.where) if one)
    return replace(
        intake, place=place[:LONGEST_PLACE], unit_code=intake.unit_code or arrived.unit_code
    )


def caller_problems(intake: Intake, caller: Caller) -> dict[str, str]:
    """What is wrong with a report that one enters for another, as codes by field."""
    if intake.channel not in ENTERED_CHANNELS:
        return {"channel": "unknown"}
    if intake.identity not in IDENTITIES:
        return {"identity": "unknown"}
    if intake.identity == "anonymous":
        return {"caller": "anonymous_is_nobody"} if caller.known or caller.contact else {}
    if caller.is_self:
        return {"caller": "own_report_at_desk"}
    return {} if caller.known or caller.contact else {"caller": "nobody_named"}


def spelled(code: str) -> list[tuple[str, str]]:
    """A code to read out, sign by sign: letters by the spelling alphabet, digits as they are."""
    return [(sign, SPOKEN.get(sign, sign)) for sign in code.upper() if sign.isalnum()]
