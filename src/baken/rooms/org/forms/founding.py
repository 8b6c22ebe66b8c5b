"""The form that founds a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.models import Unit
from baken.rooms.org.rules import UnitRow
from baken.rooms.org.texts import LEVEL_NAMES, UNIT_KINDS

BESIDE_THE_ROW = ("reason", "order_ref")


class FoundForm(forms.Form):
    """What a new unit is called and what it is; it exists from today on."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capitals, digits, hyphens and underscores. It stays as long as the unit."),
    )
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=list(UNIT_KINDS.items()))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    site = forms.CharField(label=_("Site"), max_length=80, required=False)
    strength = forms.IntegerField(label=_("Strength"), required=False, min_value=0)
    restricted = forms.BooleanField(
        label=_("Closed unit"),
        required=False,
        help_text=_("Only posts in the unit itself see content; others see counts from five up."),
    )
    order_ref = forms.CharField(label=_("Order or decision"), max_length=80, required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, parent: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level, name) for level, name in LEVEL_NAMES.items() if level <= parent.level]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["level"].initial = max(parent.level - 1, 0)
        self.parent = parent

    def asked(self) -> dict[str, Any]:
        """What the action takes: the row of the unit, and why."""
        given = dict(self.cleaned_data)
        beside = {name: given.pop(name) for name in BESIDE_THE_ROW}
        given["code"] = given["code"].upper()
        return {"row": UnitRow(parent=self.parent.code, **given), **beside}
