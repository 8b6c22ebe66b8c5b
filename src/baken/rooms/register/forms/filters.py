"""Filters above the list of risks; what is chosen stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.search.words import Wanted, words_of
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.forms.steps import choices_of
from baken.rooms.register.queries.appetite import decided_outside
from baken.rooms.register.queries.independent import in_class
from baken.rooms.register.queries.lists import (
    HELD,
    NO_LONGER_SCORED,
    OPEN,
    SCORED,
    SUSPENDED,
    TO_DECIDE,
    harms,
    in_state,
)
from baken.rooms.register.workflow import RISK

ALL = ("", _("All"))
UNSCORED, MINE = "unscored", "me"
_GROUPS = (
    (OPEN, _("Still open")),
    (TO_DECIDE, _("Needs a decision")),
    (HELD, _("Accepted or watched")),
    (SCORED, _("Open and still being scored")),
    (NO_LONGER_SCORED, _("Open and no longer scored")),
)
_SUSPENDED = (SUSPENDED, _("Decision suspended"))


class RiskFilter(forms.Form):
    """Words, unit, state, class, hazard, kind of harm and owner."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), required=False)
    risk_class = forms.ChoiceField(label=_("Risk class"), required=False)
    hazard = forms.ChoiceField(label=_("Hazard"), required=False)
    category = forms.ChoiceField(label=_("What kind of harm"), required=False)
    owner = forms.ChoiceField(
        label=_("Owner"), required=False, choices=[ALL, (MINE, _("I am the owner"))]
    )
    outside = forms.ChoiceField(
        label=_("Risk appetite"),
        required=False,
        choices=[ALL, ("yes", _("Let go on outside the appetite"))],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        classes = [(code, item.label) for code, item in code_list("risk_classes").items()]
        choices: dict[str, list[Any]] = {
            "state": [ALL, *_GROUPS, *RISK.states.items(), _SUSPENDED],
            "risk_class": [ALL, *classes, (UNSCORED, _("not yet scored"))],
            "hazard": [ALL, *choices_of("hazards")],
            "category": [ALL, *choices_of("risk_categories")],
        }
        for name, held in choices.items():
            self.fields[name].choices = held  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """The code of a unit that exists."""
        code = self.cleaned_data["unit"].strip()
        unit = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit.code if unit else ""

    @property
    def words(self) -> Wanted | None:
        """The words to search for, or None."""
        text = self.cleaned_data.get("q", "")
        return words_of(text) if text else None

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What was filled in, as (label, value) for people."""
        found = [(field, self.cleaned_data.get(name)) for name, field in self.fields.items()]
        return tuple((str(field.label), _said(field, value)) for field, value in found if value)

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was filled in; a field in error narrows nothing."""
        return rows.filter(self._condition(self.cleaned_data))

    def _condition(self, chosen: dict[str, Any]) -> Q:
        whole = Q()
        if chosen.get("unit"):
            here = tree()
            whole &= here.among("unit_id", here.ids_in((here.by_code[chosen["unit"]].range,)))
        if chosen.get("state"):
            whole &= in_state(chosen["state"])
        if chosen.get("risk_class"):
            asked = chosen["risk_class"]
            whole &= in_class(self.actor, "" if asked == UNSCORED else asked)
        if chosen.get("hazard"):
            whole &= Q(hazard=chosen["hazard"])
        if chosen.get("category"):
            whole &= harms(chosen["category"])
        if chosen.get("owner"):
            whole &= Q(owner=self.actor.person, owner__isnull=False)
        return whole & decided_outside() if chosen.get("outside") else whole


def _said(field: Any, value: Any) -> str:
    for code, label in getattr(field, "choices", ()):
        held = dict(label) if isinstance(label, list) else {code: label}
        if value in held:
            return str(held[value])
    return str(value)
