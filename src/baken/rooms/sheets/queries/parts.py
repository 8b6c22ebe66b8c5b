"""What belongs to sheets in other tables, as plain values the trail vouches for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.sheets.models import (
    Sheet,
    SheetAnswer,
    SheetCopy,
    SheetEvidence,
    SheetRepetition,
    SheetRival,
    SheetScore,
)

_ANSWER = ("serial", "value", "reason", "at", "by", "post")
_SCORE = ("choice", "argument", "at", "post")
_REPETITION = ("section", "label", "at", "by")
_EVIDENCE = ("taken_on", "at", "by")
_COPY = ("sha256", "made_at")
GONE: list[Any] = []  # what the trail keeps of a part that was taken away


def answer_key(key: str, repetition: str) -> str:
    """Under which name the history vouches for an answer."""
    return f"answer.{key}@{repetition}"


def answer_part(row: SheetAnswer) -> dict[str, Any]:
    """One answer with who gave it."""
    return {answer_key(row.key, row.repetition): plain_row(row, _ANSWER)}


def rival_part(row: SheetRival) -> dict[str, Any]:
    """One second answer with who gave it."""
    return {
        f"rival.{row.serial}": {
            "key": row.key,
            "repetition": row.repetition,
            **plain_row(row, _ANSWER),
        }
    }


def repetition_part(row: SheetRepetition) -> dict[str, Any]:
    """One of the things that a section is filled in for."""
    return {f"repetition.{row.name}": plain_row(row, _REPETITION)}


def score_part(row: SheetScore) -> dict[str, Any]:
    """How one person scored a risk."""
    return {f"score.{row.key}@{row.repetition}.{row.moment}.{row.by}": plain_row(row, _SCORE)}


def evidence_part(row: SheetEvidence) -> dict[str, Any]:
    """With which answer a file goes."""
    return {f"evidence.{row.key}@{row.repetition}.{row.file}": plain_row(row, _EVIDENCE)}


def copy_part(row: SheetCopy) -> dict[str, Any]:
    """The checksum of the frozen copy, that vouches for all of it."""
    return {"copy": plain_row(row, _COPY)}


_TABLES: tuple[tuple[Any, Any], ...] = (
    (SheetAnswer, answer_part),
    (SheetRival, rival_part),
    (SheetRepetition, repetition_part),
    (SheetScore, score_part),
    (SheetEvidence, evidence_part),
    (SheetCopy, copy_part),
)


def parts_of_sheets(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these sheets, their photos and documents with it."""
    for table, part in _TABLES:
        for row in table.objects.for_system(reason="trail").filter(record__in=numbers):
            yield from ((row.record_id, key, value) for key, value in part(row).items())
    yield from files_of_records(Sheet, numbers)
