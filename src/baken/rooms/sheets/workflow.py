"""What can happen to a sheet: it is filled in, and then frozen or withdrawn by the room it serves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.sheets.permits import FILL

SHEET = Workflow(
    name="sheets.sheet",
    initial="open",
    states={
        "open": _("being filled in"),
        "frozen": _("frozen"),
        "withdrawn": _("withdrawn"),
    },
    finals=("frozen", "withdrawn"),
    steps=(
        Step(
            name="freeze",
            label=_("Freeze"),
            sources=("open",),
            target="frozen",
            permit=FILL,
            guards=("is_complete", "nothing_to_settle"),
            trail="sheets.sheet.frozen",
            by_system=True,
        ),
        Step(
            name="withdraw",
            label=_("Withdraw"),
            sources=("open",),
            target="withdrawn",
            permit=FILL,
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="sheets.sheet.withdrawn",
            by_system=True,
        ),
    ),
)
