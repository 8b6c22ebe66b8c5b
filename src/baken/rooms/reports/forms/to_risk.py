"""Which known risk an occurrence belongs to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AttachForm(forms.Form):
    """The reference number of a risk."""

    risk = forms.CharField(
        label=_("Number of the risk"),
        max_length=20,
        help_text=_("Such as R-2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
