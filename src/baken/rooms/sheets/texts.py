"""Sentences of sheets that more than one place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baken.core.instruments.texts import Text

REFUSALS: Mapping[str, Any] = {
    "not_complete": _(
        "Not every question that must be answered has its answer, reason or evidence."
    ),
    "refused": _("The rules of this instrument refuse the answers as they are."),
    "rivals": _("Two people answered a question differently. Choose which answer holds first."),
}
LABEL_PROBLEMS: Mapping[str, Any] = {
    "label_needed": _("Say what it is, such as the name of a machine or a place."),
    "label_twice": _("This one is there already."),
    "too_many": _("These are as many as this section is filled in for."),
}
# What a section is filled in for.
REPEATED_FOR: Mapping[str, Any] = {
    "equipment_ref": _("Machine or work equipment"),
    "workplace_ref": _("Workplace"),
    "substance_ref": _("Substance"),
    "function_group_ref": _("Group of people with the same work"),
    "org_unit_ref": _("Unit"),
    "material_item_ref": _("Materiel"),
    "phase_ref": _("Phase"),
    "task_ref": _("Task"),
}
MOMENTS: Mapping[str, Any] = {"current": _("as it is now"), "residual": _("once measures work")}
EVENTS: Mapping[str, Any] = {
    "sheets.sheet.begun": _("Sheet begun"),
    "sheets.sheet.answered": _("Answers given"),
    "sheets.sheet.copied": _("Answers taken over from the sheet before it"),
    "sheets.sheet.settled": _("Chosen between two answers"),
    "sheets.sheet.repeated": _("Something added to fill in for"),
    "sheets.sheet.no_longer_repeated": _("Something no longer filled in for"),
    "sheets.sheet.scored": _("Risk scored"),
    "sheets.sheet.evidence_added": _("Photo or document added"),
    "sheets.sheet.moved": _("Carried over to another version"),
}


def said(text: Text | None) -> str:
    """A text of an instrument in the active language."""
    return "" if text is None else text.said(get_language() or "nl")
