"""Where a kiosk is to stand and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.rooms.org.forms.places import PlaceField, places_named, show_choices
from baken.rooms.org.permits import MANAGE_KIOSK
from baken.rooms.org.queries.place_lists import About
from baken.rooms.org.queries.places import Place


class KioskForm(forms.Form):
    """A new kiosk at one of the places of a site; ``places`` are those to choose from on this page."""

    place = PlaceField(label=_("Where does it stand?"))
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Such as: gate north, mess hall. It stands on the screen."),
    )

    def __init__(
        self, *args: Any, actor: Actor, about: About, places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.about = actor, about
        show_choices(self.fields["place"], places)

    def clean_place(self) -> Place:
        """The place that was chosen."""
        word = self.cleaned_data["place"]
        (place,) = places_named(self.actor, self.about, [word], MANAGE_KIOSK)
        return place
