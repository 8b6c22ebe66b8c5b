"""What is asked to record a qualification."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.org.forms.fields import CodeField, DayField
from baken.rooms.org.rules.things import QualificationRow


class QualificationForm(forms.Form):
    """A qualification of a person, new or renewed."""

    code = CodeField(_("Qualification"), "qualifications", nothing=_("Choose"), required=True)
    obtained_on = DayField(label=_("Obtained on"))
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("Leave empty when it does not expire.")
    )
    certificate = forms.CharField(label=_("Certificate number"), required=False, max_length=80)
    issuer = forms.CharField(label=_("Who issued it"), required=False, max_length=120)

    def held(self) -> QualificationRow:
        """What was filled in, as the action takes it."""
        return QualificationRow(**self.cleaned_data)
