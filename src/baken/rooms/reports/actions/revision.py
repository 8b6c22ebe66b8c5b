"""The fields of a revised triage: what was sent, and of what was not sent what stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from baken.core.workflow.fields import clean_fields
from baken.core.workflow.table import Step
from baken.rooms.library.queries import code_list
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.classified import present_codes, present_words

REVISE = "reports.occurrence.classify"
MANY = ("codes", "rows")


def revised_fields(
    *, occurrence: Occurrence, step: Step, raw: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The fields of a revision as plain values.

    A field that was sent empty (null, nothing, or an empty list) is there as None or an empty list:
    it is emptied, or follows from the rest again. One that was not sent stays as it is: of these the
    words, classes and codes are there as they stand, and the others are not there at all. Raises
    FieldsRefused with a message per field, also for a needed one that was never filled in.
    """
    sent = dict(raw or {})
    kept = {
        name: value
        for name, value in {**present_words(occurrence), **present_codes(occurrence)}.items()
        if name not in sent and value not in (None, "")
    }
    asked = tuple(field for field in step.fields if field.name not in kept)
    cleaned = clean_fields(step=replace(step, fields=asked), raw=sent, choices_of=code_list)
    emptied: dict[str, Any] = {
        field.name: [] if field.kind in MANY else None
        for field in asked
        if field.name in sent and field.name not in cleaned
    }
    return {**kept, **cleaned, **emptied}
