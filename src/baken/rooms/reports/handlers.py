"""What happens after a report or occurrence took a step: receipt and notices; safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import system_actor
from baken.core.access.roles import is_asked_for_advice
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import (
    holders_above,
    nearest_holders,
    own_key_of,
    person_numbered,
    tree,
)
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.actions.alarm import raise_alarm
from baken.rooms.reports.models import ExternalNotification, Occurrence, Report
from baken.rooms.reports.queries.identity import (
    FOR_INSPECTION,
    RELEASE_ENDED,
    RELEASED,
    TOLD_ENDED,
    TOLD_RELEASED,
)
from baken.rooms.reports.queries.notification_inbox import owners_of

SECOND_READER = "safety_adviser"
HANDLING_ROLES = ("safety_adviser", "arbo_coordinator")

for _step, _text in {
    "acknowledge": _("Your report %(ref)s has been received. A safety adviser looks at it."),
    "triage": _("Your report %(ref)s is being handled."),
    "danger_over": _("The danger that you reported in %(ref)s is over."),
    "answer": _("There is an answer to your report %(ref)s."),
    "close": _("Your report %(ref)s is closed. Thank you for reporting."),
    "out_of_scope": _("There is an answer to your report %(ref)s."),
    "redirect_integrity": _("Your report %(ref)s belongs with the integrity organisation."),
    "message": _("There is a message about your report %(ref)s."),
}.items():
    declare_notice(f"reports.reporter.{_step}", _text, "reports:report")

for _step, _text in {
    "reports.report.received": _("A new report has come in: %(ref)s."),
    "hand_over": _("Report %(ref)s was passed to your unit."),
    "confirm_solved": _("The reporter of %(ref)s says it is solved."),
    "not_solved": _("The reporter of %(ref)s says it is not solved."),
    "note_immediate": _("What was done at once was noted on report %(ref)s."),
    "message": _("The reporter of %(ref)s sent a message."),
}.items():
    declare_notice(f"reports.handlers.{_step}", _text, "reports:report")

declare_notice(
    "reports.occurrence_handed_over",
    _("Occurrence %(ref)s was passed to your unit."),
    "reports:occurrence",
)
declare_notice(RELEASED, _("You may look up who reported %(ref)s."), "reports:report")
declare_notice(
    FOR_INSPECTION, _("You may look up who reported %(ref)s."), "reports:identity-inspection"
)
declare_notice(
    RELEASE_ENDED, _("The last day on which you may look up who reported %(ref)s was set.")
)
declare_notice(
    TOLD_RELEASED,
    _("Somebody may know that you reported %(ref)s. See in what post, why and until when."),
    "reports:report-access",
)
declare_notice(
    TOLD_ENDED,
    _("The last day was set on which somebody may know that you reported %(ref)s."),
    "reports:report-access",
)
declare_notice(
    "reports.occurrence_immediate",
    _("What was done at once was noted on occurrence %(ref)s."),
    "reports:occurrence",
)
declare_notice("reports.lead", _("You handle occurrence %(ref)s."), "reports:occurrence")
declare_notice("reports.reopened", _("Occurrence %(ref)s was reopened."), "reports:occurrence")
_ABOUT_OCCURRENCE = {
    "hand_over": "reports.occurrence_handed_over",
    "note_immediate": "reports.occurrence_immediate",
    "reopen": "reports.reopened",
}

for _step, _text in {
    "reports.notification.opened": _("There is a duty to notify: %(ref)s. Look whom to call."),
    "reopen": _("A duty to notify was opened again: %(ref)s."),
    "reopen_by_facts": _("Facts changed, so somebody must be told again: %(ref)s."),
    "refuse_not_required": _("The second reader does not agree: notify after all. See %(ref)s."),
}.items():
    declare_notice(f"reports.duty_owner.{_step}", _text, "reports:notification")
declare_notice(
    "reports.duty_second_reader",
    _("A colleague proposes that a notification is not needed. Decide on %(ref)s."),
    "reports:notification",
)
declare_notice(
    "reports.duty_agreed",
    _("The second reader agrees that the notification of %(ref)s is not needed."),
    "reports:notification",
)

_CASES = {"reports.report": "reports:report", "reports.occurrence": "reports:occurrence"}
for _table, _page in _CASES.items():
    declare_notice(f"{_table}.case_given", _("You were given %(ref)s as a case."), _page)
    declare_notice(f"{_table}.advice_asked", _("Your advice on %(ref)s is asked."), _page)
    declare_notice(
        f"{_table}.case_changed",
        _("Why you were given %(ref)s as a case, or until when, was changed."),
        _page,
    )
    declare_notice(
        f"{_table}.advice_changed",
        _("What your advice on %(ref)s is asked about, or until when, was changed."),
        _page,
    )
    declare_notice(f"{_table}.case_ended", _("The last day of your case %(ref)s was set."))
    declare_notice(f"{_table}.advice_ended", _("The last day of your advice on %(ref)s was set."))


def acknowledge_at_once(event: Any, at: datetime) -> None:
    """Confirm receipt of every new report by itself; a person may have been faster."""
    if event.payload.get("step") != "reports.report.received":
        return
    report = _record(Report, event)
    if report is not None and report.state == "received":
        moment = event.at if event.by_nobody else at
        take_step(actor=system_actor("receipt"), record=report, step="acknowledge", at=moment)


def tell_about_report(event: Any, at: datetime) -> None:
    """Tell the reporter or the handlers, as the workflow's row says."""
    audience, step = event.payload.get("notice"), event.payload.get("step")
    report = _record(Report, event) if audience else None
    if report is None:
        return
    if audience == "reporter":
        keys: Iterable[str] = [report.reporter_key]
    else:
        keys = _handlers(report, at)
    if step == "hand_over" and report.still_dangerous:
        raise_alarm(report=report, at=event.at)
    notify(
        to_keys=keys,
        code=f"reports.{'reporter' if audience == 'reporter' else 'handlers'}.{step}",
        record=report,
        at=event.at,
        hide_moment=report.identity == "anonymous",
    )


def tell_about_occurrence(event: Any, at: datetime) -> None:
    """Tell the lead of an assignment, or the handlers what happened to it; of what was done at once both."""
    audience = event.payload.get("notice")
    occurrence = _record(Occurrence, event) if audience else None
    if occurrence is None:
        return
    if audience == "lead":
        keys = [own_key_of(occurrence.lead)] if occurrence.lead else []
        notify(to_keys=keys, code="reports.lead", record=occurrence, at=event.at)
    else:
        step = event.payload["step"]
        keys = _handlers(occurrence, at)
        if step == "note_immediate" and occurrence.lead:
            keys.append(own_key_of(occurrence.lead))
        notify(to_keys=keys, code=_ABOUT_OCCURRENCE[step], record=occurrence, at=event.at)


def tell_about_notification(event: Any, at: datetime) -> None:
    """Tell who owes a duty that it opened or opened again, and both readers what is proposed or decided."""
    audience, step = event.payload.get("notice"), event.payload.get("step")
    one = _record(ExternalNotification, event) if audience else None
    if one is None:
        return
    if audience == "owners":
        keys = [own_key_of(holder.person) for holder in owners_of(one, at)]
        notify(to_keys=keys, code=f"reports.duty_owner.{step}", record=one, at=event.at)
    elif audience == "second_readers":
        unit = tree().by_id[one.owner_unit_id or one.unit_id]
        holders = holders_above(roles=[SECOND_READER], units=[unit], at=at)[unit.id]
        keys = [own_key_of(one_.person) for one_ in holders if one_.person != one.proposed_by]
        notify(to_keys=keys, code="reports.duty_second_reader", record=one, at=event.at)
    elif one.proposed_by is not None:
        keys = [own_key_of(one.proposed_by)]
        notify(to_keys=keys, code="reports.duty_agreed", record=one, at=event.at)


def tell_about_case(event: Any, at: datetime) -> None:
    """Tell somebody that they got a case or are asked for advice, that this was changed, or ends."""
    root = {one._meta.label_lower: one for one in (Report, Occurrence)}.get(event.table)
    record = _record(root, event) if root else None
    person = person_numbered(event.payload["person"])
    if record is None or person is None:
        return
    what = "advice" if is_asked_for_advice(event.payload["role"]) else "case"
    how = event.payload["code"].removeprefix("org.case.")
    if (what, how) == ("advice", "given"):
        how = "asked"
    notify(
        to_keys=[own_key_of(person.id)],
        code=f"{event.table}.{what}_{how}",
        record=record,
        at=event.at,
        hide_moment=getattr(record, "identity", "") == "anonymous",
    )


def _handlers(record: Any, at: datetime) -> list[str]:
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    holders = nearest_holders(roles=HANDLING_ROLES, unit=unit, at=at)
    return [own_key_of(holder.person) for holder in holders]


def _record(root: type[Any], event: Any) -> Any:
    return root.objects.for_system(reason="deliver").filter(pk=event.record).first()
