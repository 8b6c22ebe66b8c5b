"""A form for any step of a workflow, made from its row in the table; and the triage screen's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField
from baken.rooms.library.queries import code_list

Choice = tuple[str, Any]


class StepForm(forms.Form):
    """The fields a step asks for, and a note; values go to ``take_step`` as they are."""

    def __init__(self, *args: Any, step: Step, leads: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in step.fields:
            made = _form_field(field, leads)
            if made is not None:
                self.fields[field.name] = made
        self.fields["note"] = forms.CharField(
            label=_("Note"),
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Colleagues who handle this see it."),
        )

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, without the note."""
        return {k: _plain(v) for k, v in self.cleaned_data.items() if k != "note"}


class TriageForm(StepForm):
    """The triage screen: the step's fields, with one line each for an injury and damage."""

    injury_outcome = forms.ChoiceField(label=_("Injury"), required=False)
    injury_person_kind = forms.ChoiceField(label=_("Who was injured"), required=False)
    absence_days = forms.IntegerField(label=_("Days of absence"), required=False, min_value=0)
    hospital_admission = forms.BooleanField(label=_("Admitted to hospital"), required=False)
    permanent = forms.BooleanField(label=_("Permanent injury"), required=False)
    damage_what = forms.CharField(label=_("What was damaged"), required=False, max_length=200)
    damage_eur = forms.IntegerField(label=_("Damage in euros"), required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing: list[Choice] = [("", _("None"))]
        self.fields["injury_outcome"].choices = nothing + _choices("injury_outcomes")  # type: ignore[attr-defined]
        self.fields["injury_person_kind"].choices = _choices("person_kinds")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A report joined to an existing occurrence brings no classification of its own."""
        cleaned = super().clean() or {}
        if cleaned.get("occurrence"):
            return {"occurrence": cleaned["occurrence"], "note": cleaned.get("note", "")}
        return cleaned

    def step_fields(self) -> dict[str, Any]:
        """The classification with injuries and damages as lists of rows.

        Rows beyond the one line of the screen, which a program may have sent, go along unchanged.
        """
        data = self.cleaned_data
        own = set(TriageForm.base_fields) | {"note"}
        fields = {k: _plain(v) for k, v in data.items() if k not in own and v not in ("", None)}
        if "occurrence" in fields:
            return fields
        fields["injuries"] = self._injury() + list(self.initial.get("further_injuries", []))
        fields["damages"] = self._damage() + list(self.initial.get("further_damages", []))
        return fields

    def _injury(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        if data["injury_outcome"] in ("", "none"):
            return []
        names = ("absence_days", "hospital_admission", "permanent")
        return [
            {
                "outcome": data["injury_outcome"],
                "person_kind": data["injury_person_kind"] or "employee",
                "known_at": self.initial.get("injury_known_at"),
                **{name: data[name] for name in names},
            }
        ]

    def _damage(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        if not data["damage_what"]:
            return []
        return [{"what": data["damage_what"], "amount_eur": data["damage_eur"]}]


def triage_initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the screen shows first: of a new one the usual, of a revision what stands."""
    return {"kind": "unsafe_situation", "domains": ["work"], "context": "non_operational", **facts}


def severity_rows(form: TriageForm) -> list[dict[str, Any]]:
    """One row per severity, with what happened and what could have happened side by side."""
    columns = (("actual_severity", "actual"), ("potential_severity", "potential"))
    rows = []
    for code, item in code_list("severities").items():
        cells = [_severity_cell(form[name], code, item.text(column)) for name, column in columns]
        meaning = item.text("actual")
        rows.append({"code": code, "label": item.label, "meaning": meaning, "cells": cells})
    return rows


def _severity_cell(bound: forms.BoundField, code: str, meaning: str) -> dict[str, Any]:
    value = bound.value()
    return {
        "name": bound.html_name,
        "id": bound.id_for_label if code == "0" else f"{bound.id_for_label}_{code}",
        "label": bound.label,
        "meaning": meaning,
        "checked": value is not None and str(value) == code,
        "wrong": bool(bound.errors),
    }


def _form_field(field: StepField, leads: Iterable[Choice]) -> forms.Field | None:
    common: dict[str, Any] = {
        "label": field.label,
        "required": field.required,
        "help_text": field.help,
    }
    if field.kind == "choice":
        return _choice_field(field, common)
    if field.kind == "codes":
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=_choices(field.choices), widget=widget, **common)
    if field.kind == "person":
        return forms.ChoiceField(choices=[("", _("Nobody yet")), *leads], **common)
    plain = {
        "long_text": lambda: forms.CharField(
            max_length=50_000, widget=forms.Textarea(attrs={"rows": 4}), **common
        ),
        "boolean": lambda: forms.BooleanField(**common),
        "integer": lambda: forms.IntegerField(**common),
        "date": lambda: forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
        ),
        "rows": lambda: None,
    }
    make = plain.get(field.kind, lambda: forms.CharField(max_length=200, **common))
    return make()


def _choice_field(field: StepField, common: dict[str, Any]) -> forms.ChoiceField:
    choices = _choices(field.choices)
    if not field.required:
        nothing = _("From the severities") if field.name == "investigation_level" else _("Choose")
        choices = [("", nothing), *choices]
    made = forms.ChoiceField(choices=choices, **common)
    made.choice_help = {  # type: ignore[attr-defined]
        code: item.text("description") for code, item in code_list(field.choices).items()
    }
    return made


def _choices(name: str) -> list[Choice]:
    lists = code_list(name).items()
    if name == "severities":
        return [(code, f"{code} – {item.label}") for code, item in lists]
    return [(code, item.label) for code, item in lists]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
