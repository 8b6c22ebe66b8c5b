"""What is asked to bring in an instrument."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.files.content import FileRefused
from baken.core.instruments.definitions import Source
from baken.rooms.library.queries.instrument_file import MOST_LIBRARIES, source_of_bytes
from baken.rooms.library.queries.instrument_forms import suffixes


class ManyFiles(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True


class SourceField(forms.FileField):
    """A file of text, read whole."""

    def clean(self, data: Any, initial: Any = None) -> Source | None:  # type: ignore[override]
        """The text by the name of its file; raises a validation error for what is none."""
        if not data:
            if self.required:
                raise forms.ValidationError(_("Choose a file first."))
            return None
        return source_of(data)


class SourcesField(forms.FileField):
    """Several files of text."""

    def clean(self, data: Any, initial: Any = None) -> list[Source]:  # type: ignore[override]
        """The texts by the names of their files; raises a validation error for what is none."""
        given = data if isinstance(data, list) else [data]
        found = [one for one in given if one]
        if len(found) > MOST_LIBRARIES:
            told = _("There may be %(most)s files.") % {"most": MOST_LIBRARIES}
            raise forms.ValidationError(told)
        return [source_of(one) for one in found]


class InstrumentUpload(forms.Form):
    """A file of an instrument, with the section libraries that it includes and that are not there yet."""

    file = SourceField(
        label=_("File of the instrument"),
        help_text=_("At most 10 MiB, in UTF-8. Every mistake is told with its line."),
    )
    libraries = SourcesField(
        label=_("Section libraries"),
        required=False,
        help_text=_("Only those that the instrument includes and that Baken does not have."),
        widget=ManyFiles(attrs={"multiple": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(suffixes())


def source_of(upload: Any) -> Source:
    """An upload as text. Raises a validation error that says why it is none."""
    try:
        return source_of_bytes(upload.name or "", upload.read())
    except FileRefused as refused:
        raise forms.ValidationError(str(refused)) from None
