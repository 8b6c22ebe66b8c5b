"""Forms of small purchases: what is wanted, quotes, budgets, and the filters of their list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baken.core.search.words import Wanted, words_of
from baken.rooms.measures.forms.filters import ALL
from baken.rooms.measures.forms.steps import StepForm
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.lists import OPEN
from baken.rooms.measures.queries.purchase_lists import (
    about_risk,
    overdue_purchases,
    purchases_in_state,
)
from baken.rooms.measures.rules.money import cents_of
from baken.rooms.measures.workflow import ASKING, PURCHASE
from baken.rooms.measures.workflow.purchase_fields import EUROS
from baken.rooms.org.queries import UnitView, tree

AMOUNT = _("Give an amount in euros, such as 2500 or 2.500,00.")
WITHOUT_RISK = ("no_risk", "no_risk_reason")


class WantForm(StepForm):
    """What is wanted; what it serves stands in the address, and without that it is about a unit."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Sequence[UnitView] = (), serves: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, step=ASKING, **kwargs)
        del self.fields["note"]
        if serves:
            for name in WITHOUT_RISK:
                del self.fields[name]
        else:
            choices = [(one.code, one.name) for one in units]
            self.fields["unit"] = forms.ChoiceField(label=_("For which unit"), choices=choices)

    def step_fields(self) -> dict[str, Any]:
        """What is wanted, without what says where it stands."""
        said = super().step_fields()
        return {name: value for name, value in said.items() if name not in ("key", "unit")}

    @property
    def unit(self) -> UnitView | None:
        """The unit that was chosen, when it is about no record."""
        return tree().find(self.cleaned_data.get("unit", ""))

    @property
    def shown(self) -> list[Any]:
        """Every field but the key."""
        return [self[name] for name in self.fields if name != "key"]


class QuoteForm(forms.Form):
    """What a supplier asks, with the quote itself as a file."""

    supplier = forms.CharField(label=_("Supplier"), max_length=200)
    amount = forms.CharField(label=_("Money without VAT"), max_length=30, help_text=EUROS)
    file = forms.FileField(label=_("The quote itself"), required=False)

    def clean_amount(self) -> int:
        """The amount in euro cents."""
        cents = cents_of(self.cleaned_data["amount"])
        if not cents:
            raise forms.ValidationError(AMOUNT)
        return cents


class BudgetForm(forms.Form):
    """The money of a unit in a year."""

    unit = forms.CharField(label=_("Unit"), max_length=40, help_text=_("Its code."))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = forms.CharField(label=_("Money with VAT"), max_length=30, help_text=EUROS)
    reason = forms.CharField(
        label=_("Why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_unit(self) -> UnitView:
        """A unit that exists."""
        unit = tree().find(self.cleaned_data["unit"].strip())
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit

    def clean_amount(self) -> int:
        """The amount in euro cents."""
        cents = cents_of(self.cleaned_data["amount"])
        if cents is None:
            raise forms.ValidationError(AMOUNT)
        return cents


class PurchaseFilter(forms.Form):
    """Words, unit, state, kind, whether it is about a risk, and overdue."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Kind"), required=False)
    risk = forms.ChoiceField(
        label=_("About a risk"), required=False, choices=[ALL, ("yes", _("Yes")), ("no", _("No"))]
    )
    overdue = forms.ChoiceField(
        label=_("Term"), required=False, choices=[ALL, ("yes", _("Overdue"))]
    )
    example = forms.ChoiceField(
        label=_("Example for others"), required=False, choices=[ALL, ("yes", _("Yes"))]
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        kinds = [(code, one.label) for code, one in items_of("purchase_categories").items()]
        states = [ALL, (OPEN, _("Still open")), *PURCHASE.states.items()]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["category"].choices = [ALL, *kinds]  # type: ignore[attr-defined]

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
        return tuple(
            (str(field.label), str(dict(getattr(field, "choices", ())).get(value, value)))
            for field, value in found
            if value
        )

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was filled in; a field in error narrows nothing."""
        chosen, whole = self.cleaned_data, Q()
        if chosen.get("unit"):
            here = tree()
            whole &= here.among("unit_id", here.ids_in((here.by_code[chosen["unit"]].range,)))
        if chosen.get("state"):
            whole &= purchases_in_state(chosen["state"])
        if chosen.get("category"):
            whole &= Q(category=chosen["category"])
        if chosen.get("risk"):
            whole &= about_risk(chosen["risk"])
        if chosen.get("overdue"):
            whole &= overdue_purchases(self.at)
        if chosen.get("example"):
            whole &= Q(is_example=True)
        return rows.filter(whole)
