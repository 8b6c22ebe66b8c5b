"""What can happen to a duty to notify somebody outside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.reports.permits import NOTIFY, SECOND_READ, WEIGH

_OPEN = ("due", "reopened")
_DONE = ("notified", "confirmed")

_CALL = (
    StepField(
        "called_at",
        _("When was it done?"),
        "moment",
        required=True,
        help=_("The moment of the call, or at which it was sent."),
    ),
    StepField("channel", _("How?"), "choice", required=True, choices="channels"),
    StepField(
        "caller",
        _("Who notified?"),
        "text",
        required=True,
        help=_("A post is enough, such as the duty officer."),
    ),
    StepField(
        "spoken_to",
        _("To whom?"),
        "text",
        required=True,
        help=_("The name or post of who answered, or the desk it was sent to."),
    ),
    StepField(
        "reference",
        _("Number of the notification"),
        "text",
        help=_(
            "The number that the other side gave. Not known yet? Then give it when it is confirmed."
        ),
    ),
)

NOTIFICATION = Workflow(
    name="reports.notification",
    initial="due",
    states={
        "due": _("to be notified"),
        "notified": _("notified"),
        "confirmed": _("confirmed"),
        "not_required_proposed": _("proposed as not needed"),
        "not_required": _("not needed"),
        "reopened": _("to be notified again"),
    },
    finals=("confirmed", "not_required"),
    steps=(
        Step(
            name="notify",
            label=_("I have notified"),
            sources=(*_OPEN, "not_required_proposed"),
            target="notified",
            permit=NOTIFY,
            guards=("owner_or_handler",),
            fields=_CALL,
            trail="reports.notification.notified",
        ),
        Step(
            name="confirm",
            label=_("It was confirmed"),
            sources=("notified",),
            target="confirmed",
            permit=NOTIFY,
            guards=("owner_or_handler",),
            fields=(
                StepField("reference", _("Number of the notification"), "text"),
                StepField(
                    "confirmed_at",
                    _("When was it confirmed?"),
                    "moment",
                    required=True,
                    help=_("The moment of the letter, message or call."),
                ),
            ),
            trail="reports.notification.confirmed",
        ),
        Step(
            name="inform_again",
            label=_("I have told more"),
            sources=_DONE,
            target="",
            permit=NOTIFY,
            guards=("owner_or_handler",),
            fields=(
                *_CALL,
                StepField(
                    "what", _("What did you add?"), "long_text", required=True, help=_("No names.")
                ),
            ),
            trail="reports.notification.informed_again",
        ),
        Step(
            name="send_report",
            label=_("The written report was sent"),
            sources=_DONE,
            target="",
            permit=NOTIFY,
            guards=("owner_or_handler",),
            fields=(
                StepField("sent_at", _("When was it sent?"), "moment", required=True),
                StepField(
                    "report",
                    _("What does the report say?"),
                    "long_text",
                    required=True,
                    help=_("Without names: the employee council reads this too."),
                ),
            ),
            trail="reports.notification.report_sent",
        ),
        Step(
            name="propose_not_required",
            label=_("Propose: not needed"),
            sources=_OPEN,
            target="not_required_proposed",
            permit=WEIGH,
            guards=("not_own_report",),
            fields=(
                StepField(
                    "reason",
                    _("Why is it not needed?"),
                    "long_text",
                    required=True,
                    help=_("A second reader decides on this. No names."),
                ),
            ),
            trail="reports.notification.waiver_proposed",
            notice="second_readers",
        ),
        Step(
            name="agree_not_required",
            label=_("Agree: not needed"),
            sources=("not_required_proposed",),
            target="not_required",
            permit=SECOND_READ,
            guards=("not_own_report", "not_first_reader"),
            trail="reports.notification.waiver_agreed",
            notice="first_reader",
        ),
        Step(
            name="refuse_not_required",
            label=_("Do not agree: notify"),
            sources=("not_required_proposed",),
            target="due",
            permit=SECOND_READ,
            guards=("not_own_report", "not_first_reader"),
            fields=(StepField("why", _("Why must it be done?"), "long_text", required=True),),
            trail="reports.notification.waiver_refused",
            notice="owners",
        ),
        Step(
            name="reopen",
            label=_("Open again"),
            sources=(*_DONE, "not_required"),
            target="reopened",
            permit=NOTIFY,
            guards=("owner_or_handler",),
            fields=(StepField("why", _("Why"), "long_text", required=True),),
            trail="reports.notification.reopened",
            notice="owners",
        ),
        Step(
            name="reopen_by_facts",
            label=_("Opened again because facts changed"),
            sources=(*_DONE, "not_required", "not_required_proposed"),
            target="reopened",
            permit=NOTIFY,
            trail="reports.notification.reopened_by_facts",
            notice="owners",
            by_system=True,
        ),
        Step(
            name="lapse",
            label=_("The facts no longer ask for it"),
            sources=(*_OPEN, *_DONE, "not_required_proposed", "not_required"),
            target="",
            permit=NOTIFY,
            trail="reports.notification.lapsed",
            by_system=True,
        ),
        Step(
            name="revive",
            label=_("The facts ask for it again"),
            sources=(*_OPEN, *_DONE, "not_required_proposed", "not_required"),
            target="",
            permit=NOTIFY,
            trail="reports.notification.revived",
            by_system=True,
        ),
    ),
)
