"""Filters above the list of duties, opening one by hand, and the year of the accident list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.rooms.library.queries import duty_table
from baken.rooms.library.texts import said
from baken.rooms.org.queries import tree
from baken.rooms.reports.queries.choices import choices_of
from baken.rooms.reports.rules.duties import DUTY_UNSETTLED
from baken.rooms.reports.workflow import NOTIFICATION

OPEN, OVERDUE = "open", "overdue"


class NotificationStepForm(AnyStepForm):
    """The fields a step of a duty asks for."""

    def choices_of(self, name: str) -> list[Choice]:
        """The ways in which somebody is told."""
        return [(code, item.label) for code, item in choices_of(name).items()]


class NotificationFilter(forms.Form):
    """State, duty and unit; without a choice what is open."""

    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    duty = forms.ChoiceField(label=_("Duty"), required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        groups = [("", _("All")), (OPEN, _("Still open")), (OVERDUE, _("Past its term"))]
        self.fields["state"].choices = [*groups, *NOTIFICATION.states.items()]  # type: ignore[attr-defined]
        self.fields["duty"].choices = [("", _("All")), *duty_choices()]  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """The code of a unit that exists."""
        code = self.cleaned_data["unit"].strip()
        unit = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit.code if unit else ""

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was filled in; a field in error narrows nothing."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("unit"):
            here = tree()
            ids = here.ids_in((here.by_code[chosen["unit"]].range,))
            rows = rows.filter(here.among("unit_id", ids))
        if chosen.get("duty"):
            rows = rows.filter(duty=chosen["duty"])
        return in_state(rows, chosen.get("state", ""), self.at)


class OpenDutyForm(forms.Form):
    """Which duty is opened by hand, and why."""

    duty = forms.ChoiceField(label=_("Duty"))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example by agreement with the authority. No names."),
    )

    def __init__(self, *args: Any, there: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [choice for choice in duty_choices() if choice[0] not in there]
        self.fields["duty"].choices = free  # type: ignore[attr-defined]


def duty_choices() -> list[Choice]:
    """Every duty that can be open, as choices of a form field."""
    rows = duty_table().duties.values()
    return [(duty.code, said(duty.text)) for duty in rows if duty.form == "notify"]


def in_state(rows: Any, state: str, at: datetime) -> Any:
    """The duties in a state, or in one of the groups ``open`` and ``overdue``."""
    if state == OPEN:
        return rows.filter(state__in=DUTY_UNSETTLED)
    if state == OVERDUE:
        return rows.filter(due_at__lte=at)
    return rows.filter(state=state) if state else rows
