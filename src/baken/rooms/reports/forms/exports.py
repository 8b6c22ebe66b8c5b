"""What is asked before a file is given, and which counts are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.export.formats import FORMATS
from baken.core.export.make import LONGEST_PURPOSE


class ExportForm(forms.Form):
    """The kind of file, and what it is for."""

    format = forms.ChoiceField(
        label=_("Kind of file"), widget=forms.RadioSelect, initial=next(iter(FORMATS))
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"),
        required=False,
        max_length=LONGEST_PURPOSE,
        help_text=_("Kept with your name, the moment and the number of rows."),
    )

    def __init__(self, *args: Any, purpose_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, one.label) for name, one in FORMATS.items()]
        self.fields["format"].choices = choices  # type: ignore[attr-defined]
        self.fields["purpose"].required = purpose_needed


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
