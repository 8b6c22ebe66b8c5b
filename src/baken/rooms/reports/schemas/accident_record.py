"""Accident records as the API takes them in and gives them out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.reports.models import AccidentRecord
from baken.rooms.reports.queries.accident_records import Addition
from baken.rooms.reports.schemas.report import Line, Moment, Text


class AccidentRecordListed(BaseModel):
    """An accident record in a list."""

    id: UUID
    ref: str
    person: str = Field(description="Name of the serviceman concerned.")
    unit: str
    owner_unit: str | None
    occurrence: str | None = Field(description="Reference, when it belongs to an occurrence.")
    requested: bool = Field(description="True when the person asked for it.")
    state: str
    opened_at: datetime
    due_at: datetime | None


class RecordAdditionOut(BaseModel):
    """A remark of the person concerned, or a supplement of the commander."""

    kind: str = Field(description="`remark` or `supplement`.")
    at: datetime
    text: str


class AccidentRecordOut(AccidentRecordListed):
    """An accident record with what stands in it."""

    on_duty: bool | None
    happened_at: datetime | None
    place: str
    activity: str
    course: str
    injury: str = Field(description="In general terms; never a diagnosis.")
    witnesses: str
    shown_at: datetime | None
    heard_at: datetime | None
    final_at: datetime | None
    additions: list[RecordAdditionOut]


class AccidentRecordPage(BaseModel):
    """Accident records, newest first."""

    items: list[AccidentRecordListed]
    next: str | None


class AccidentRecordsOpened(BaseModel):
    """The records of an occurrence that you read, oldest first."""

    items: list[AccidentRecordListed]
    next: None = None


class OpenBody(Body):
    """Who was in it: each gets a record of their own."""

    persons: list[Line] = Field(
        max_length=50, description="Personnel numbers or full names; at least one."
    )


class RequestBody(Body):
    """What happened to you."""

    happened_at: Moment
    place: Line = Field(min_length=1)
    course: Text = Field(min_length=1)
    report: str = Field("", max_length=40, description="Reference of your own report, if any.")
    occurrence: str = Field("", max_length=40, description="Reference of the occurrence, if any.")


def listed(found: list[AccidentRecord]) -> list[AccidentRecordListed]:
    """Records as they stand in a list; the names in one question."""
    names = persons_named(one.person for one in found)
    return [AccidentRecordListed(**_plain(one, names.get(one.person, ""))) for one in found]


def accident_record_out(record: AccidentRecord, additions: list[Addition]) -> AccidentRecordOut:
    """A record with what stands in it, as the API shows it."""
    name = persons_named([record.person]).get(record.person, "")
    said = [
        RecordAdditionOut(
            kind="remark" if one.by_person else "supplement", at=one.at, text=one.text
        )
        for one in additions
    ]
    told = {name: getattr(record, name) for name in _TOLD}
    return AccidentRecordOut(**_plain(record, name), **told, additions=said)


def _plain(record: AccidentRecord, name: str) -> dict[str, Any]:
    units = tree().by_id
    return {
        "id": record.id,
        "ref": record.ref,
        "person": name,
        "unit": units[record.unit_id].code,
        "owner_unit": units[record.owner_unit_id].code if record.owner_unit_id else None,
        "occurrence": record.occurrence.ref if record.occurrence else None,
        "requested": record.requested,
        "state": record.state,
        "opened_at": record.opened_at,
        "due_at": record.due_at,
    }


_TOLD = (
    "on_duty",
    "happened_at",
    "place",
    "activity",
    "course",
    "injury",
    "witnesses",
    "shown_at",
    "heard_at",
    "final_at",
)
