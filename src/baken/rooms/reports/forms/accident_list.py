"""Which year and unit of the accident list is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.queries import tree
from baken.rooms.reports.queries.accident_list import ListAsk

YEARS_BACK = 10


class AccidentListForm(forms.Form):
    """The year and the unit; without a choice this year and all within reach."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        years = [(year, str(year)) for year in range(today.year, today.year - YEARS_BACK, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """The code of a unit that exists."""
        code = self.cleaned_data["unit"].strip()
        unit = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit.code if unit else ""

    @property
    def ask(self) -> ListAsk:
        """What is asked of the list; a field in error asks nothing."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        return ListAsk(chosen.get("year") or self.today.year, chosen.get("unit", ""))

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What was filled in, as (label, value) for people."""
        ask = self.ask
        unit = ((str(_("Unit and below")), ask.unit),) if ask.unit else ()
        return ((str(_("Year")), str(ask.year)), *unit)
