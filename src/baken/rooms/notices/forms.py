"""The forms of the notices room: what a list shows, and how somebody wants to be told."""

from __future__ import annotations

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.queries.mail import may_be_mailed
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.rules import GROUPS, Wishes
from baken.rooms.notices.texts import GROUP_LABELS, WAY_LABELS

RHYTHM_LABELS = {"daily": _("Every working day"), "weekly": _("Once a week")}


class NoticeFilter(forms.Form):
    """Which notices a list shows."""

    group = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=lambda: [("", _("Everything")), *((g, GROUP_LABELS[g]) for g in GROUPS)],
    )
    unread = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("Read and unread")), ("yes", _("Unread only"))],
    )

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what is no choice counts as nothing."""
        self.is_valid()
        given = self.cleaned_data
        return {"group": given.get("group", ""), "unread": given.get("unread") == "yes"}


class ClockField(forms.TimeField):
    """A time of day as a browser's own time box gives it."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, **more)


class WishesForm(forms.Form):
    """Which mails somebody gets, when, and where to."""

    rhythm = forms.ChoiceField(
        label=_("How often does the overview come?"), choices=list(RHYTHM_LABELS.items())
    )
    digest_at = ClockField(label=_("At what time?"))
    weekday = forms.TypedChoiceField(
        label=_("Once a week: on which day?"),
        help_text=_("When it is no working day, the overview comes on the next one."),
        coerce=int,
        choices=list(WEEKDAYS.items()),
    )
    quiet_from = ClockField(
        label=_("No mails from"), help_text=_("What is urgent still comes."), required=False
    )
    quiet_until = ClockField(label=_("No mails until"), required=False)
    zone = forms.ChoiceField(label=_("Your time zone"), choices=())
    address = forms.EmailField(
        label=_("Mail to another address"),
        help_text=_("Leave it empty for the address that your organisation knows."),
        required=False,
    )

    def __init__(self, *args: Any, wishes: Wishes, locked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locked = ("urgent",) if locked else ()
        for group in (one for one in GROUPS if one not in self.locked):
            field = forms.ChoiceField(label=GROUP_LABELS[group], choices=list(WAY_LABELS.items()))
            field.initial = wishes.ways[group]
            self.fields[f"way_{group}"] = field
        self.order_fields(f"way_{group}" for group in GROUPS)
        self.was = wishes
        zones = dict.fromkeys([*policy().zones, wishes.zone.key])
        self.fields["zone"].choices = [(one, one.replace("_", " ")) for one in zones]  # type: ignore[attr-defined]
        for name in ("rhythm", "digest_at", "weekday", "quiet_from", "quiet_until"):
            self.fields[name].initial = getattr(wishes, name)
        self.fields["zone"].initial = wishes.zone.key

    def ways(self) -> list[Any]:
        """The fields of the groups."""
        return [self[name] for name in self.fields if name.startswith("way_")]

    def others(self) -> list[Any]:
        """The other fields."""
        return [self[name] for name in self.fields if not name.startswith("way_")]

    def clean_address(self) -> str:
        """An address at a domain to which this installation mails, or nothing."""
        address: str = self.cleaned_data["address"]
        if address and not may_be_mailed(address):
            raise forms.ValidationError(_("No mail goes to addresses at this domain."))
        return address

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        given: dict[str, Any] = super().clean() or {}
        if bool(_time_in(given, "quiet_from")) != bool(_time_in(given, "quiet_until")):
            lacks = "quiet_until" if _time_in(given, "quiet_from") else "quiet_from"
            self.add_error(lacks, _("Give both times, or neither."))
        return given

    def chosen(self) -> Wishes:
        """The wishes of a form that is right."""
        given = self.cleaned_data
        ways = {group: given.get(f"way_{group}", self.was.ways[group]) for group in GROUPS}
        names = ("rhythm", "digest_at", "weekday", "quiet_from", "quiet_until")
        return Wishes(ways=ways, zone=ZoneInfo(given["zone"]), **{n: given[n] for n in names})


def _time_in(given: dict[str, Any], name: str) -> str:
    """A time as text, since midnight is a time and no absence of one."""
    found: time | None = given.get(name)
    return "" if found is None else found.isoformat()
