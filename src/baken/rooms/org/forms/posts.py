"""Forms of units and posts: plain input in, values for one action out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.forms import Choice, StepForm
from baken.rooms.org.forms.fields import DayField, UnitField
from baken.rooms.org.models import Person
from baken.rooms.org.queries import person_meant
from baken.rooms.org.queries.codes import labelled
from baken.rooms.org.rules.delegating import Decision
from baken.rooms.org.texts import CHOICES


class DayForm(forms.Form):
    """As of which day something is shown."""

    on = DayField(
        label=_("As it was on"),
        required=False,
        error_messages={
            "invalid": _("This is no day; give it as 2026-03-01. Below it stands as it is today.")
        },
    )


class UnitStepForm(StepForm):
    """The fields a step of a unit asks for."""

    def choices_of(self, name: str) -> list[Choice]:
        """The choices of a list of this room."""
        return list(CHOICES[name].items())


class PersonField(forms.CharField):
    """A personnel number, or a full name that only one person has."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=120, **more)

    def clean(self, value: Any) -> Person | None:
        """The person; raises a validation error when there is none, or more than one."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return person_meant(text)
        except FieldsRefused as refused:
            raise forms.ValidationError(refused.errors["person"]) from None


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

    classes = forms.MultipleChoiceField(
        label=_("For which classes of risk"), widget=forms.CheckboxSelectMultiple
    )
    contexts = forms.MultipleChoiceField(
        label=_("In which kinds of work"), widget=forms.CheckboxSelectMultiple
    )

    field_order = ["to", "unit", "below", "classes", "contexts", "from_on", "until", "reason"]

    def __init__(self, *args: Any, decisions: Collection[Decision], **kwargs: Any) -> None:
        """``decisions`` is what the post may decide on risks; without any nothing is asked of them."""
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        offered = {
            "classes": labelled("risk_classes", {one.risk_class for one in decisions}),
            "contexts": labelled("contexts", {one.context for one in decisions}),
        }
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class EndForm(forms.Form):
    """On which day a post ends, and why."""

    last_day = DayField(
        label=_("Last day"),
        help_text=_(
            "Yesterday ends it at once. A post that has not begun never begins when you give a day "
            "before its first."
        ),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)
