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


class DayField(forms.DateField):
    """A day within the years that the product knows."""

    def __init__(self, label: Any, *, required: bool = False, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[
                MinValueValidator(date(YEARS[0], 1, 1)),
                MaxValueValidator(date(YEARS[-1], 12, 31)),
            ],
        )


class UnitField(forms.CharField):
    """The code of a unit, cleaned to the unit itself, or None when it was left empty."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, max_length=40)

    def clean(self, value: Any) -> Any:
        """The unit; raises a validation error when there is none of this code."""
        code = super().clean(value).strip()
        unit: UnitView | None = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
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
