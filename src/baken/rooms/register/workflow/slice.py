"""What can happen to a slice of exposure, until its time is over or somebody ends it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.register.permits import MANAGE

SLICE_FIELDS = (
    StepField(
        "group",
        _("Who are exposed together"),
        "text",
        required=True,
        help=_("The same people, such as boat crew 2. No names, and never a whole unit."),
    ),
    StepField("people", _("About how many people are they"), "integer"),
    StepField("task", _("What they do"), "text", help=_("A task, a place, or both.")),
    StepField("place", _("Where they do it"), "text"),
    StepField("site", _("On which site"), "text", help=_("Code or name of the site.")),
    StepField("from_at", _("From"), "moment", required=True),
    StepField("to_at", _("Until"), "moment", required=True, help=_("At most one shift.")),
    StepField(
        "circumstances",
        _("Circumstances"),
        "codes",
        choices="stacking_factors",
        help=_("What holds for these people, whatever the risk."),
    ),
)
_MEMBER = StepField(
    "risk", _("Which risk"), "text", required=True, help=_("Its reference, such as R-2026-000123.")
)
_BROUGHT = (
    _MEMBER,
    StepField(
        "factors",
        _("What this risk brings"),
        "codes",
        choices="stacking_factors",
        help=_("Factors that can make other risks worse."),
    ),
    StepField("quantities", _("What was measured or is known"), "rows"),
)

# What is asked of whoever makes a slice: no step, for there is no record yet.
MAKING_SLICE = Step(
    name="make",
    label=_("Make a slice"),
    sources=(),
    target="open",
    permit=MANAGE,
    fields=SLICE_FIELDS,
    trail="register.slice.made",
)

SLICE = Workflow(
    name="register.slice",
    initial="open",
    states={"open": _("open"), "ended": _("ended")},
    finals=("ended",),
    steps=(
        Step(
            name="add_risk",
            label=_("Add a risk"),
            sources=("open",),
            target="",
            permit=MANAGE,
            fields=_BROUGHT,
            trail="register.slice.risk_added",
        ),
        Step(
            name="revise_risk",
            label=_("Revise what a risk brings"),
            sources=("open",),
            target="",
            permit=MANAGE,
            fields=_BROUGHT,
            trail="register.slice.risk_revised",
        ),
        Step(
            name="remove_risk",
            label=_("Take a risk out"),
            sources=("open",),
            target="",
            permit=MANAGE,
            fields=(_MEMBER, StepField("reason", _("Why"), "long_text", required=True)),
            trail="register.slice.risk_removed",
        ),
        Step(
            name="revise",
            label=_("Revise the slice"),
            sources=("open",),
            target="",
            permit=MANAGE,
            fields=SLICE_FIELDS,
            trail="register.slice.revised",
        ),
        Step(
            name="end",
            label=_("End the slice"),
            sources=("open",),
            target="ended",
            permit=MANAGE,
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="register.slice.ended",
        ),
        Step(
            name="run_out",
            label=_("Its time is over"),
            sources=("open",),
            target="ended",
            permit=MANAGE,
            guards=("is_over",),
            trail="register.slice.ran_out",
            by_system=True,
        ),
    ),
)
