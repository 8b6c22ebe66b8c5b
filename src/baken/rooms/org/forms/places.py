"""Fields that name places: a page of them is shown, and each of the others may be named as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries.place_lists import About, places_chosen
from baken.rooms.org.queries.places import MOST_PLACES, Place


class PlaceField(forms.ChoiceField):
    """One place by its word; which there are is settled by ``places_named``."""

    def valid_value(self, value: Any) -> bool:
        """Whatever was sent is looked up by itself."""
        return True


class PlacesField(forms.MultipleChoiceField):
    """Several places by their words."""

    def valid_value(self, value: Any) -> bool:
        """Whatever was sent is looked up by itself."""
        return True


def show_choices(field: forms.Field, places: Sequence[Place]) -> None:
    """Let a field show these places to choose from."""
    field.choices = [(place.word, place.where) for place in places]  # type: ignore[attr-defined]


def places_named(actor: Actor, about: About, words: Sequence[str], *permits: str) -> list[Place]:
    """The places of these words. Raises a validation error when one is none of what was asked."""
    if len(words) > MOST_PLACES:
        raise forms.ValidationError(_("Choose at most a hundred places at once."))
    try:
        return places_chosen(actor, about, words, *permits)
    except FieldsRefused as refused:
        raise forms.ValidationError(list(refused.errors.values())) from None
