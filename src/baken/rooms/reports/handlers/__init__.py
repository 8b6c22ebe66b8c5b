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
from baken.rooms.org.queries import nearest_holders, own_key_of, person_numbered, tree
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.actions.alarm import raise_alarm
from baken.rooms.reports.actions.raise_unread import raise_danger
from baken.rooms.reports.handlers.duties import tell_about_notification as tell_about_notification
from baken.rooms.reports.handlers.levels import (
    tell_of_decision,
    tell_of_level,
    tell_second_readers,
)
from baken.rooms.reports.handlers.risks import tell_risks as tell_risks
from baken.rooms.reports.models import AccidentRecord, Occurrence, Report
from baken.rooms.reports.queries.alarm import STILL_DANGEROUS
from baken.rooms.reports.queries.identity import (
    FOR_INSPECTION,
    RELEASE_ENDED,
    RELEASED,
    TOLD_ENDED,
    TOLD_RELEASED,
)

HANDLING_ROLES = ("safety_adviser", "arbo_coordinator")
EMBARGO_ROLES = ("commander", "safety_adviser")

for _step, _text in {
    "acknowledge": _("Your report %(ref)s has been received. A safety adviser looks at it."),
    "triage": _("Your report %(ref)s is being handled."),
    "danger_over": _("The danger that you reported in %(ref)s is over."),
    "answer": _("There is an answer to your report %(ref)s."),
    "close": _("Your report %(ref)s is closed. Thank you for reporting."),
    "out_of_scope": _("There is an answer to your report %(ref)s."),
    "redirect_integrity": _("Your report %(ref)s belongs with the integrity organisation."),
    "message": _("There is a message about your report %(ref)s."),
    "raise": _("Your report %(ref)s was brought to a higher level."),
    "correction": _("Something was added to the story of your report %(ref)s."),
}.items():
    declare_notice(
        f"reports.reporter.{_step}",
        _text,
        "reports:report",
        group="own",
        by_mail="content_free" if _step == "redirect_integrity" else "reference",
    )

for _step, _text in {
    "reports.report.received": _("A new report has come in: %(ref)s."),
    "hand_over": _("Report %(ref)s was passed to your unit."),
    "confirm_solved": _("The reporter of %(ref)s says it is solved."),
    "not_solved": _("The reporter of %(ref)s says it is not solved."),
    "note_immediate": _("What was done at once was noted on report %(ref)s."),
    "message": _("The reporter of %(ref)s sent a message."),
    "follow_up": _("The reporter of %(ref)s answered further questions."),
    "correction": _("The reporter of %(ref)s added something to the story."),
}.items():
    declare_notice(f"reports.handlers.{_step}", _text, "reports:report", by_mail="reference")

declare_notice(
    "reports.occurrence_handed_over",
    _("Occurrence %(ref)s was passed to your unit."),
    "reports:occurrence",
    by_mail="reference",
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
    group="own",
)
declare_notice(
    TOLD_ENDED,
    _("The last day was set on which somebody may know that you reported %(ref)s."),
    "reports:report-access",
    group="own",
)
declare_notice(
    "reports.occurrence_immediate",
    _("What was done at once was noted on occurrence %(ref)s."),
    "reports:occurrence",
    by_mail="reference",
)
for _table in ("report", "occurrence"):
    for _step, _text in {
        "set_embargo": _("An information embargo is on for %(ref)s. Tell nobody names or unit."),
        "note_kin": _("Next of kin were informed; the information embargo on %(ref)s goes on."),
        "lift_embargo": _("The information embargo on %(ref)s has been lifted."),
        "withdraw_embargo": _("The information embargo on %(ref)s is not needed and was ended."),
    }.items():
        declare_notice(f"reports.{_table}_embargo.{_step}", _text, f"reports:{_table}")
TOLD_APART = {
    "raised": tell_of_level,
    "second_readers": tell_second_readers,
    "second_read": tell_of_decision,
}
for _code, _text in {
    "reports.lead": _("You handle occurrence %(ref)s."),
    "reports.reopened": _("Occurrence %(ref)s was reopened."),
    "reports.unmerged": _("Occurrence %(ref)s stands by itself again."),
}.items():
    declare_notice(_code, _text, "reports:occurrence", by_mail="reference")
_ABOUT_OCCURRENCE = {
    "hand_over": "reports.occurrence_handed_over",
    "note_immediate": "reports.occurrence_immediate",
    "reopen": "reports.reopened",
    "unmerge": "reports.unmerged",
}

for _step, _text in {
    "requested": _("Somebody asked for accident record %(ref)s."),
    "show": _("Accident record %(ref)s is about you. Read it and add your remarks."),
    "make_final": _("Accident record %(ref)s, which is about you, is final."),
    "supplement": _("Something was added to accident record %(ref)s, which is about you."),
    "withdraw": _("Accident record %(ref)s, which is about you, was withdrawn."),
    "agree": _("The person concerned has no remarks on accident record %(ref)s."),
    "remark": _("The person concerned remarked on accident record %(ref)s."),
}.items():
    declare_notice(f"reports.accident_record.{_step}", _text, "reports:accident-record")

_CASES = {
    "reports.report": "reports:report",
    "reports.occurrence": "reports:occurrence",
    "reports.accidentrecord": "reports:accident-record",
}
_ROOTS = {one._meta.label_lower: one for one in (Report, Occurrence, AccidentRecord)}
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
    report = _record(Report, event) if audience not in ("", None, "embargo") else None
    if report is None:
        return
    if audience == "raised":
        tell_of_level(report, event.at, at)
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
    occurrence = _record(Occurrence, event) if audience not in ("", None, "embargo") else None
    if occurrence is None:
        return
    if audience in TOLD_APART:
        TOLD_APART[audience](occurrence, event.at, at)
    elif audience == "lead":
        keys = [own_key_of(occurrence.lead)] if occurrence.lead else []
        notify(to_keys=keys, code="reports.lead", record=occurrence, at=event.at)
    else:
        step = event.payload["step"]
        keys = _handlers(occurrence, at)
        if step == "note_immediate" and occurrence.lead:
            keys.append(own_key_of(occurrence.lead))
        notify(to_keys=keys, code=_ABOUT_OCCURRENCE[step], record=occurrence, at=event.at)


def tell_about_embargo(event: Any, at: datetime) -> None:
    """Tell those who handle it, and nobody else, that an embargo is on, goes on or is over."""
    told = event.payload.get("notice") == "embargo"
    record = _record(_ROOTS[event.table], event) if told else None
    if record is None:
        return
    keys = _handlers(record, at, EMBARGO_ROLES)
    if getattr(record, "lead", None):
        keys.append(own_key_of(record.lead))
    notify(
        to_keys=keys,
        code=f"reports.{record._meta.model_name}_embargo.{event.payload['step']}",
        record=record,
        at=event.at,
        hide_moment=getattr(record, "identity", "") == "anonymous",
    )


def tell_about_accident_record(event: Any, at: datetime) -> None:
    """Tell the person concerned what is theirs to read, or the commander what was said or asked."""
    audience = event.payload.get("notice")
    record = _record(AccidentRecord, event) if audience else None
    if record is None:
        return
    person = audience == "person"
    keys = [record.person_key] if person else _handlers(record, at, ("commander",))
    step = event.payload["step"].removeprefix("reports.accident_record.")
    code = f"reports.accident_record.{step}"
    notify(to_keys=keys, code=code, record=record, at=event.at)


def tell_about_case(event: Any, at: datetime) -> None:
    """Tell somebody that they got a case or are asked for advice, that this was changed, or ends."""
    root = _ROOTS.get(event.table)
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


def raise_unread_danger(event: Any, at: datetime) -> None:
    """Nobody who was told of a danger has read about it: tell the next."""
    report = _record(Report, event) if event.table == Report._meta.label_lower else None
    if report is not None and event.payload["code"] == STILL_DANGEROUS:
        moment = event.at if event.by_nobody else at
        rung, to = event.payload["rung"], event.payload["to"]
        raise_danger(report=report, rung=rung, to=to, at=moment)


def _handlers(record: Any, at: datetime, roles: tuple[str, ...] = HANDLING_ROLES) -> list[str]:
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    holders = nearest_holders(roles=roles, unit=unit, at=at)
    return [own_key_of(holder.person) for holder in holders]


def _record(root: type[Any], event: Any) -> Any:
    return root.objects.for_system(reason="deliver").filter(pk=event.record).first()
