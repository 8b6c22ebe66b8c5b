"""What can happen to a decision, from its signature to its end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.register.permits import DECIDE, MANAGE
from baken.rooms.register.rules.states import STANDING

_WHY = (StepField("reason", _("Why"), "long_text", required=True),)

DECISION = Workflow(
    name="register.decision",
    initial="in_force",
    states={
        "in_force": _("in force"),
        "suspended": _("suspended"),
        "ended": _("ended"),
    },
    finals=("ended",),
    steps=(
        Step(
            name="note_condition",
            label=_("Note how a condition stands"),
            sources=STANDING,
            target="",
            targets=STANDING,
            permit=MANAGE,
            guards=("has_conditions",),
            fields=(
                StepField(
                    "condition",
                    _("Which condition"),
                    "integer",
                    required=True,
                    help=_("Its number in the list of conditions."),
                ),
                StepField(
                    "value",
                    _("What is it now"),
                    required=True,
                    help=_("A number, such as 1.3. Of what is not measured: yes or no."),
                ),
            ),
            trail="register.decision.condition_noted",
            notice="signer",
        ),
        Step(
            name="suspend",
            label=_("Suspend"),
            sources=("in_force",),
            target="suspended",
            permit=DECIDE,
            guards=("commands_in_line",),
            fields=_WHY,
            trail="register.decision.suspended",
            notice="signer",
        ),
        Step(
            name="resume",
            label=_("Let it hold again"),
            sources=("suspended",),
            target="in_force",
            permit=DECIDE,
            guards=("could_sign_it_now", "suspended_by_hand"),
            fields=_WHY,
            trail="register.decision.resumed",
            notice="signer",
        ),
        Step(
            name="revoke",
            label=_("Revoke"),
            sources=STANDING,
            target="ended",
            permit=DECIDE,
            guards=("holds_the_mandate",),
            fields=_WHY,
            trail="register.decision.revoked",
            notice="signer",
        ),
        Step(
            name="end",
            label=_("It holds no more"),
            sources=STANDING,
            target="ended",
            permit=DECIDE,
            trail="register.decision.ended",
            notice="signer",
            by_system=True,
        ),
        Step(
            name="remind",
            label=_("Its end comes near"),
            sources=STANDING,
            target="",
            permit=DECIDE,
            trail="register.decision.reminded",
            notice="signer",
            by_system=True,
        ),
        Step(
            name="ask_conditions",
            label=_("Nobody noted how a condition stands"),
            sources=STANDING,
            target="",
            permit=DECIDE,
            trail="register.decision.conditions_asked",
            notice="signer",
            by_system=True,
        ),
    ),
)
