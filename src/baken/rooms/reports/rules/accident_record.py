"""Pure decisions about accident records: for which accidents, and when one is final."""

from __future__ import annotations

from dataclasses import dataclass

from baken.rooms.reports.rules.handling import No

# Servicemen are among the staff; a civilian, a visitor or a foreign serviceman gets no record here.
OWN_STAFF = "employee"


@dataclass(frozen=True)
class AccidentFacts:
    """What the guards of an accident record's steps look at."""

    is_own: bool = False
    is_heard: bool = False
    days_since_shown: int | None = None
    remark_days: int = 0


def not_own_accident(facts: AccidentFacts) -> No | None:
    """Nobody draws up the record of what happened to themselves."""
    return No("own_accident") if facts.is_own else None


def person_heard(facts: AccidentFacts) -> No | None:
    """It is final when the person said what they had to say, or let the term go by."""
    waited = facts.days_since_shown is not None and facts.days_since_shown >= facts.remark_days
    return None if facts.is_heard or waited else No("not_heard")


def asks_for_records(*, kind: str, hurts_own: bool) -> bool:
    """Whether the commander must see to records: an accident that hurt somebody of the own staff.

    Source: Regeling proces-verbaal van ongeval, article 2; domain reference, reporting, section 3.
    """
    return kind == "accident" and hurts_own
