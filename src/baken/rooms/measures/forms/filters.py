"""Filters above the list of measures; what is chosen stands in the address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.search.words import Wanted, words_of
from baken.rooms.library.queries import code_list
from baken.rooms.measures.queries.lists import NO_CLASS, OPEN, in_state, of_class, overdue
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import tree

ALL = ("", _("All"))


class MeasureFilter(forms.Form):
    """Words, unit, state, class of risk, level of control, overdue, and one's own."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), required=False)
    risk_class = forms.ChoiceField(label=_("Risk class"), required=False)
    control_level = forms.ChoiceField(label=_("Level of control"), required=False)
    overdue = forms.ChoiceField(
        label=_("Term"), required=False, choices=[ALL, ("yes", _("Overdue"))]
    )
    mine = forms.ChoiceField(
        label=_("Owner"), required=False, choices=[ALL, ("yes", _("I am the owner"))]
    )

    def __init__(self, *args: Any, actor: Actor, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.at = actor, at
        levels = [(code, item.label) for code, item in code_list("control_levels").items()]
        classes = [(code, item.label) for code, item in code_list("risk_classes").items()]
        with_none = [ALL, *classes, (NO_CLASS, _("without a class"))]
        states = [ALL, (OPEN, _("Still open")), *MEASURE.states.items()]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["risk_class"].choices = with_none  # type: ignore[attr-defined]
        self.fields["control_level"].choices = [ALL, *levels]  # type: ignore[attr-defined]

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
            whole &= of_class(chosen["risk_class"])
        if chosen.get("control_level"):
            whole &= Q(control_level=chosen["control_level"])
        if chosen.get("overdue"):
            whole &= overdue(self.at)
        if chosen.get("mine"):
            whole &= Q(owner=self.actor.person, owner__isnull=False)
        return whole


def _said(field: Any, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))
