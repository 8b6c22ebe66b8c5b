"""For which places posters are made, how large and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.workflow.fields import LONGEST_LINE
from baken.rooms.org.forms.places import PlacesField, places_named, show_choices
from baken.rooms.org.queries.place_lists import About
from baken.rooms.org.queries.places import Place

SIZES = [("a4", _("Poster, A4")), ("a6", _("Cards, four on A4"))]
LANGUAGES = [("both", _("Dutch and English")), ("nl", _("Dutch")), ("en", _("English"))]


class LookForm(forms.Form):
    """How posters look; what does not fit is as usual."""

    size = forms.ChoiceField(
        label=_("Size"), choices=SIZES, initial="a4", widget=forms.RadioSelect, required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
        initial="both",
        widget=forms.RadioSelect,
        required=False,
    )

    def look(self) -> dict[str, str]:
        """Size and language, each as usual when it was not said or is none of these."""
        said = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        usual = {"size": "a4", "language": "both"}
        return {name: said.get(name) or value for name, value in usual.items()}


class PosterForm(LookForm):
    """Which places get a poster: those that were chosen, or all ``places`` of this page."""

    places = PlacesField(
        label=_("For which places?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing to make them for all of these."),
    )
    field_order = ("places", "size", "language")

    def __init__(
        self, *args: Any, actor: Actor, about: About, places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.about, self.shown = actor, about, list(places)
        show_choices(self.fields["places"], places)

    def clean_places(self) -> list[Place]:
        """The places that were chosen, or all that are shown."""
        words = self.cleaned_data["places"]
        return places_named(self.actor, self.about, words) if words else self.shown


class WithdrawForm(forms.Form):
    """Which code is to hold no more, and why."""

    code = forms.CharField(max_length=20)
    reason = forms.CharField(label=_("Why?"), max_length=LONGEST_LINE)
