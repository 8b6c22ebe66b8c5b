"""Forms of the org room: plain input in, values for one action out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.workflow.forms import Choice, StepForm
from baken.rooms.org.models import Person
from baken.rooms.org.queries import UnitView, person_known_as, tree
from baken.rooms.org.texts import CHOICES

FIRST_DAY = date(1900, 1, 1)


class DayField(forms.DateField):
    """A day as a browser's own date box gives it."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, validators=[MinValueValidator(FIRST_DAY)], **more)


class DayForm(forms.Form):
    """As of which day something is shown."""

    on = DayField(label=_("As it was on"), required=False)


class UnitStepForm(StepForm):
    """The fields a step of a unit asks for."""

    def choices_of(self, name: str) -> list[Choice]:
        """The choices of a list of this room."""
        return list(CHOICES[name].items())


class UnitField(forms.CharField):
    """The code of a unit that exists."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=40, **more)

    def clean(self, value: Any) -> UnitView | None:
        """The unit; raises a validation error when there is none or it was dissolved."""
        code = super().clean(value)
        if not code:
            return None
        unit = tree().find(code)
        if unit is None or unit.is_dissolved:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit


class PersonField(forms.CharField):
    """A personnel number, or a full name that only one person has."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=120, **more)

    def clean(self, value: Any) -> Person | None:
        """The person; raises a validation error when there is none, or more than one."""
        text = super().clean(value)
        if not text:
            return None
        found = person_known_as(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("More people have this name. Give the number."))
        raise forms.ValidationError(_("Nobody is known under this number or name."))


class PeriodForm(forms.Form):
    """From when until when, and why."""

    from_on = DayField(label=_("From"))
    until = DayField(label=_("To and including"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = clock.today()


class AppointForm(PeriodForm):
    """Who gets which role on a unit."""

    person = PersonField(label=_("Person"), help_text=_("Personnel number or full name."))
    role = forms.ChoiceField(label=_("Role"))
    below = forms.BooleanField(label=_("With all units below it"), required=False, initial=True)
    kind = forms.ChoiceField(
        label=_("How"),
        choices=[("permanent", _("permanent")), ("acting", _("acting, for who is away"))],
        widget=forms.RadioSelect,
        initial="permanent",
    )

    field_order = ["person", "role", "below", "kind", "from_on", "until", "reason"]

    def __init__(self, *args: Any, roles: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class DelegateForm(PeriodForm):
    """Who acts in one's own post for a while, and where."""

    to = PersonField(label=_("To whom"), help_text=_("Personnel number or full name."))
    unit = UnitField(label=_("On which unit"))
    below = forms.BooleanField(label=_("With all units below it"), required=False)

    field_order = ["to", "unit", "below", "from_on", "until", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True


class EndForm(forms.Form):
    """On which day a post ends, and why."""

    last_day = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), max_length=300)
