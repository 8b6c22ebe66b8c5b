"""Whether a body has answered about a record, for the rooms above that must wait for it."""

from __future__ import annotations

from typing import Any

from baken.core.links.registry import ties_of
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.queries.subjects import CONSULTED


def is_consulted_about(record: Any) -> bool:
    """Whether a consultation about a record was closed with the answer of a body, or without one in time.

    Who goes on without an answer does so visibly: the closed consultation says that nobody answered.
    """
    here = record._meta.label_lower
    numbers = [
        target
        for _table, _number, relation, other, target in ties_of({here: [record.pk]})
        if relation == CONSULTED and other == Consultation._meta.label_lower
    ]
    rows: Any = Consultation.objects.for_system(reason="subject")
    return bool(rows.filter(pk__in=numbers, state="closed").exists())
