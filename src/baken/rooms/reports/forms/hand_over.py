"""The form that hands everything of one unit over to another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.queries import UnitView, tree


class HandOverForm(forms.Form):
    """From which unit, and to which."""

    unit = forms.CharField(label=_("Unit whose open records are handed over"), max_length=40)
    to = forms.CharField(label=_("Unit that must act from now on"), max_length=40)

    def clean_unit(self) -> UnitView:
        """The unit that hands over."""
        return _known(self.cleaned_data["unit"])

    def clean_to(self) -> UnitView:
        """The unit that takes over, which must still exist."""
        found = _known(self.cleaned_data["to"])
        if found.is_dissolved:
            raise forms.ValidationError(_("This unit has been dissolved."))
        return found

    def clean(self) -> dict[str, Any]:
        """Two different units."""
        cleaned = super().clean() or {}
        if cleaned.get("unit") and cleaned.get("unit") == cleaned.get("to"):
            self.add_error("to", _("Choose another unit than the one that hands over."))
        return cleaned


def _known(code: str) -> UnitView:
    unit = tree().find(code)
    if unit is None:
        raise forms.ValidationError(_("There is no unit with this code."))
    return unit
