"""Tells the rooms above what becomes of a measure that their records lean on."""

from __future__ import annotations

from datetime import datetime

from baken.core.events.outbox import emit
from baken.rooms.measures.events import MEASURE_VERIFIED
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import keys_served


def tell_served(record: Measure, *, effect: str, at: datetime) -> None:
    """Say of what a measure serves how it came out: effective, ineffective, ended or cancelled.

    Source: domain reference, risk management, section 3.
    """
    serves = [[table, number] for table, number in keys_served(record)]
    told = {"effect": effect, "expected_residual": record.expected_residual, "serves": serves}
    emit(name=MEASURE_VERIFIED, record=record, at=at, payload={**told, "ref": record.ref})
