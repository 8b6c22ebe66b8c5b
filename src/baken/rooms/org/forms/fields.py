"""Fields that several forms of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from baken.core.files.content import CleanFile, FileRefused, clean_upload
from baken.core.workflow.fields import YEARS
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.heirs import why_gone

WITHIN_YEARS = (
    MinValueValidator(date(YEARS[0], 1, 1)),
    MaxValueValidator(date(YEARS[-1], 12, 31)),
)


class DayField(forms.DateField):
    """A day as a browser's own date box gives it, within the years that the product knows."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, validators=WITHIN_YEARS, **more)


class UnitField(forms.CharField):
    """The code of a unit that exists; with ``dissolved_too`` also of one that did."""

    def __init__(self, *, dissolved_too: bool = False, **more: Any) -> None:
        super().__init__(max_length=40, **more)
        self.dissolved_too = dissolved_too

    def clean(self, value: Any) -> UnitView | None:
        """The unit; raises a validation error when there is none that counts."""
        code = super().clean(value)
        if not code:
            return None
        unit = tree().find(code)
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        if unit.is_dissolved and not self.dissolved_too:
            raise forms.ValidationError(why_gone(unit))
        return unit


class CodeField(forms.ChoiceField):
    """One entry of a code list; ``nothing`` is what an empty choice is called."""

    def __init__(self, label: Any, codes: str, *, nothing: Any, required: bool = False) -> None:
        def choices() -> list[tuple[str, Any]]:
            return [("", nothing), *((item.code, item.label) for item in codes_of(codes).values())]

        super().__init__(label=label, required=required, choices=choices)


class DocumentField(forms.FileField):
    """An upload, checked by content and cleaned, or None."""

    def __init__(self, label: Any) -> None:
        accepted = "image/jpeg,image/png,image/webp,application/pdf"
        widget = forms.FileInput(attrs={"accept": accepted})
        super().__init__(label=label, required=False, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> CleanFile | None:  # type: ignore[override]
        """The cleaned file; raises a validation error that says why it is refused."""
        if not data:
            return None
        try:
            return clean_upload(name=data.name, data=data.read())
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
