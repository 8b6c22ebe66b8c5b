"""Forms of the site's own pages."""

from __future__ import annotations

from django import forms
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
