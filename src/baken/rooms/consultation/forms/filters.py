"""Filters above the list of consultations; what is chosen stands in the address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.search.words import Wanted, words_of
from baken.rooms.consultation.queries.lists import LATE, OPEN, narrowed
from baken.rooms.consultation.queries.subjects import kinds_named
from baken.rooms.consultation.texts import KINDS, OUTCOMES
from baken.rooms.consultation.workflow import CONSULTATION
from baken.rooms.org.queries import tree

ALL = ("", _("All"))
_OPEN = (OPEN, _("Still open"))
_LATE = (LATE, _("Asked, and the term has passed"))


class ConsultationFilter(forms.Form):
    """Words, unit, state, advice or consent, answer, and kind of record."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ALL, _OPEN, _LATE, *CONSULTATION.states.items()],
    )
    kind = forms.ChoiceField(
        label=_("Advice or consent?"), required=False, choices=[ALL, *KINDS.items()]
    )
    outcome = forms.ChoiceField(
        label=_("The answer"), required=False, choices=[ALL, *OUTCOMES.items()]
    )
    subject_kind = forms.ChoiceField(label=_("About what kind of record"), required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        kinds = [ALL, *kinds_named().items()]
        self.fields["subject_kind"].choices = kinds  # type: ignore[attr-defined]

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
        return rows.filter(narrowed(self.cleaned_data, self.at))


def _said(field: Any, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))
