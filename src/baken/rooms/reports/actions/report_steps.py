"""What each step of a report sets besides its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.alarm import end_alarm
from baken.rooms.reports.actions.classify import occurrence_for, reopen_if_over, site_of
from baken.rooms.reports.actions.embargo import EMBARGO_STEPS, share_with
from baken.rooms.reports.actions.immediate import note_immediate
from baken.rooms.reports.actions.owner import change_of_owner
from baken.rooms.reports.actions.say import say
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.calendars import timetable_for
from baken.rooms.reports.queries.classified import code_of_site
from baken.rooms.reports.queries.parts import message_part
from baken.rooms.reports.rules import NOT_SOLVED_DAYS, UNTRIAGED, triage_due

Prepare = Callable[[Any, Actor, datetime, Mapping[str, Any]], Change]


def _acknowledge(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return Change(values={"acknowledged_at": at})


def _triage(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    occurrence = occurrence_for(report=report, actor=actor, at=at, fields=fields)
    feedback_due = timetable_for(report).end("feedback", at)
    values: dict[str, Any] = {"occurrence": occurrence, "due_at": feedback_due}
    signer = signing(actor, TRIAGE, report)
    values["embargo_at"] = share_with(report=report, occurrence=occurrence, actor=signer, at=at)
    facts = {"occurrence": occurrence.ref}
    if "site" in fields:
        values["site_id"] = site_of(fields)
        facts["site"] = code_of_site(values["site_id"])
    if report.acknowledged_at is None:
        values["acknowledged_at"] = at
    return Change(values=values, facts=facts)


def _move(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The report goes to another occurrence, or becomes a new one; both histories say so."""
    left = report.occurrence
    joined = occurrence_for(report=report, actor=actor, at=at, fields=fields)
    if left is None or joined.pk == left.pk:
        raise FieldsRefused({"occurrence": _("The report belongs to this occurrence already.")})
    for occurrence, code in ((left, "report_left"), (joined, "report_joined")):
        entry = Entry(
            code=f"reports.occurrence.{code}",
            from_state=occurrence.state,
            to_state=occurrence.state,
            facts={"report": report.ref},
        )
        append(record=occurrence, actor=signing(actor, TRIAGE, report), at=at, entry=entry)
    return Change(
        values={"occurrence": joined},
        facts={"left": left.ref, "occurrence": joined.ref},
        words={"reason": fields["reason"]},
    )


def _say_about(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """What a story that names a person is about; nothing is kept of whom it names."""
    said = fields["naming"]
    return Change(values={"names_person": said}, facts={"naming": said})


def _danger_over(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """Ends the alarm. What the reporter said stays in the first row of the history."""
    said = say(
        report=report, actor=actor, side="handler", text=fields["how"], at=at, kind="danger_over"
    )
    end_alarm(report=report, at=at)
    values: dict[str, Any] = {"still_dangerous": False}
    if report.state in UNTRIAGED:
        values["due_at"] = triage_due(
            received_at=report.received_at,
            still_dangerous=False,
            timetable=timetable_for(report),
            whole_day=report.identity == "anonymous",
        )
    return Change(
        values=values,
        facts={"was_dangerous": True},
        words={"how": fields["how"]},
        parts=message_part(said),
    )


def _hand_over(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return change_of_owner(report, fields["owner_unit"])


def _answer(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    said = say(
        report=report, actor=actor, side="handler", text=fields["answer"], at=at, kind="answer"
    )
    reaction_until = at + timedelta(days=NOT_SOLVED_DAYS)
    return Change(
        values={"answered_at": at, "due_at": reaction_until},
        words={"answer": fields["answer"]},
        parts=message_part(said),
    )


def _close(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return Change(values={"closed_at": at, "due_at": None})


def _confirm(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    satisfaction = fields.get("satisfaction")
    if satisfaction is not None and not 1 <= satisfaction <= 5:
        raise FieldsRefused({"satisfaction": _("Choose a number from 1 to 5.")})
    moment = actor.moment(at)
    closed = report.closed_at or moment
    return Change(
        values={"closed_at": closed, "due_at": None, "satisfaction": satisfaction},
        facts={"satisfaction": satisfaction},
    )


def _not_solved(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    said = say(
        report=report, actor=actor, side="reporter", text=fields["reason"], at=at, kind="reopen"
    )
    if report.occurrence is not None:
        # Of an anonymous reporter the occurrence keeps the day too, and no moment.
        reopen_if_over(occurrence=report.occurrence, at=actor.moment(at), reason=report.ref)
    due = timetable_for(report).end("feedback", actor.moment(at))
    return Change(
        values={"closed_at": None, "due_at": due},
        words={"reason": fields["reason"]},
        parts=message_part(said),
    )


def _out_of_scope(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    said = say(
        report=report, actor=actor, side="handler", text=fields["answer"], at=at, kind="answer"
    )
    return Change(
        values={"answered_at": at, "closed_at": at, "due_at": None},
        words={"answer": fields["answer"]},
        parts=message_part(said),
    )


def _redirect(report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return Change(values={"closed_at": at, "due_at": None}, facts={"consent": True})


CHANGES: dict[str, Prepare] = {
    "reports.report.acknowledge": _acknowledge,
    "reports.report.triage": _triage,
    "reports.report.move": _move,
    "reports.report.say_about": _say_about,
    "reports.report.danger_over": _danger_over,
    "reports.report.note_immediate": note_immediate,
    "reports.report.hand_over": _hand_over,
    "reports.report.answer": _answer,
    "reports.report.close": _close,
    "reports.report.confirm_solved": _confirm,
    "reports.report.not_solved": _not_solved,
    "reports.report.out_of_scope": _out_of_scope,
    "reports.report.redirect_integrity": _redirect,
    **{f"reports.report.{name}": prepare for name, prepare in EMBARGO_STEPS.items()},
}
