"""Filters above the lists of sites and equipment, and what their steps ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.workflow.fields import LONGEST_LINE
from baken.core.workflow.forms import plain
from baken.rooms.org.forms.fields import CodeField, DayField, DocumentField, UnitField
from baken.rooms.org.models import Site
from baken.rooms.org.queries.equipment import Wish
from baken.rooms.org.queries.sites import site_of_code
from baken.rooms.org.workflow import EQUIPMENT


class SiteFilter(forms.Form):
    """What the list of sites is narrowed by."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    unit = UnitField(label=_("Unit and below"), required=False)


class EquipmentFilter(forms.Form):
    """What the list of equipment is narrowed by."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    unit = UnitField(label=_("Unit and below"), required=False)
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


class HandOverForm(forms.Form):
    """From which unit all equipment goes, to which, and why."""

    unit = UnitField(label=_("Unit whose equipment is handed over"), dissolved_too=True)
    to = UnitField(label=_("Unit that gets it"))
    reason = forms.CharField(label=_("Why?"), max_length=300)

    def clean(self) -> dict[str, Any]:
        """Two different units."""
        cleaned = super().clean() or {}
        if cleaned.get("unit") and cleaned.get("unit") == cleaned.get("to"):
            self.add_error("to", _("Choose another unit than the one that hands over."))
        return cleaned


class InspectionForm(forms.Form):
    """An inspection that was done."""

    kind = CodeField(
        _("Kind of inspection"), "inspection_kinds", nothing=_("Choose"), required=True
    )
    done_on = DayField(label=_("Done on"))
    result = CodeField(_("Result"), "inspection_results", nothing=_("Choose"), required=True)
    due_on = DayField(
        label=_("Again before"),
        required=False,
        help_text=_("Leave empty when this inspection does not come back."),
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
        return {k: plain(v) for k, v in self.cleaned_data.items() if k != "document"}
