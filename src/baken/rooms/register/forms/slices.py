"""Forms of slices of exposure: the list's filter, making one, its steps, and choosing a risk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.workflow.forms import Choice, StepForm
from baken.core.workflow.table import Step
from baken.rooms.org.forms.fields import UnitField
from baken.rooms.org.queries import tree
from baken.rooms.register.actions.describe_slice import MOST_QUANTITIES
from baken.rooms.register.queries.choices import stacking_factors
from baken.rooms.register.rules.quantities import UNITS
from baken.rooms.register.texts import QUANTITY_KINDS
from baken.rooms.register.workflow import MAKING_SLICE, SLICE

ROWS = "quantities"


class SliceFilter(forms.Form):
    """Unit and state."""

    unit = forms.CharField(label=gettext_lazy("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("All")), *SLICE.states.items()]
        self.fields["state"].choices = states  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """The code of a unit that exists."""
        code = self.cleaned_data["unit"].strip()
        unit = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit.code if unit else ""


class QuantityForm(forms.Form):
    """One quantity that a risk brings; a line without a kind says nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Of what"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The substance or the machine."),
    )
    value = forms.FloatField(label=gettext_lazy("How much"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    limit = forms.FloatField(
        label=gettext_lazy("Limit"), required=False, help_text=gettext_lazy("In the same unit.")
    )
    source = forms.CharField(
        label=gettext_lazy("Where the number comes from"), required=False, max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = dict.fromkeys(unit for listed in UNITS.values() for unit in listed if unit)
        choices: dict[str, list[Choice]] = {
            "kind": [("", _("Nothing")), *QUANTITY_KINDS.items()],
            "unit": [("", _("The usual one")), *((unit, unit) for unit in units)],
        }
        for name, held in choices.items():
            self.fields[name].choices = held  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A number without a kind is a slip, not something to forget."""
        cleaned = super().clean() or {}
        if not cleaned.get("kind") and any(value not in (None, "") for value in cleaned.values()):
            self.add_error("kind", _("Choose what kind of quantity it is."))
        return cleaned

    def row(self) -> dict[str, Any] | None:
        """The quantity as the step wants it; None when the line is empty."""
        return dict(self.cleaned_data) if self.cleaned_data.get("kind") else None


QuantityRows = forms.formset_factory(
    QuantityForm, extra=2, absolute_max=MOST_QUANTITIES, max_num=MOST_QUANTITIES
)


class SliceStepForm(StepForm):
    """The fields a step of a slice asks for, with lines for what was measured where it asks them."""

    def __init__(self, data: Any = None, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(data, *args, step=step, **kwargs)
        asked = any(field.name == ROWS for field in step.fields)
        first = self.initial.get(ROWS, [])
        self.rows = QuantityRows(data, prefix=ROWS, initial=first) if asked else None

    def choices_of(self, name: str) -> list[Choice]:
        """The factors that the stacking rules know."""
        return [(code, item.label) for code, item in stacking_factors().items()]

    def clean(self) -> dict[str, Any]:
        """What is wrong in a line is said there, and above the form that it is."""
        cleaned = super().clean() or {}
        if self.rows is not None and not self.rows.is_valid():
            self.add_error(
                None, _("Something is wrong in what was measured or is known: see there.")
            )
        return cleaned

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, the lines with it."""
        found = super().step_fields()
        if self.rows is not None:
            found[ROWS] = [row for one in self.rows if (row := one.row())]
        return found


class SliceForm(SliceStepForm):
    """A new slice: of which unit, and its description."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, step=MAKING_SLICE, **kwargs)
        del self.fields["note"]
        self.fields["unit"] = UnitField(
            label=_("Of which unit"), help_text=_("The code of the unit that manages these risks.")
        )
        self.order_fields(["unit"])

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, without the unit."""
        return {name: value for name, value in super().step_fields().items() if name != "unit"}


class ChooseRiskForm(forms.Form):
    """Which risk a step is about."""

    risk = forms.CharField(
        label=gettext_lazy("Which risk"),
        max_length=40,
        help_text=gettext_lazy("Its reference, such as R-2026-000123."),
    )
