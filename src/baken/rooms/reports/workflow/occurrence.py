"""What can happen to an occurrence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.reports.permits import HANDLE, NOTE_IMMEDIATE, TRIAGE
from baken.rooms.reports.workflow.fields import CLASSIFICATION, DONE_AT_ONCE

_OPEN = (
    "triaged",
    "handling",
    "under_investigation",
    "measures_running",
    "ready_to_close",
    "reopened",
)
_WORKING = ("handling", "under_investigation", "measures_running")

OCCURRENCE = Workflow(
    name="reports.occurrence",
    initial="triaged",
    states={
        "triaged": _("triaged"),
        "handling": _("in handling"),
        "under_investigation": _("under investigation"),
        "measures_running": _("measures running"),
        "ready_to_close": _("ready to close"),
        "closed": _("closed"),
        "reopened": _("reopened"),
        "merged": _("merged"),
    },
    finals=("closed", "merged"),
    steps=(
        Step(
            name="start_handling",
            label=_("Take into handling"),
            sources=("triaged", "reopened"),
            target="handling",
            permit=HANDLE,
            trail="reports.occurrence.handling_started",
        ),
        Step(
            name="start_investigation",
            label=_("Start an investigation"),
            sources=("triaged", "handling", "reopened"),
            target="under_investigation",
            permit=HANDLE,
            guards=("not_own_report",),
            trail="reports.occurrence.investigation_started",
        ),
        Step(
            name="start_measures",
            label=_("Measures are running"),
            sources=("handling", "under_investigation"),
            target="measures_running",
            permit=HANDLE,
            trail="reports.occurrence.measures_started",
        ),
        Step(
            name="make_ready",
            label=_("Ready to close"),
            sources=_WORKING,
            target="ready_to_close",
            permit=HANDLE,
            guards=("not_own_report",),
            fields=(
                StepField("result", _("What was done and learned"), "long_text", required=True),
            ),
            trail="reports.occurrence.made_ready",
        ),
        Step(
            name="close",
            label=_("Close"),
            sources=("ready_to_close",),
            target="closed",
            permit=HANDLE,
            guards=("not_own_report", "every_report_answered", "duties_settled"),
            trail="reports.occurrence.closed",
        ),
        Step(
            name="reopen",
            label=_("Reopen"),
            sources=("ready_to_close", "closed"),
            target="reopened",
            permit=HANDLE,
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="reports.occurrence.reopened",
            notice="handlers",
        ),
        Step(
            name="classify",
            label=_("Revise the triage"),
            sources=_OPEN,
            target="",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=CLASSIFICATION,
            trail="reports.occurrence.classified",
        ),
        Step(
            name="assign",
            label=_("Assign"),
            sources=_OPEN,
            target="",
            permit=HANDLE,
            fields=(
                StepField("lead", _("Who handles it"), "person", required=True),
                StepField("due_on", _("By when"), "date"),
            ),
            trail="reports.occurrence.assigned",
            notice="lead",
        ),
        Step(
            name="hand_over",
            label=_("Pass to another unit"),
            sources=_OPEN,
            target="",
            permit=HANDLE,
            fields=(StepField("owner_unit", _("Unit that must act"), "unit", required=True),),
            trail="reports.occurrence.handed_over",
            notice="handlers",
        ),
        Step(
            name="note_immediate",
            label=_("Note immediate action"),
            sources=_OPEN,
            target="",
            permit=NOTE_IMMEDIATE,
            fields=DONE_AT_ONCE,
            trail="reports.occurrence.immediate_noted",
            notice="handlers",
        ),
        Step(
            name="merge",
            label=_("Merge into another"),
            sources=("triaged", "handling", "reopened"),
            target="merged",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=(StepField("occurrence", _("Same fact as"), "occurrence", required=True),),
            trail="reports.occurrence.merged",
        ),
    ),
)
