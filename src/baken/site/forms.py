"""Forms of the site's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 366


class ServiceForm(forms.Form):
    """A new service account: its name, what it is for, where it belongs, who answers for it."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Small letters, digits and hyphens, such as: link-planning."),
        min_length=3,
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]*\Z", _("Use small letters, digits and hyphens, a letter first.")
            )
        ],
    )
    about = forms.CharField(label=_("What is it for?"), max_length=100)
    unit = forms.CharField(
        label=_("Unit"), help_text=_("The code of the unit where it belongs."), max_length=40
    )
    keeper = forms.CharField(
        label=_("Who answers for it?"),
        help_text=_("The user name of somebody, who is told about every token."),
        max_length=80,
    )


class AdministrationForm(forms.Form):
    """What somebody is going to administer, and how long it takes at most."""

    reason = forms.CharField(
        label=_("What are you going to do?"),
        help_text=_("Stands in the log of the session, with everything you do in it."),
        max_length=300,
    )
    minutes = forms.TypedChoiceField(label=_("How long at most?"), coerce=int, choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = settings.ADMINISTRATION_MINUTES
        steps = sorted({*(one for one in (15, 30, 60, 120) if one < longest), longest})
        named = [(one, _("%(minutes)s minutes") % {"minutes": one}) for one in steps]
        self.fields["minutes"].choices = named  # type: ignore[attr-defined]
        self.fields["minutes"].initial = steps[min(1, len(steps) - 1)]


class TokenForm(forms.Form):
    """A new token: what for and how long."""

    label = forms.CharField(
        label=_("What is the token for?"),
        help_text=_("So that it can be recognised later, such as: server in Amersfoort."),
        max_length=80,
    )
    days = forms.IntegerField(
        label=_("Valid for how many days?"), min_value=1, max_value=MOST_DAYS, initial=90
    )
