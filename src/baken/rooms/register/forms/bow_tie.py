"""The forms of a bow-tie: drawing one, the filter of the list, and any of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice, StepForm
from baken.core.workflow.table import Step
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.register.queries.bow_tie_choices import bow_tie_list
from baken.rooms.register.workflow import BOW_TIE, DRAWING

# Fields of steps that name a part of the bow-tie by its code.
PARTS = ("part", "barrier", "line", "factor", "signal")


class BowTieStepForm(StepForm):
    """What a step of a bow-tie asks; parts are chosen from those that the bow-tie has.

    A part in ``fixed`` stands already: it is sent along and not asked again.
    """

    def __init__(
        self,
        *args: Any,
        step: Step,
        parts: Mapping[str, Sequence[Choice]],
        fixed: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, step=step, **kwargs)
        self.step = step
        for field in step.fields:
            if field.name == fixed:
                self.fields[fixed].widget = forms.HiddenInput()
            elif field.name in PARTS:
                self.fields[field.name] = forms.ChoiceField(
                    label=field.label,
                    required=field.required,
                    choices=[("", _("Choose")), *parts[field.name]],
                )

    def choices_of(self, name: str) -> list[Choice]:
        """The codes of a list with their labels."""
        found = bow_tie_list(name).items()
        if name == "severities":
            return [(code, f"{code} – {item.label}") for code, item in found]
        return [(code, item.label) for code, item in found]


class DrawForm(StepForm):
    """A new bow-tie, and of which unit it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, step=DRAWING, **kwargs)
        del self.fields["note"]
        self.fields["unit"] = forms.CharField(
            label=_("Unit that keeps it"), max_length=40, help_text=_("The code of the unit.")
        )

    def choices_of(self, name: str) -> list[Choice]:
        """The codes of a list with their labels."""
        return [(code, item.label) for code, item in bow_tie_list(name).items()]

    def clean_unit(self) -> UnitView:
        """The unit of this code."""
        return unit_of_code(self.cleaned_data["unit"])

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, without the unit."""
        return {k: v for k, v in super().step_fields().items() if k != "unit"}


class BowTieFilter(forms.Form):
    """What narrows the list of bow-ties."""

    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    hazard = forms.ChoiceField(label=_("Hazard"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every: Choice = ("", _("All"))
        hazards = [(code, item.label) for code, item in bow_tie_list("hazards").items()]
        states = list(BOW_TIE.states.items())
        self.fields["hazard"].choices = [every, *hazards]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *states]  # type: ignore[attr-defined]

    def clean_unit(self) -> UnitView | None:
        """The unit of this code, when one was given."""
        code = self.cleaned_data["unit"]
        return unit_of_code(code) if code else None

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was chosen."""
        return narrowed(**self.cleaned_data)(rows)


def narrowed(*, unit: UnitView | None, hazard: str, state: str) -> Callable[[Any], Any]:
    """What narrows a query set of bow-ties."""
    here, whole = tree(), Q()
    if unit is not None:
        whole &= here.among("unit_id", here.ids_in((unit.range,)))
    for name, value in (("hazard", hazard), ("state", state)):
        whole &= Q(**{name: value}) if value else Q()
    return lambda rows: rows.filter(whole)


def unit_of_code(code: str) -> UnitView:
    """The unit of this code. Raises ValidationError."""
    found = tree().find(code.strip())
    if found is None:
        raise forms.ValidationError(_("There is no unit with this code."))
    return found
