"""Pure decisions about an information embargo: when it can be set and lifted, and when it is long."""

from __future__ import annotations

from datetime import datetime, timedelta

from baken.rooms.reports.rules.handling import No, OccurrenceFacts, ReportFacts

Facts = ReportFacts | OccurrenceFacts


def no_embargo_yet(facts: Facts) -> No | None:
    """An embargo is set once."""
    return No("embargo_on") if facts.under_embargo else None


def embargo_is_on(facts: Facts) -> No | None:
    """Only an embargo that is on can be lifted, and only then next of kin are noted."""
    return None if facts.under_embargo else No("embargo_off")


def embargo_is_over(facts: Facts) -> No | None:
    """What is under an embargo is not closed or passed on: nobody would lift it there."""
    return No("embargo_goes_on") if facts.under_embargo else None


def last_kin_left(facts: Facts) -> No | None:
    """Lifting tells when the last next of kin were informed: of the others that is noted before.

    Source: domain reference, reporting, section 16: it stays until the second family is reached.
    """
    waiting = facts.kin_waiting
    return No("kin_waiting") if waiting is not None and waiting > 1 else None


def kin_left(*, waiting: int | None, informed: int, still: int | None) -> int | None:
    """Of how many persons the next of kin must still be informed; None when nobody said how many.

    What is said now counts; else what was left, without those who were informed.
    """
    if still is not None:
        return still
    return None if waiting is None else max(0, waiting - informed)


def persons_problem(persons: int | None, *, least: int) -> str:
    """What is wrong with a number of persons, as a code; nothing when it can be or is unknown."""
    return "not_persons" if persons is not None and not least <= persons <= 1_000 else ""


def is_long(*, since: datetime, now: datetime, hours: int) -> bool:
    """Whether an embargo is on for longer than it usually takes to reach everybody."""
    return now - since > timedelta(hours=hours)


def shared(one: datetime | None, other: datetime | None) -> datetime | None:
    """Since when two records that become one fact are under an embargo: since the first that is."""
    return min((moment for moment in (one, other) if moment is not None), default=None)
