"""What can happen to a report."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.reports.permits import ANSWER, HAND_OVER, NOTE_IMMEDIATE, RESPOND, TRIAGE
from baken.rooms.reports.workflow.embargo import embargo_steps
from baken.rooms.reports.workflow.fields import CLASSIFICATION, DONE_AT_ONCE

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
            name="say_about",
            label=_("Say what it is about"),
            sources=("received", "acknowledged", "in_handling"),
            target="",
            permit=RESPOND,
            guards=("naming_asked",),
            fields=(
                StepField(
                    "naming",
                    _("You name a person. What is it about?"),
                    "choice",
                    required=True,
                    choices="naming",
                ),
            ),
            trail="reports.report.naming_said",
        ),
        Step(
            name="danger_over",
            label=_("The danger is over"),
            sources=("received", "acknowledged", "in_handling", "answered"),
            target="",
            permit=ANSWER,
            guards=("not_own_report", "danger_told"),
            fields=(
                StepField(
                    "how",
                    _("How did the danger end?"),
                    "long_text",
                    required=True,
                    help=_("In plain words, without names; the reporter reads this."),
                ),
            ),
            trail="reports.report.danger_over",
            notice="reporter",
        ),
        Step(
            name="note_immediate",
            label=_("Note immediate action"),
            sources=("received", "acknowledged", "in_handling", "answered"),
            target="",
            permit=NOTE_IMMEDIATE,
            guards=("not_in_occurrence",),
            fields=DONE_AT_ONCE,
            trail="reports.report.immediate_noted",
            notice="handlers",
        ),
        Step(
            name="hand_over",
            label=_("Pass to another unit"),
            sources=("received", "acknowledged", "in_handling"),
            target="",
            permit=HAND_OVER,
            guards=("not_own_report",),
            fields=(StepField("owner_unit", _("Unit that must act"), "unit", required=True),),
            trail="reports.report.handed_over",
            notice="handlers",
        ),
        Step(
            name="raise",
            label=_("Bring to the level above"),
            sources=("received", "acknowledged", "in_handling"),
            target="",
            permit=TRIAGE,
            guards=("not_own_report",),
            fields=(
                StepField(
                    "reason",
                    _("Why"),
                    "long_text",
                    help=_("In plain words, without names; the reporter reads this."),
                ),
            ),
            trail="reports.report.raised",
            notice="raised",
        ),
        Step(
            name="move",
            label=_("Move to another occurrence"),
            sources=("in_handling", "answered", "closed"),
            target="",
            permit=TRIAGE,
            guards=("not_own_report", "in_an_occurrence"),
            fields=(
                StepField(
                    "reason",
                    _("Why does it not belong where it is?"),
                    "long_text",
                    required=True,
                ),
                StepField(
                    "occurrence",
                    _("Belongs to occurrence"),
                    "occurrence",
                    help=_("Leave empty to make a new occurrence of it."),
                ),
                *_UNLESS_JOINED,
            ),
            trail="reports.report.moved",
        ),
        Step(
            name="answer",
            label=_("Give an answer"),
            sources=("in_handling",),
            target="answered",
            permit=ANSWER,
            guards=("not_own_report", "danger_over_said"),
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
            guards=("not_own_report", "answer_given", "danger_over_said"),
            trail="reports.report.closed",
            notice="reporter",
        ),
        Step(
            name="confirm_solved",
            label=_("It is solved"),
            sources=("answered", "closed"),
            target="closed",
            permit=RESPOND,
            guards=("not_yet_confirmed",),
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
            guards=("not_own_report", "danger_over_said", "embargo_is_over"),
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
            guards=("not_own_report", "danger_over_said", "embargo_is_over"),
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
        *embargo_steps("reports.report", ("received", "acknowledged")),
    ),
)
