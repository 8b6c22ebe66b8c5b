"""Where a kiosk is to stand and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.queries.places import Place


class KioskForm(forms.Form):
    """A new kiosk at one of the places of a site."""

    place = forms.ChoiceField(label=_("Where does it stand?"))
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Such as: gate north, mess hall. It stands on the screen."),
    )

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        choices = [(str(number), place.where) for number, place in enumerate(self.places)]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> Place:
        """The place that was chosen."""
        return self.places[int(self.cleaned_data["place"])]
