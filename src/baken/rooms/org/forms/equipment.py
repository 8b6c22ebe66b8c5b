"""Filters above the lists of sites and equipment, and what their steps ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.workflow.fields import LONGEST_LINE
from baken.core.workflow.table import Step
from baken.rooms.org.forms.fields import CodeField, DayField, DocumentField, UnitField
from baken.rooms.org.models import Site
from baken.rooms.org.queries.equipment import Wish
from baken.rooms.org.queries.sites import site_of_code
from baken.rooms.org.workflow import EQUIPMENT


class SiteFilter(forms.Form):
    """What the list of sites is narrowed by."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    unit = UnitField(_("Unit and below"))


class EquipmentFilter(forms.Form):
    """What the list of equipment is narrowed by."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    unit = UnitField(_("Unit and below"))
    overdue = forms.BooleanField(label=_("Only with an overdue inspection"), required=False)
    kind = CodeField(_("Kind"), "equipment_kinds", nothing=_("All"))
    site = forms.CharField(label=_("Code of the location"), required=False, max_length=20)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        states = list(EQUIPMENT.states.items())
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]

    def clean_site(self) -> Site | None:
        """The site that was meant."""
        code = self.cleaned_data["site"].strip()
        site = site_of_code(self.actor, code) if code else None
        if code and site is None:
            raise forms.ValidationError(_("There is no location with this code."))
        return site

    def wish(self, today: date) -> Wish:
        """What was filled in; a field in error narrows nothing."""
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Wish(
            unit=chosen.get("unit"),
            kind=chosen.get("kind") or "",
            site=chosen.get("site"),
            state=chosen.get("state") or "",
            text=(chosen.get("q") or "").strip(),
            overdue_on=today if chosen.get("overdue") else None,
        )


class InspectionForm(forms.Form):
    """An inspection that was done."""

    kind = CodeField(
        _("Kind of inspection"), "inspection_kinds", nothing=_("Choose"), required=True
    )
    done_on = DayField(_("Done on"), required=True)
    result = CodeField(_("Result"), "inspection_results", nothing=_("Choose"), required=True)
    due_on = DayField(
        _("Again before"), help_text=_("Leave empty when this inspection does not come back.")
    )
    inspector = forms.CharField(
        label=_("Who inspected"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_("A person or a firm. Leave empty when it was you."),
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    document = DocumentField(_("Report or photo"))

    def step_fields(self) -> dict[str, Any]:
        """What was filled in as the step takes it; the file apart."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "document"}
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in told.items()}


class EquipmentStepForm(forms.Form):
    """What another step of equipment asks: sometimes a reason, always room for a note."""

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in step.fields:
            self.fields[field.name] = forms.CharField(
                label=field.label,
                required=field.required,
                max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["note"] = forms.CharField(
            label=_("Note"),
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, without the note."""
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}
