"""What each step of a duty to notify sets besides its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.queries.duties import duty_named, next_term
from baken.rooms.reports.rules.duties import call_problem
from baken.rooms.reports.texts import INTAKE_PROBLEMS

Fields = Mapping[str, Any]
_CALL = ("channel", "caller", "spoken_to", "reference")


def _notify(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The call is kept; what is due next is the written report, where one is asked."""
    moment = _moment(one, "called_at", fields["called_at"], at)
    told = {name: fields.get(name, "") for name in _CALL}
    told["reference"] = told["reference"] or one.reference
    values = {**told, "called_at": moment, "due_at": next_term(one)}
    values |= {"proposed_by": None, "reason": ""}
    return _call_change(values, told, moment)


def _confirm(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A confirmation with the number of the notification, where the other side gives one."""
    reference = fields.get("reference") or one.reference
    duty = duty_named(one.duty)
    if not reference and duty is not None and "reference" in duty.evidence:
        raise FieldsRefused({"reference": _("Give the number that the other side gave.")})
    moment = _moment(one, "confirmed_at", fields["confirmed_at"], at)
    return Change(
        values={"reference": reference, "confirmed_at": moment},
        facts={"confirmed_at": moment.isoformat(), "reference": reference},
    )


def _inform_again(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One more call stands in the history; the first one stays the notification."""
    moment = _moment(one, "called_at", fields["called_at"], at)
    told = {name: fields[name] for name in (*_CALL, "what") if name in fields}
    channel, reference = told.pop("channel"), told.pop("reference", "")
    values = {"reference": one.reference or reference}
    facts = {"called_at": moment.isoformat(), "channel": channel, "reference": reference}
    return Change(values=values, facts=facts, words=told)


def _send_report(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The newest written report is kept; what follows after it becomes due."""
    moment = _moment(one, "sent_at", fields["sent_at"], at)
    one.reports_sent += 1
    values = {
        "reports_sent": one.reports_sent,
        "report_sent_at": moment,
        "written_report": fields["report"],
        "due_at": next_term(one),
    }
    return Change(
        values=values,
        facts={"sent_at": moment.isoformat()},
        words={"written_report": fields["report"]},
        seal=("written_report",),
    )


def _propose(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The clock runs on until a second reader agreed."""
    return Change(
        values={"proposed_by": actor.person, "reason": fields["reason"]},
        words={"reason": fields["reason"]},
        seal=("reason",),
    )


def _agree(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(values={"due_at": None})


def _refuse(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(
        values={"proposed_by": None, "reason": ""},
        words={"why": fields["why"]},
        seal=("reason",),
    )


def _reopen(one: ExternalNotification, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Whoever opens it again by hand knows since now why; it is due at once."""
    return Change(
        values={"reopened_at": at, "due_at": at, "proposed_by": None, "reason": ""},
        words={"why": fields["why"]},
        seal=("reason",),
    )


def _call_change(values: Fields, told: Fields, moment: datetime) -> Change:
    public = {name: told[name] for name in ("channel", "reference")}
    return Change(
        values=values,
        facts={**public, "called_at": moment.isoformat()},
        words={name: told[name] for name in ("caller", "spoken_to")},
        seal=("caller", "spoken_to", "reason"),
    )


def _moment(one: ExternalNotification, name: str, said: datetime, at: datetime) -> datetime:
    """When something was done, which can be neither to come nor before it happened."""
    moment = said.astimezone(UTC)
    if problem := call_problem(moment, happened_at=one.occurrence.happened_at, now=at):
        raise FieldsRefused({name: str(INTAKE_PROBLEMS[problem])})
    return moment


CHANGES = {
    "reports.notification.notify": _notify,
    "reports.notification.confirm": _confirm,
    "reports.notification.inform_again": _inform_again,
    "reports.notification.send_report": _send_report,
    "reports.notification.propose_not_required": _propose,
    "reports.notification.agree_not_required": _agree,
    "reports.notification.refuse_not_required": _refuse,
    "reports.notification.reopen": _reopen,
}
