"""Filters above the list of assessments; what is chosen stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.search.words import Wanted, words_of
from baken.rooms.assessments.queries.lists import narrowed
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.org.queries import tree


class AssessmentFilter(forms.Form):
    """Words, unit and state."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("holding", _("Holds now")),
            ("making", _("Being made")),
            *ASSESSMENT.states.items(),
        ],
    )

    def clean_unit(self) -> str:
        """The code of a unit that exists."""
        code = self.cleaned_data["unit"].strip()
        unit = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit.code if unit else ""

    @property
    def words(self) -> Wanted | None:
        """The words to search for, or None."""
        text = self.cleaned_data.get("q", "")
        return words_of(text) if text else None

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was filled in."""
        return rows.filter(narrowed(self.cleaned_data))
