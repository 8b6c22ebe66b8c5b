"""A form for any step of a workflow, made from its row in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField

Choice = tuple[str, Any]


class StepForm(forms.Form):
    """The fields a step asks for, and a note; values go to ``take_step`` as they are.

    A room says in ``choices_of`` and ``help_of`` what the code lists in its table hold. A choice
    that must be made is never made beforehand: only what stands already is chosen at first.
    """

    nothing_chosen: Mapping[str, Any] = {}

    def __init__(self, *args: Any, step: Step, leads: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in step.fields:
            made = self._form_field(field, leads)
            if made is not None:
                self.fields[field.name] = made
        self.fields["note"] = forms.CharField(
            label=_("Note"),
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Colleagues who handle this see it."),
        )

    def choices_of(self, name: str) -> list[Choice]:
        """The choices of a code list; a room that has lists says which."""
        raise LookupError(f"this form knows no code list {name!r}")

    def help_of(self, name: str) -> dict[str, str]:
        """A line of help per code of a list, where there is one."""
        return {}

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, without the note."""
        return {k: plain(v) for k, v in self.cleaned_data.items() if k != "note"}

    def _form_field(self, field: StepField, leads: Iterable[Choice]) -> forms.Field | None:
        common: dict[str, Any] = {
            "label": field.label,
            "required": field.required,
            "help_text": field.help,
        }
        if field.kind == "choice":
            return self._choice_field(field, common)
        if field.kind == "codes":
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(
                choices=self.choices_of(field.choices), widget=widget, **common
            )
        if field.kind == "person":
            return forms.ChoiceField(choices=[("", _("Nobody yet")), *leads], **common)
        kinds: dict[str, Callable[[], forms.Field | None]] = {
            "long_text": lambda: forms.CharField(
                max_length=50_000, widget=forms.Textarea(attrs={"rows": 4}), **common
            ),
            "boolean": lambda: forms.BooleanField(**common),
            "integer": lambda: forms.IntegerField(**common),
            "date": lambda: forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
            ),
            "moment": lambda: forms.DateTimeField(
                widget=forms.DateTimeInput(
                    attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
                ),
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
                **common,
            ),
            "rows": lambda: None,
            "shown": lambda: forms.CharField(
                max_length=200, widget=forms.HiddenInput(attrs={"data-draft-skip": ""}), **common
            ),
        }
        make = kinds.get(field.kind, lambda: forms.CharField(max_length=200, **common))
        return make()

    def _choice_field(self, field: StepField, common: dict[str, Any]) -> forms.ChoiceField:
        choices = self.choices_of(field.choices)
        if not field.required or self.initial.get(field.name) in (None, ""):
            nothing = self.nothing_chosen.get(field.name, _("Choose"))
            choices = [("", nothing), *choices]
        made = forms.ChoiceField(choices=choices, **common)
        made.choice_help = self.help_of(field.choices)  # type: ignore[attr-defined]
        return made


def plain(value: Any) -> Any:
    """A cleaned value as a program would send it: a day or a moment as text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
