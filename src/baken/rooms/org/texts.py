"""The sentences behind the codes of the rules, and the names of what happened to equipment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

MISTAKES: dict[str, Any] = {
    "in_future": _("This day lies in the future. Check the date."),
    "long_ago": _("This day lies before the year 1900. Check the date."),
    "unknown": _("Choose one of the options shown."),
    "not_after": _("This day must come after the first one."),
    "too_far": _("This is more than 25 years later. Check the date."),
    "again": _("This was already recorded for this day."),
}

REFUSALS: dict[str, Any] = {
    "inspection_failed": _(
        "It failed its last inspection. First record an inspection that it passed."
    ),
}

STANDINGS: dict[str, Any] = {
    "valid": _("valid"),
    "expiring": _("expires soon"),
    "expired": _("expired"),
}

COUNCILS: dict[str, Any] = {
    "MC": _("employee council of a unit"),
    "DMC": _("employee council of an organisation part"),
    "CMC": _("central employee council"),
}

EVENTS: dict[str, Any] = {
    "org.equipment.imported": _("Came in with an organisation file"),
    "org.equipment.changed": _("Changed by an organisation file"),
    "org.equipment.file_added": _("File added"),
}


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return str(EVENTS.get(code, code))
