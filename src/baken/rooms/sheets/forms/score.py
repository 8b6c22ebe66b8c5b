"""The form in which one person scores a risk that an answer brought."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.instruments.scoring import ScoringModel
from baken.rooms.sheets.texts import MOMENTS, said

AXIS = "axis_"


class ScoreForm(forms.Form):
    """A value for every axis of the model, whether it is as it is now or afterwards, and why."""

    moment = forms.ChoiceField(
        label=_("Which situation do you score?"), choices=MOMENTS.items(), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, model: ScoringModel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        for axis in model.axes:
            field = forms.ChoiceField(
                label=said(axis.text),
                choices=[(one.code, f"{one.code} – {said(one.text)}") for one in axis.values],
                widget=forms.RadioSelect,
            )
            field.choice_help = {one.code: said(one.help) for one in axis.values}  # type: ignore[attr-defined]
            self.fields[f"{AXIS}{axis.code}"] = field
        self.fields["argument"] = forms.CharField(
            label=_("Why these values?"),
            required=False,
            max_length=50_000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What you saw, and what the estimate rests on. No names."),
        )

    @property
    def choice(self) -> dict[str, object]:
        """The value on every axis."""
        given = self.cleaned_data
        return {axis.code: given[f"{AXIS}{axis.code}"] for axis in self.model.axes}

    def say(self, wrong: dict[str, str]) -> None:
        """Say at its field what the action refused."""
        for name, text in wrong.items():
            known = f"{AXIS}{name}" if f"{AXIS}{name}" in self.fields else name
            self.add_error(known if known in self.fields else None, text)
