"""Forms about who sees a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice
from baken.rooms.org.forms import DayField, PersonField


class OnDayForm(forms.Form):
    """As of which day."""

    on = DayField(label=_("On which day"), required=False)


class KeepAwayForm(forms.Form):
    """Why somebody is too close to a record; without a name, oneself."""

    person = PersonField(
        label=_("Who is too close"),
        required=False,
        help_text=_("Leave empty when it is you. Personnel number or full name."),
    )
    ground = forms.CharField(label=_("Why"), max_length=300)


class CaseForm(forms.Form):
    """Who gets a case, in which role, until when and why."""

    person = PersonField(
        label=_("Who gets this case"), help_text=_("Personnel number or full name.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_(
            "Who is asked for advice reads the record as long as you say, but not who reported it"
            " nor injuries."
        ),
    )
    until = DayField(label=_("To and including"), required=False)
    ground = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, roles: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Who need not be kept away any longer, and why."""

    tie = forms.ChoiceField(label=_("Who need not be kept away"))
    ground = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, ties: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tie"].choices = ties  # type: ignore[attr-defined]


class EndCaseForm(forms.Form):
    """Whose case ends, on which last day and why."""

    tie = forms.ChoiceField(label=_("Whose case ends"))
    last_day = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty to end it at once."),
    )
    ground = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, ties: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tie"].choices = ties  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """To whom it is released who reported, until when and why."""

    to = PersonField(label=_("Who may know"), help_text=_("Personnel number or full name."))
    until = DayField(label=_("To and including"))
    ground = forms.CharField(label=_("Why"), max_length=300)


class EndReleaseForm(forms.Form):
    """Who may no longer look up who reported, from when and why."""

    release = forms.ChoiceField(label=_("Who may know no longer"))
    last_day = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty to end it at once."),
    )
    ground = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, running: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].choices = running  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """Why somebody looks up who reported."""

    ground = forms.CharField(
        label=_("Why do you need to know who reported this?"),
        max_length=300,
        help_text=_("Your reason and that you looked are kept on record."),
    )
