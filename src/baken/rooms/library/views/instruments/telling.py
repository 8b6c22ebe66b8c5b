"""Tells on the next page what became of a file that was imported."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.rooms.library.actions import Imported

MOST_NOTES = 20


def tell_imported(request: HttpRequest, made: Imported) -> None:
    """That it is kept or was there already, and what to know about the file."""
    for note in made.notes[:MOST_NOTES]:
        messages.warning(request, note.said(get_language() or "nl"))
    if made.is_new:
        messages.success(request, _("The instrument is imported."))
    else:
        messages.info(request, _("This version was imported before; nothing changed."))
