"""The forms of the steps of an assessment, and of a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.choices import (
    FOLLOWING,
    choices_of,
    condition_choices,
    follow_up_items,
)
from baken.rooms.assessments.workflow import BEGINNING
from baken.rooms.org.forms.fields import UnitField


class StepForm(AnyStepForm):
    """The fields a step of an assessment asks for; of further inventories and conditions the record’s own."""

    def __init__(self, *args: Any, record: Assessment | None = None, **kwargs: Any) -> None:
        self.record = record
        super().__init__(*args, **kwargs)
        if "condition" in self.fields and record is not None:
            self.fields["condition"] = forms.TypedChoiceField(
                label=self.fields["condition"].label,
                choices=[("", _("Choose")), *condition_choices(record)],
                coerce=int,
            )

    def choices_of(self, name: str) -> list[Choice]:
        """The entries of a list."""
        if name == FOLLOWING and self.record is not None:
            return [(code, item.label) for code, item in follow_up_items(self.record).items()]
        return [(code, item.label) for code, item in choices_of(name).items()]


class BeginForm(StepForm):
    """A new assessment: of which unit, with which instrument, about what."""

    unit = UnitField(
        label=_("Of which unit"), help_text=_("Its code: a unit for which you make assessments.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, step=BEGINNING, **kwargs)
        del self.fields["note"]

    def step_fields(self) -> dict[str, Any]:
        """What describes it, without the unit."""
        return {name: value for name, value in super().step_fields().items() if name != "unit"}
