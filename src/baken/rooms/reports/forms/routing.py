"""What the test bench of the rules of where reports go asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.forms.fields import UnitField
from baken.rooms.reports.forms.steps import choices_of
from baken.rooms.reports.queries.classified import site_named
from baken.rooms.reports.queries.routing import Matter


class RouteForm(forms.Form):
    """A report that is not there: what is known of it, and nothing about anybody."""

    unit = UnitField(label=_("Unit that it is about"))
    still_dangerous = forms.BooleanField(label=_("Still dangerous"), required=False)
    site = forms.CharField(
        label=_("Site"), required=False, max_length=200, help_text=_("Code or name.")
    )
    equipment_kind = forms.ChoiceField(label=_("Kind of equipment"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    context = forms.ChoiceField(label=_("Context"), required=False)
    subjects = forms.MultipleChoiceField(
        label=_("Subjects"), required=False, widget=forms.CheckboxSelectMultiple
    )
    domains = forms.MultipleChoiceField(
        label=_("Domains"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("Not known"))]
        for name, codes in (
            ("equipment_kind", "equipment_kinds"),
            ("kind", "kinds"),
            ("context", "contexts"),
        ):
            self.fields[name].choices = nothing + choices_of(codes)  # type: ignore[attr-defined]
        for name in ("subjects", "domains"):
            self.fields[name].choices = choices_of(name)  # type: ignore[attr-defined]

    def clean_site(self) -> int | None:
        """The id of the site that was named."""
        text = self.cleaned_data["site"]
        site = site_named(text) if text else None
        if text and site is None:
            raise forms.ValidationError(_("There is no site with this code or name."))
        return site

    def matter(self) -> Matter:
        """What the rules are tried on."""
        data = self.cleaned_data
        return Matter(
            unit=data["unit"],
            site=data["site"],
            subjects=tuple(data["subjects"]),
            domains=tuple(data["domains"]),
            context=data["context"],
            kind=data["kind"],
            still_dangerous=data["still_dangerous"],
            equipment_kind=data["equipment_kind"],
        )
