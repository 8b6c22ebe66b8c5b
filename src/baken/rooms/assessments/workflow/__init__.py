"""What can happen to an assessment, from its preparation to in force and beyond."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.assessments.permits import DECIDE, REVIEW, WORK
from baken.rooms.assessments.workflow.conditions import CONDITION_STEPS

_REASON = StepField("reason", _("Why"), "long_text", required=True)
DESCRIBED = (
    StepField("title", _("What is assessed, in a few words?"), required=True),
    StepField(
        "scope",
        _("What it is about"),
        "long_text",
        required=True,
        help=_("Which parts, sites, groups of people and workplaces. No names."),
    ),
    StepField("headcount", _("How many people"), "integer", required=True),
)
# What is asked of whoever begins one: no step, for there is no record yet.
BEGINNING = Step(
    name="begin",
    label=_("Begin an assessment"),
    sources=(),
    target="draft",
    permit=WORK,
    fields=(
        *DESCRIBED,
        StepField(
            "instrument",
            _("With which instrument"),
            "choice",
            required=True,
            choices="assessment_instruments",
        ),
    ),
    trail="assessments.assessment.begun",
)
_BACK = ("in_evaluation", "plan_drafting")

ASSESSMENT = Workflow(
    name="assessments.assessment",
    initial="draft",
    states={
        "draft": _("being prepared"),
        "in_inventory": _("inventory"),
        "in_evaluation": _("evaluation"),
        "plan_drafting": _("plan is being made"),
        "in_consultation": _("with the employee council"),
        "in_expert_review": _("with the experts"),
        "approved": _("approved"),
        "in_force": _("in force"),
        "review_due": _("to be looked at again"),
        "under_revision": _("in force, being revised"),
        "superseded": _("replaced"),
        "expired": _("expired"),
        "withdrawn": _("withdrawn"),
    },
    finals=("superseded", "withdrawn"),
    steps=(
        Step(
            name="describe",
            label=_("Describe it anew"),
            sources=("draft", "in_inventory"),
            target="",
            permit=WORK,
            fields=DESCRIBED,
            trail="assessments.assessment.described",
        ),
        Step(
            name="start",
            label=_("Start the inventory"),
            sources=("draft",),
            target="in_inventory",
            permit=WORK,
            trail="assessments.assessment.started",
        ),
        Step(
            name="settle_basis",
            label=_("Say what it rests on and covers"),
            sources=("in_inventory", "in_evaluation", "plan_drafting"),
            target="",
            permit=WORK,
            fields=(
                StepField("item", _("What"), "choice", required=True, choices="assessment_basis"),
                StepField(
                    "standing", _("Is it used?"), "choice", required=True, choices="basis_standings"
                ),
                StepField(
                    "text",
                    _("Where it is found, or why it is left out"),
                    "long_text",
                    required=True,
                ),
            ),
            trail="assessments.assessment.basis_settled",
        ),
        Step(
            name="end_inventory",
            label=_("The inventory is done"),
            sources=("in_inventory",),
            target="in_evaluation",
            permit=WORK,
            guards=("is_filled_in",),
            trail="assessments.assessment.inventoried",
            notice="team",
        ),
        Step(
            name="end_evaluation",
            label=_("The evaluation is done: its risks go to the register"),
            sources=("in_evaluation",),
            target="plan_drafting",
            permit=WORK,
            guards=("is_filled_in", "is_scored"),
            trail="assessments.assessment.evaluated",
        ),
        Step(
            name="end_plan",
            label=_("The plan is done: ask the employee council"),
            sources=("plan_drafting",),
            target="in_consultation",
            permit=WORK,
            guards=("is_filled_in", "is_scored", "is_planned"),
            fields=(
                StepField(
                    "scopes",
                    _("Which experts review it beside those of its hazards"),
                    "codes",
                    choices="review_scopes",
                ),
            ),
            trail="assessments.assessment.planned",
            notice="team",
        ),
        Step(
            name="end_consultation",
            label=_("The council has answered: ask the experts"),
            sources=("in_consultation",),
            target="in_expert_review",
            permit=WORK,
            guards=("is_consulted",),
            trail="assessments.assessment.consulted",
            notice="experts",
        ),
        Step(
            name="review",
            label=_("Review it"),
            sources=("in_expert_review",),
            target="",
            permit=REVIEW,
            guards=("reviews_independently",),
            fields=(
                StepField(
                    "scope", _("What you review"), "choice", required=True, choices="review_scopes"
                ),
                *(
                    field
                    for code, label in (
                        ("completeness", _("Is it complete?")),
                        ("currency", _("Is it current?")),
                        ("insights", _("Does it follow current insights?")),
                        ("reliability", _("Is it reliable?")),
                        ("plan", _("Is the plan sound?")),
                    )
                    for field in (
                        StepField(code, label, "choice", required=True, choices="review_verdicts"),
                        StepField(
                            f"{code}_evidence",
                            _("On what do you base that?"),
                            "long_text",
                            required=True,
                        ),
                    )
                ),
                StepField(
                    "outcome",
                    _("Your judgement"),
                    "choice",
                    required=True,
                    choices="review_outcomes",
                ),
                StepField(
                    "conditions",
                    _("Conditions"),
                    "long_text",
                    help=_(
                        "Each on a line of its own: each gets somebody who meets it, and a term."
                    ),
                ),
                StepField("conditions_due_on", _("Conditions met by"), "date"),
            ),
            trail="assessments.assessment.reviewed",
            notice="team",
        ),
        Step(
            name="send_back",
            label=_("Send it back"),
            sources=("in_consultation", "in_expert_review", "approved"),
            target="plan_drafting",
            targets=_BACK,
            permit=WORK,
            fields=(
                StepField("to", _("To what"), "choice", required=True, choices="send_back_to"),
                _REASON,
            ),
            trail="assessments.assessment.sent_back",
            notice="team",
        ),
        Step(
            name="approve",
            label=_("The reviews are positive"),
            sources=("in_expert_review",),
            target="approved",
            permit=WORK,
            guards=("reviews_are_positive",),
            trail="assessments.assessment.approved",
            notice="head",
        ),
        Step(
            name="sign",
            label=_("Sign it and put it in force"),
            sources=("approved",),
            target="in_force",
            permit=DECIDE,
            guards=(
                "is_filled_in",
                "is_scored",
                "is_planned",
                "is_consulted",
                "reviews_are_positive",
            ),
            trail="assessments.assessment.signed",
            notice="unit",
        ),
        Step(
            name="note_change",
            label=_("Something changed: look at it again"),
            sources=("in_force",),
            target="review_due",
            permit=WORK,
            fields=(
                StepField(
                    "why", _("What changed"), "choice", required=True, choices="review_reasons"
                ),
                StepField("text", _("What exactly"), "long_text", required=True),
            ),
            trail="assessments.assessment.change_noted",
            notice="team",
        ),
        Step(
            name="call_for_review",
            label=_("It must be looked at again"),
            sources=("in_force",),
            target="review_due",
            permit=WORK,
            fields=(StepField("why", _("What changed"), "choice", choices="review_reasons"),),
            trail="assessments.assessment.review_called",
            notice="team",
            by_system=True,
        ),
        Step(
            name="confirm",
            label=_("Nothing needs to change"),
            sources=("review_due",),
            target="in_force",
            permit=DECIDE,
            fields=(_REASON,),
            trail="assessments.assessment.confirmed",
        ),
        Step(
            name="revise",
            label=_("Make a new version"),
            sources=("in_force", "review_due"),
            target="under_revision",
            permit=WORK,
            guards=("not_being_replaced",),
            trail="assessments.assessment.revised",
        ),
        Step(
            name="renew",
            label=_("Make a new version of what expired"),
            sources=("expired",),
            target="",
            permit=WORK,
            guards=("not_being_replaced",),
            trail="assessments.assessment.renewed",
        ),
        Step(
            name="end_revision",
            label=_("Its new version was withdrawn"),
            sources=("under_revision",),
            target="in_force",
            targets=("in_force", "review_due"),
            permit=WORK,
            trail="assessments.assessment.revision_ended",
            notice="team",
            by_system=True,
        ),
        Step(
            name="supersede",
            label=_("It was replaced"),
            sources=("in_force", "review_due", "under_revision", "expired"),
            target="superseded",
            permit=WORK,
            trail="assessments.assessment.superseded",
            by_system=True,
        ),
        Step(
            name="expire",
            label=_("It expired"),
            sources=("in_force", "review_due", "under_revision"),
            target="expired",
            permit=WORK,
            guards=("validity_is_over",),
            trail="assessments.assessment.expired",
            notice="head",
            by_system=True,
        ),
        Step(
            name="end_follow_up",
            label=_("Say what came of a further inventory"),
            sources=(
                "in_inventory",
                "in_evaluation",
                "plan_drafting",
                "in_force",
                "review_due",
                "under_revision",
            ),
            target="",
            permit=WORK,
            fields=(
                StepField(
                    "instrument", _("Which"), "choice", required=True, choices="open_follow_ups"
                ),
                StepField(
                    "standing",
                    _("What came of it"),
                    "choice",
                    required=True,
                    choices="follow_up_standings",
                ),
                StepField("text", _("What, and where it is kept"), "long_text", required=True),
            ),
            trail="assessments.assessment.follow_up_ended",
        ),
        *CONDITION_STEPS,
        Step(
            name="withdraw",
            label=_("Withdraw"),
            sources=(
                "draft",
                "in_inventory",
                "in_evaluation",
                "plan_drafting",
                "in_consultation",
                "in_expert_review",
                "approved",
            ),
            target="withdrawn",
            permit=WORK,
            fields=(_REASON,),
            trail="assessments.assessment.withdrawn",
        ),
    ),
)
