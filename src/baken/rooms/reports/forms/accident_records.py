"""Forms that open accident records and ask for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import person_meant

MOST_LINES = 50


class PersonsField(forms.CharField):
    """Persons by personnel number or full name, one a line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000, **more)

    def clean(self, value: Any) -> list[Any]:  # type: ignore[override]
        """The persons; raises a validation error that names the line that fits nobody."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Name at least one person and at most 50."))
        return [_person(line) for line in lines]


def _person(line: str) -> Any:
    try:
        return person_meant(line)
    except FieldsRefused as refused:
        raise forms.ValidationError(f"{line}: {refused.errors['person']}") from None


class OpenForm(forms.Form):
    """Who was in the accident."""

    persons = PersonsField(
        label=gettext_lazy("Which servicemen were in it?"),
        help_text=gettext_lazy(
            "Personnel number or full name, one a line. Each gets a record of their own; the"
            " occurrence itself names nobody."
        ),
    )


class RequestForm(forms.Form):
    """What somebody tells who asks for a record of their own accident."""

    happened_at = forms.DateTimeField(
        label=gettext_lazy("When did it happen?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    place = forms.CharField(label=gettext_lazy("Where did it happen?"), max_length=200)
    course = forms.CharField(
        label=gettext_lazy("What happened to you?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=50_000,
        help_text=gettext_lazy("In plain words. Your commander reads this, and that it is you."),
    )
