"""Which counts are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

THEN, NOW = "then", "now"


class MonthForm(forms.Form):
    """The unit and the year to count."""

    unit = forms.CharField(label=_("Unit"), required=False, max_length=40)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(y, str(y)) for y in years]  # type: ignore[attr-defined]


class CountForm(MonthForm):
    """The same, and by which tree: that of the year, or today's."""

    tree = forms.ChoiceField(
        label=_("Organisation"),
        required=False,
        choices=[(THEN, _("As on the last day of the year")), (NOW, _("As it is today"))],
    )
