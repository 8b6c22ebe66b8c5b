"""The form that hands everything of one unit over to another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.forms.fields import UnitField


class HandOverForm(forms.Form):
    """From which unit, and to which."""

    unit = UnitField(label=_("Unit whose open records are handed over"), dissolved_too=True)
    to = UnitField(label=_("Unit that must act from now on"))

    def clean(self) -> dict[str, Any]:
        """Two different units."""
        cleaned = super().clean() or {}
        if cleaned.get("unit") and cleaned.get("unit") == cleaned.get("to"):
            self.add_error("to", _("Choose another unit than the one that hands over."))
        return cleaned
