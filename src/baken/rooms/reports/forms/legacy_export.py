"""What is asked before reports go out in the shape of another system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.export.make import LONGEST_PURPOSE

ROWS, NOT_WRITTEN = "rows", "not_written"


class LegacyExportForm(forms.Form):
    """Which system, whether what was made here goes along, and the rows or what is not in them."""

    system = forms.ChoiceField(label=_("System"))
    what = forms.ChoiceField(
        label=_("What do you want?"),
        widget=forms.RadioSelect,
        initial=ROWS,
        choices=[
            (ROWS, _("The rows, as that system writes them")),
            (NOT_WRITTEN, _("The list of what that system has no way to say")),
        ],
    )
    made_here = forms.BooleanField(
        label=_("Also reports that were made here"), required=False, initial=True
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"),
        required=False,
        max_length=LONGEST_PURPOSE,
        help_text=_("Kept with your name, the moment and the number of rows."),
    )

    def __init__(
        self, *args: Any, systems: Sequence[str], purpose_needed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].choices = [(one, one) for one in systems]  # type: ignore[attr-defined]
        self.fields["purpose"].required = purpose_needed
