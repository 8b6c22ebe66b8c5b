"""What an expert says of a branch RI&E before it is kept: its code, its version, by what it is scored."""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.files.content import FileRefused
from baken.core.instruments.definitions import Source
from baken.core.instruments.survey_xml import Scorings
from baken.rooms.library.queries.instrument_file import MOST_BYTES, source_of_bytes
from baken.rooms.library.queries.survey_scorings import (
    CALCULATED,
    CHOSEN,
    models_for,
    named,
    scorings_from,
)
from baken.rooms.library.texts import said

LONGEST_NAME = 200


class SurveyForm(forms.Form):
    """The file as it was sent, and what is said of it; everything is checked again when it is kept."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The lasting name: lower-case letters, digits and _. A next version keeps it."),
    )
    version = forms.CharField(
        label=_("Version"),
        max_length=16,
        help_text=_("Three numbers, such as 1.0.0. A version that is there never changes."),
    )
    chosen = forms.ChoiceField(
        label=_("By what a chosen priority is scored"),
        help_text=_("For risks of which the survey says that the priority is chosen."),
    )
    calculated = forms.ChoiceField(
        label=_("By what a calculated priority is scored"),
        help_text=_("For risks of which the survey gives probability, frequency and effect."),
    )
    name = forms.CharField(max_length=LONGEST_NAME, widget=forms.HiddenInput)
    packed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in (CHOSEN, CALCULATED):
            found = [(named(one), f"{said(one.text)} ({named(one)})") for one in models_for(part)]
            self.fields[part].choices = found  # type: ignore[attr-defined]
            self.fields[part].initial = found[0][0] if found else ""

    def clean_packed(self) -> str:
        """The text of the file. Raises a validation error when it did not come back whole."""
        try:
            return source_of_bytes("", unpacked(self.cleaned_data["packed"])).text
        except (FileRefused, ValueError, zlib.error):
            told = _("The file did not come back whole. Choose it again.")
            raise forms.ValidationError(told) from None

    @property
    def source(self) -> Source:
        """The file."""
        return Source(self.cleaned_data["name"], self.cleaned_data["packed"])

    @property
    def scorings(self) -> Scorings:
        """The scoring models that were chosen. Raises FieldsRefused."""
        return scorings_from({part: self.cleaned_data[part] for part in (CHOSEN, CALCULATED)})


def packed(text: str) -> str:
    """A text as it goes to the page and comes back with it."""
    return b64encode(zlib.compress(text.encode("utf-8"), 6)).decode("ascii")


def unpacked(sent: str) -> bytes:
    """The bytes that were packed, of at most the size of a file. Raises ValueError or zlib.error."""
    try:
        whole = b64decode(sent, validate=True)
    except binascii.Error as problem:
        raise ValueError(str(problem)) from None
    opened = zlib.decompressobj()
    found = opened.decompress(whole, MOST_BYTES)
    if not opened.eof:
        raise ValueError("more than a file may hold, or less than was sent")
    return found
