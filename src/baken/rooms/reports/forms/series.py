"""Which counts in time are wanted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

YEAR, MONTH = "year", "month"


class SeriesForm(forms.Form):
    """The unit, the years, by year or by month, and whether each system counts apart."""

    unit = forms.CharField(label=_("Unit"), required=False, max_length=40)
    from_year = forms.TypedChoiceField(label=_("From year"), required=False, coerce=int)
    to_year = forms.TypedChoiceField(label=_("To year"), required=False, coerce=int)
    per = forms.ChoiceField(
        label=_("By"), required=False, choices=[(YEAR, _("year")), (MONTH, _("month"))]
    )
    split = forms.BooleanField(label=_("Count each system apart"), required=False)

    def __init__(self, *args: Any, years: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = years
        listed = [(year, str(year)) for year in range(last, first - 1, -1)]
        for name in ("from_year", "to_year"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]
