"""The form in which one person scores a risk: the values of every axis in the words of the model."""

from __future__ import annotations

from typing import Any

from django import forms

from baken.core.instruments.scoring import Score, ScoringModel, score
from baken.core.workflow.table import Step, StepField
from baken.rooms.register.forms.steps import StepForm
from baken.rooms.register.queries.models_said import said

_AXIS = "axis_"


class ScoreForm(StepForm):
    """A block per axis, why, and how sure; ``model`` is that with which the risk is scored."""

    def __init__(self, *args: Any, step: Step, model: ScoringModel, **kwargs: Any) -> None:
        self.model = model
        super().__init__(*args, step=step, **kwargs)
        axes = {f"{_AXIS}{axis.code}": _axis_field(axis) for axis in model.axes}
        self.fields.update(axes)
        self.order_fields(["kind", "unit", *axes])

    def _form_field(self, field: StepField, leads: Any) -> forms.Field | None:
        if field.kind == "scores":
            return None
        made = super()._form_field(field, leads)
        if field.kind == "choice" and isinstance(made, forms.ChoiceField):
            choices = [one for one in made.choices if one[0] != ""]
            helps = getattr(made, "choice_help", {})
            common = {"label": made.label, "help_text": made.help_text}
            made = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
            made.choice_help = helps  # type: ignore[attr-defined]
        return made

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, the axes together as one choice."""
        given = super().step_fields()
        plain = {name: value for name, value in given.items() if not name.startswith(_AXIS)}
        return {**plain, "choice": self._choice(given)}

    @property
    def outcome(self) -> Score | None:
        """What comes out of the values that stand in the form; None while an axis misses one."""
        if any(self[f"{_AXIS}{axis.code}"].errors for axis in self.model.axes):
            return None
        return score(self.model, self._choice(self.cleaned_data))

    def _choice(self, given: dict[str, Any]) -> dict[str, Any]:
        return {axis.code: given[f"{_AXIS}{axis.code}"] for axis in self.model.axes}


def _axis_field(axis: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=said(axis.text),
        choices=[(one.code, f"{one.code} – {said(one.text)}") for one in axis.values],
        widget=forms.RadioSelect,
    )
    field.choice_help = {one.code: said(one.help) for one in axis.values}  # type: ignore[attr-defined]
    return field
