"""The step of a risk that lays the options before whoever decides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.workflow.deciding import DECIDING

OPTION_COLUMNS = (
    StepField("what", _("Option"), "long_text", help=_("What is done then, in a sentence.")),
    StepField("task", _("What it does to the task")),
    StepField("people", _("What it does to people")),
    StepField("money", _("Money")),
    StepField("time", _("Time")),
    StepField(
        "expected_class",
        _("Class that is expected after it"),
        "choice",
        choices="risk_classes",
    ),
)
WRITE_OPTIONS = Step(
    name="write_options",
    label=_("Write the options"),
    sources=("analysed", *WITH_DECIDER),
    target="",
    permit=MANAGE,
    fields=(
        StepField(
            "effect_of_not_deciding",
            _("What happens when nobody decides?"),
            "long_text",
            required=True,
            help=_("To wait is an option as well: what does it do to the task and to people?"),
        ),
        StepField(
            "options",
            _("Options"),
            "rows",
            columns=OPTION_COLUMNS,
            help=_(
                "At most ten. Leave empty what nobody can say: the sheet shows that it is open."
            ),
        ),
    ),
    trail="register.risk.options_written",
)

# Steps that belong on the weighing sheet: to decide, to advise, and to write what is weighed.
ON_THE_SHEET = frozenset({*(step.name for step in DECIDING), "advise", WRITE_OPTIONS.name})
