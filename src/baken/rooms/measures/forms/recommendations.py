"""Forms of recommendations: entering one, and the filters above their list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.search.words import Wanted, words_of
from baken.rooms.library.queries import code_list
from baken.rooms.measures.forms.steps import StepForm
from baken.rooms.measures.queries.recommendations import (
    OPEN,
    answer_owed_before,
    in_recommendation_state,
    owed_before,
)
from baken.rooms.measures.workflow import RECEIVING, RECOMMENDATIONS
from baken.rooms.org.queries import tree

ALL = ("", _("All"))
ANSWER_OVERDUE = "answer"


class ReceiveForm(StepForm):
    """A recommendation as it is entered; only the sources that somebody can stand for are offered."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sources: Sequence[str], **kwargs: Any) -> None:
        self.sources = sources
        super().__init__(*args, step=RECEIVING, **kwargs)
        del self.fields["note"]

    def choices_of(self, name: str) -> list[Any]:
        """The entries of a list; of sources those that somebody can stand for."""
        found = super().choices_of(name)
        return [one for one in found if name != "recommendation_sources" or one[0] in self.sources]

    def step_fields(self) -> dict[str, Any]:
        """What describes the recommendation, without the key of the form."""
        return {name: value for name, value in super().step_fields().items() if name != "key"}

    @property
    def asked(self) -> list[Any]:
        """The fields that are filled in."""
        return [self[name] for name in self.fields if name != "key"]


class RecommendationFilter(forms.Form):
    """Words, addressee, source, state, subject, cause, overdue, and one's own."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Addressee and below"), required=False, max_length=40)
    source = forms.ChoiceField(label=_("Who recommends it"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Subject"), required=False)
    cause = forms.ChoiceField(label=_("Underlying cause"), required=False)
    overdue = forms.ChoiceField(
        label=_("Term"),
        required=False,
        choices=[ALL, ("yes", _("Overdue")), (ANSWER_OVERDUE, _("Answer overdue"))],
    )
    mine = forms.ChoiceField(
        label=_("Owner"), required=False, choices=[ALL, ("yes", _("I am the owner"))]
    )

    def __init__(self, *args: Any, actor: Actor, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.at = actor, at
        states = [ALL, (OPEN, _("Still open")), *RECOMMENDATIONS.states.items()]
        self._offer("state", states)
        self._offer("source", _listed("recommendation_sources"))
        self._offer("category", _listed("recommendation_categories"))
        self._offer("cause", _listed("cause_codes"))

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

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
        codes = ("source", "category", "cause")
        whole = Q(**{name: chosen[name] for name in codes if chosen.get(name)})
        if chosen.get("unit"):
            here = tree()
            whole &= here.among("unit_id", here.ids_in((here.by_code[chosen["unit"]].range,)))
        if chosen.get("state"):
            whole &= in_recommendation_state(chosen["state"])
        if chosen.get("overdue"):
            answers = chosen["overdue"] == ANSWER_OVERDUE
            whole &= answer_owed_before(self.at) if answers else owed_before(self.at)
        if chosen.get("mine"):
            whole &= Q(owner=self.actor.person, owner__isnull=False)
        return whole


def _listed(name: str) -> list[Any]:
    return [ALL, *((code, item.label) for code, item in code_list(name).items())]


def _said(field: Any, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))
