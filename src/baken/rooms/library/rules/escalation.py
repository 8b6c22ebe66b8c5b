"""The clock of decisions as its file holds it: how long, and who comes next.

Source: domain reference, irm, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, head_of
from baken.core.instruments.scoring import CLASSES
from baken.core.instruments.texts import Text

NEXT_LEVEL = "next_level"
GOES_TO = (
    NEXT_LEVEL,
    "level_above_that",
    "owner",
    "owner_superior",
    "safety_adviser",
    "duty_officer",
    "top",
    "safety_committee",
)
ANSWERS = ("decide", "return_with_means", "return_with_instruction", "escalate")
_HOURS, _DAYS = 720, 366


@dataclass(frozen=True)
class Wait:
    """So many hours of the calendar, or so many working days."""

    hours: int = 0
    working_days: int = 0


@dataclass(frozen=True)
class Rung:
    """To whom it goes, and after which term from the start; None: the usual wait after the one before."""

    to: str
    wait: Wait | None


@dataclass(frozen=True)
class DecisionTerm:
    """How long a decision on a class may take, and the rungs after that."""

    code: str
    text: Text
    risk_class: str
    urgent: bool
    wait: Wait
    interim_measure: bool
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Situation:
    """Something that goes up by itself; without a wait at once, or at the next meeting."""

    code: str
    text: Text
    classes: tuple[str, ...]
    wait: Wait | None
    next_meeting: bool
    to: tuple[str, ...]


@dataclass(frozen=True)
class EscalationTable:
    """Everything the file holds."""

    version: int
    unanswered_share: float
    decisions: Mapping[str, DecisionTerm]
    situations: Mapping[str, Situation]
    reminders_days: tuple[int, ...]
    hand_up_fields: tuple[str, ...]
    answers: tuple[str, ...]
    means: tuple[str, ...]

    def term_of(self, risk_class: str, *, urgent: bool) -> DecisionTerm:
        """The term of a class; an urgent one is its own where the file knows it, else the usual one."""
        of_class = [one for one in self.decisions.values() if one.risk_class == risk_class]
        return min(of_class, key=lambda one: one.urgent is not urgent)


def read_escalation(file: str, content: Any) -> EscalationTable:
    """The table of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    made = EscalationTable(
        version=head.whole("version", 1, 100_000),
        unanswered_share=_share(head),
        decisions=by_code([_decision(one) for one in head.entries("decisions")], file),
        situations=by_code([_situation(one) for one in head.entries("situations")], file),
        reminders_days=_days(head),
        hand_up_fields=words_of(head, "hand_up_fields"),
        answers=head.some_of("answers", ANSWERS),
        means=words_of(head, "means"),
    )
    head.end()
    usual = {one.risk_class for one in made.decisions.values() if not one.urgent}
    for risk_class in CLASSES:
        if risk_class not in usual:
            raise head.problem("decisions", f"there is no term for {risk_class}")
    return made


def words_of(entry: Entry, name: str) -> tuple[str, ...]:
    """A field that is a list of words, at least one."""
    value = entry.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise entry.problem(name, "a list of words is needed, between [ and ]")
    return tuple(value)


def _share(head: Entry) -> float:
    value = head.get("unanswered_share")
    if not isinstance(value, float) or not 0 < value <= 1:
        raise head.problem("unanswered_share", "give a share above 0 and at most 1, as 0.5")
    return value


def _days(head: Entry) -> tuple[int, ...]:
    value = head.get("reminders_days")
    if not isinstance(value, list) or not all(type(one) is int and one >= 0 for one in value):
        raise head.problem("reminders_days", "a list of whole numbers is needed, between [ and ]")
    return tuple(sorted(value, reverse=True))


def _decision(entry: Entry) -> DecisionTerm:
    wait = _wait(entry)
    made = DecisionTerm(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        risk_class=entry.one_of("risk_class", CLASSES),
        urgent=entry.yes("urgent"),
        wait=wait or Wait(),
        interim_measure=entry.yes("interim_measure"),
        rungs=tuple(_rung(one) for one in entry.entries("then")),
    )
    entry.end()
    if wait is None:
        raise entry.problem("working_days", "give hours or working_days")
    if not made.rungs:
        raise entry.problem("then", "say who comes next")
    return made


def _rung(entry: Entry) -> Rung:
    made = Rung(entry.one_of("to", GOES_TO), _wait(entry))
    entry.end()
    return made


def _situation(entry: Entry) -> Situation:
    made = Situation(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        classes=entry.some_of("classes", CLASSES),
        wait=_wait(entry),
        next_meeting=entry.yes("next_meeting"),
        to=entry.some_of("to", GOES_TO),
    )
    ways = [made.wait is not None, made.next_meeting, entry.yes("at_once")]
    entry.end()
    if ways.count(True) != 1:
        raise entry.problem("at_once", "give one of: hours, working_days, at_once, next_meeting")
    return made


def _wait(entry: Entry) -> Wait | None:
    hours = entry.whole_or_none("hours", 1, _HOURS)
    days = entry.whole_or_none("working_days", 1, _DAYS)
    if hours and days:
        raise entry.problem("hours", "give hours or working_days, not both")
    return Wait(hours or 0, days or 0) if hours or days else None
