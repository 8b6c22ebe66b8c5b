"""What can happen to a report and to an occurrence: two tables."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.reports.permits import ANSWER, HANDLE, RESPOND, TRIAGE

CLASSIFICATION = (
    StepField("title", _("Title"), "text", required=True, help=_("Short, without persons.")),
    StepField(
        "summary",
        _("Summary"),
        "long_text",
        required=True,
        help=_("Two lines without persons, exact dates or small units; others read only this."),
    ),
    StepField("kind", _("Kind"), "choice", required=True, choices="kinds"),
    StepField("category", _("Category"), "choice", required=True, choices="categories"),
    StepField("actual_severity", _("What happened"), "choice", required=True, choices="severities"),
    StepField(
        "potential_severity",
        _("Worst that could have happened"),
        "choice",
        required=True,
        choices="severities",
    ),
    StepField("subjects", _("Subjects"), "codes", choices="subjects"),
    StepField("domains", _("Domains"), "codes", choices="domains"),
    StepField("context", _("Context"), "choice", choices="contexts"),
    StepField("injuries", _("Injuries"), "rows"),
    StepField("damages", _("Damage"), "rows"),
    StepField(
        "investigation_level",
        _("Investigation level"),
        "choice",
        choices="investigation_levels",
        help=_("Leave empty to follow from category and severities."),
    ),
    StepField("lead", _("Who handles it"), "person"),
    StepField("due_on", _("By when"), "date"),
)

# A report may also be joined to an occurrence that exists; then nothing else is asked.
_UNLESS_JOINED = tuple(replace(field, required=False) for field in CLASSIFICATION)

REPORT = Workflow(
    name="reports.report",
    initial="received",
    states={
        "received": _("received"),
        "acknowledged": _("acknowledged"),
        "in_handling": _("in handling"),
        "answered": _("answered"),
        "closed": _("closed"),
        "out_of_scope": _("belongs elsewhere"),
        "redirected_integrity": _("with the integrity organisation"),
    },
    finals=("closed", "out_of_scope", "redirected_integrity"),
    steps=(
        Step(
            name="acknowledge",
            label=_("Confirm receipt"),
            sources=("received",),
            target="acknowledged",
            permit=TRIAGE,
            trail="reports.report.acknowledged",
            notice="reporter",
            deadline="triage",
        ),
        Step(
            name="triage",
            label=_("Triage"),
            sources=("received", "acknowledged"),
            target="in_handling",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=(
                StepField(
                    "occurrence",
                    _("Belongs to occurrence"),
                    "occurrence",
                    help=_("The reference of an occurrence this report is about, if it exists."),
                ),
                *_UNLESS_JOINED,
            ),
            trail="reports.report.triaged",
            notice="reporter",
            deadline="feedback",
        ),
        Step(
            name="hand_over",
            label=_("Pass to another unit"),
            sources=("received", "acknowledged", "in_handling"),
            target="",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=(StepField("owner_unit", _("Unit that must act"), "unit", required=True),),
            trail="reports.report.handed_over",
            notice="handlers",
        ),
        Step(
            name="answer",
            label=_("Give an answer"),
            sources=("in_handling",),
            target="answered",
            permit=ANSWER,
            guards=("not_own_report",),
            fields=(
                StepField(
                    "answer",
                    _("Answer to the reporter"),
                    "long_text",
                    required=True,
                    help=_("In plain words: what was done, why or why not, and thanks."),
                ),
            ),
            trail="reports.report.answered",
            notice="reporter",
            deadline="reaction",
        ),
        Step(
            name="close",
            label=_("Close"),
            sources=("answered",),
            target="closed",
            permit=ANSWER,
            guards=("not_own_report", "answer_given"),
            trail="reports.report.closed",
            notice="reporter",
        ),
        Step(
            name="confirm_solved",
            label=_("It is solved"),
            sources=("answered", "closed"),
            target="closed",
            permit=RESPOND,
            fields=(
                StepField(
                    "satisfaction",
                    _("How well were you helped? (1 badly, 5 very well)"),
                    "integer",
                ),
            ),
            trail="reports.report.confirmed_solved",
            notice="handlers",
        ),
        Step(
            name="not_solved",
            label=_("It is not solved"),
            sources=("answered", "closed"),
            target="in_handling",
            permit=RESPOND,
            guards=("within_not_solved_days",),
            fields=(StepField("reason", _("What is not solved?"), "long_text", required=True),),
            trail="reports.report.reopened",
            notice="handlers",
            deadline="feedback",
        ),
        Step(
            name="out_of_scope",
            label=_("Belongs elsewhere"),
            sources=("received", "acknowledged"),
            target="out_of_scope",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=(
                StepField(
                    "answer",
                    _("Answer to the reporter"),
                    "long_text",
                    required=True,
                    help=_("Say why this is no safety report, and where to go with it."),
                ),
            ),
            trail="reports.report.out_of_scope",
            notice="reporter",
        ),
        Step(
            name="redirect_integrity",
            label=_("Pass to the integrity organisation"),
            sources=("received", "acknowledged", "in_handling"),
            target="redirected_integrity",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=(
                StepField(
                    "consent",
                    _("The reporter agrees"),
                    "boolean",
                    required=True,
                    help=_("Nothing is copied; the reporter is told where to go."),
                ),
            ),
            trail="reports.report.redirected_integrity",
            notice="reporter",
        ),
    ),
)

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
            guards=("not_own_report", "every_report_answered"),
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
