"""The report form on a kiosk: four questions, large, and nothing that stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.access import NOBODY
from baken.rooms.reports.forms.intake import ReportForm
from baken.rooms.reports.rules import Arrived, Intake

NOT_ASKED = ("naming", "files", "immediate_action", "happened_at", "unit", "place_code")
IDENTITIES = [
    ("anonymous", _("Anonymous: nobody knows")),
    ("confidential", _("Confidential: only the safety adviser knows")),
    ("named", _("With my name")),
]


class KioskReportForm(ReportForm):
    """What a kiosk asks. Nobody is logged in: whoever gives their name types it."""

    visit = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, arrived: Arrived, **kwargs: Any) -> None:
        super().__init__(*args, actor=NOBODY, arrived=arrived, **kwargs)
        for name in NOT_ASKED:
            del self.fields[name]
        self.fields["identity"].choices = IDENTITIES  # type: ignore[attr-defined]
        self.fields["contact"].label = _("Your name, and how the safety adviser can reach you")
        self.fields["contact"].help_text = _("Leave empty to use only the receipt code.")
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Who reports with a name gives one; who reports anonymously leaves none behind."""
        data = super().clean() or {}
        if data.get("identity") == "named" and not data.get("contact", "").strip():
            self.add_error("contact", _("Type your name, or choose anonymous."))
        if data.get("identity") == "anonymous":
            data["contact"] = ""
        return data

    def intake(self) -> Intake:
        """What is handed to the action; it happened just now unless the story says otherwise."""
        data = self.cleaned_data
        return Intake(
            story=data["story"],
            place=data["place"],
            just_now=True,
            still_dangerous=data["still_dangerous"] == "yes",
            identity=data["identity"],
            channel="kiosk",
            contact=data["contact"],
        )


class SetUpForm(forms.Form):
    """The code that makes this device the kiosk."""

    setup_code = forms.CharField(
        label=_("Set-up code"),
        max_length=20,
        help_text=_("Eight signs, such as K7PQ-2MXD. Whoever manages the kiosk gets it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
