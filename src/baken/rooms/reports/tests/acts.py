"""What the cast does in the tests of this room: send, triage, answer; each returns what it made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.conftest import Cast, Member
from baken.core.access import NOBODY, Actor
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.recount import begin_counts
from baken.core.trail.registry import chain_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions import Submitted, submit_report, take_step
from baken.rooms.reports.models import Message, Occurrence, Report
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.factories import CLASSIFICATION

STORY = "Op de garage hing een losse kabel boven de werkbank."
ANSWER = "De kabel is vastgezet. Dank voor het melden."


def send(
    who: Member | Actor = NOBODY, *, at: datetime, key: str = "", files: Any = (), **fields: Any
) -> Submitted:
    """A report sent by somebody; without more, a story and nothing else."""
    actor = who if isinstance(who, Actor) else who.actor
    intake = Intake(**{"story": STORY, **fields})
    return submit_report(actor=actor, intake=intake, at=at, key=key, files=files)


def send_anonymous(cast: Cast, *, unit: str = "COMPANY", **fields: Any) -> Submitted:
    """A report by nobody about a unit, by default the company."""
    return send(at=cast.at, identity="anonymous", unit_code=unit, **fields)


def step(
    who: Member | Actor, record: Any, name: str, *, at: datetime, note: str = "", **fields: Any
) -> Any:
    """A step taken by somebody."""
    actor = who if isinstance(who, Actor) else who.actor
    return take_step(actor=actor, record=record, step=name, at=at, note=note, fields=fields)


def keep_counts() -> None:
    """The worker keeps the counts of every unit from now on."""
    here = tree()
    follow_tree(version=here.version, parents={one.id: one.parent_id for one in here.units})
    begin_counts()
    while fold_changes():
        pass


def triage(cast: Cast, report: Report, **fields: Any) -> Report:
    """The report after the safety adviser's triage with the usual classification."""
    given = {**CLASSIFICATION, **fields}
    return step(cast.safety_adviser, report, "triage", at=cast.at, **given)


def answered(cast: Cast, report: Report, text: str = ANSWER) -> Report:
    """The report after triage and an answer."""
    return step(cast.safety_adviser, triage(cast, report), "answer", at=cast.at, answer=text)


def holder_of(code: str) -> Actor:
    """Who comes back with a receipt code: nobody, with the right to answer in one report."""
    opened = report_of_code(code)
    assert opened is not None
    return opened[1]


def fresh(record: Any) -> Any:
    """The record as the database has it now."""
    return type(record).objects.for_system(reason="advance").get(pk=record.pk)


def occurrence_of(report: Report) -> Occurrence:
    """The occurrence a report belongs to now."""
    occurrence = fresh(report).occurrence
    assert occurrence is not None
    return occurrence


def steps_of(record: Any) -> list[Any]:
    """The history of a record, oldest first."""
    return list(chain_of(type(record)).objects.of(record).order_by("serial"))


def said_in(report: Report) -> list[tuple[str, str, str]]:
    """Side, kind and text of every message of a report."""
    rows = Message.objects.of(report).order_by("number")
    return [(one.side, one.kind, one.text) for one in rows]
