"""What somebody else tells or wrote down: the report form, and before it who it is from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.access import NOBODY, Actor
from baken.rooms.org.forms.fields import UnitField
from baken.rooms.org.queries.persons_sought import Sought, person_within_reach, persons_sought
from baken.rooms.reports.forms.intake import ReportForm
from baken.rooms.reports.permits import CREATE_FOR
from baken.rooms.reports.rules import Arrived, Intake

IDENTITIES = [
    ("named", _("With their name")),
    ("confidential", _("Confidential: only the safety adviser knows")),
    ("anonymous", _("Anonymous: nobody knows")),
]


class DeskForm(ReportForm):
    """A report of somebody else. Several persons of one name come back as a choice."""

    caller = forms.CharField(
        label=_("Who tells this?"),
        required=False,
        max_length=120,
        help_text=_("Name or personnel number, within your reach. Leave empty when unknown."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    person = forms.ChoiceField(
        label=_("Which of these persons?"), required=False, widget=forms.RadioSelect
    )
    form_number = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    field_order = ("key", "form_number", "story", "place", "still_dangerous")

    def __init__(self, *args: Any, actor: Actor, arrived: Arrived, **kwargs: Any) -> None:
        super().__init__(*args, actor=NOBODY, arrived=arrived, **kwargs)
        self.actor = actor
        self.teller: Sought | None = None
        self.fields["identity"].choices = IDENTITIES  # type: ignore[attr-defined]
        self.fields["identity"].initial = "named"
        self.fields["identity"].label = _("With a name, or not?")
        self.fields["contact"].label = _("How can they be reached?")
        self.fields["contact"].help_text = _("Name and number, for somebody who is not known here.")
        chosen = self.data.get("person", "") if self.is_bound else ""
        kept = person_within_reach(actor, CREATE_FOR, chosen) if chosen else None
        self._offer([kept] if kept else [])

    def _offer(self, persons: list[Sought]) -> None:
        """The persons to choose from; without any the question is not asked."""
        choices = [(one.ref, one.label) for one in persons]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        self.offers = bool(choices)

    def clean(self) -> dict[str, Any]:
        """Who told it: the person that was chosen, or the only one that fits what was typed."""
        data = super().clean() or {}
        if data.get("identity") == "anonymous" or self.errors.get("person"):
            return data
        if chosen := data.get("person"):
            self.teller = person_within_reach(self.actor, CREATE_FOR, chosen)
        elif typed := data.get("caller", "").strip():
            self._find(typed)
        return data

    def _find(self, typed: str) -> None:
        found = persons_sought(self.actor, CREATE_FOR, typed)
        if len(found) == 1:
            self.teller = found[0]
        elif found:
            self._offer(found)
            self.add_error("person", _("Several persons fit. Choose one of them."))
        else:
            text = _("Nobody within your reach fits. Leave it empty and say how to reach them.")
            self.add_error("caller", text)

    def intake_by(self, channel: str) -> Intake:
        """What is handed to the action."""
        told = self.intake()
        values = {**vars(told), "channel": channel}
        if told.identity == "anonymous":
            values["contact"] = ""
        return Intake(**values)


class FormNumberForm(forms.Form):
    """The number that stands on a form on paper."""

    number = forms.CharField(
        label=_("Number of the form"),
        max_length=20,
        help_text=_("Eight signs, at the top of the form, such as K7PQ-2MXD."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PrintForm(forms.Form):
    """How many empty forms are printed, for which unit and in which language."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    unit = UnitField(label=_("For which unit?"))
    count = forms.IntegerField(label=_("How many?"), min_value=1, max_value=100, initial=1)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("nl", _("Dutch")), ("en", _("English"))],
        initial="nl",
        widget=forms.RadioSelect,
    )
