"""The forms of the steps of a consultation, and of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.rooms.consultation.queries.bodies import councils_for
from baken.rooms.consultation.queries.choices import COUNCILS, items_of
from baken.rooms.consultation.queries.subjects import kinds_named
from baken.rooms.consultation.queries.terms import proposed_days, terms
from baken.rooms.consultation.workflow import DRAFTING
from baken.rooms.org.forms.fields import UnitField
from baken.rooms.org.queries import UnitView

_LEFT_OPEN = _("Left open: %(advice)s days from today for advice, %(consent)s for consent.")
_BESIDE = ("unit", "subject_kind", "subject", "key")


class StepForm(AnyStepForm):
    """The fields a step of a consultation asks for; ``near`` is the unit whose councils come first."""

    nothing_chosen = {"council": _("No council: a unit")}

    def __init__(self, *args: Any, near: UnitView | None = None, **kwargs: Any) -> None:
        self.near = near
        super().__init__(*args, **kwargs)

    def choices_of(self, name: str) -> list[Choice]:
        """The entries of a list; of councils the nearest in front."""
        if name == COUNCILS:
            return list(councils_for(self.near))
        return [(code, item.label) for code, item in items_of(name).items()]


class DraftForm(StepForm):
    """A new consultation: about which record, for which unit, and what is asked."""

    subject_kind = forms.ChoiceField(label=_("About what kind of record"))
    subject = forms.CharField(
        label=_("Which record"),
        max_length=40,
        help_text=_("Its reference, such as R-2026-000123. Only a record that you read."),
    )
    unit = UnitField(
        label=_("For which unit you ask"),
        help_text=_("Its code: a unit for which you may ask a council or a part."),
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, step=DRAFTING, **kwargs)
        self.at = at
        del self.fields["note"]
        self.fields["due_on"].required = False
        self.fields["due_on"].help_text = _LEFT_OPEN % terms().answer
        kinds: Sequence[Choice] = list(kinds_named().items())
        self.fields["subject_kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was filled in, with the usual last day where none was named."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        unit, kind = told.get("unit"), told.get("kind")
        if unit and kind and "due_on" not in self.errors:
            usual = proposed_days(terms().answer, unit.id, self.at)
            told["due_on"] = told["due_on"] or usual[kind]
        return told

    def step_fields(self) -> dict[str, Any]:
        """What describes it, without the record and the unit."""
        return {name: value for name, value in super().step_fields().items() if name not in _BESIDE}
