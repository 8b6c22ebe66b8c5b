"""What is asked before a file is given."""

from __future__ import annotations

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
