"""Equipment and inspections as the API shows and takes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.api.queries import Day
from baken.core.api.records import FILE_ADDRESS
from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_LINE, LONGEST_TEXT
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.queries import tree
from baken.rooms.org.rules.things import is_overdue


class InspectionOut(BaseModel):
    """One inspection."""

    kind: str
    done_on: date
    due_on: date | None = Field(description="When it must be done again; null when it need not.")
    result: str = Field(description="passed, conditional or failed.")
    inspector: str
    remarks: str
    document: str | None = Field(description="Address of the report.")


class EquipmentListed(BaseModel):
    """A piece of equipment in a list."""

    id: UUID
    ref: str = Field(description="The code on its label.")
    kind: str
    name: str
    unit: str
    site: str | None
    product_ref: str
    serial_number: str
    in_use_on: date | None
    out_of_use_on: date | None
    state: str
    due_on: date | None = Field(description="The first day by which an inspection is due.")
    overdue: bool


class EquipmentOut(EquipmentListed):
    """A piece of equipment with its inspections, the newest first."""

    inspections: list[InspectionOut]


class EquipmentPage(BaseModel):
    """Equipment, the newest entries first."""

    items: list[EquipmentListed]
    next: str | None


class InspectionBody(Body):
    """An inspection that was done."""

    kind: str = Field(max_length=40, description="A code of the list of inspection kinds.")
    done_on: Day
    result: Literal["passed", "conditional", "failed"]
    due_on: Day | None = None
    inspector: str = Field(
        "", max_length=LONGEST_LINE, description="A person or firm; empty when it was you."
    )
    remarks: str = Field("", max_length=LONGEST_TEXT)


def equipment_listed(one: Equipment, at: datetime) -> EquipmentListed:
    """A piece of equipment as a list shows it."""
    today = clock.local_date(at)
    return EquipmentListed(
        id=one.id,
        ref=one.ref,
        kind=one.kind,
        name=one.name,
        unit=tree().by_id[one.unit_id].code,
        site=one.site.code if one.site else None,
        product_ref=one.product_ref,
        serial_number=one.serial_number,
        in_use_on=one.in_use_on,
        out_of_use_on=one.out_of_use_on,
        state=one.state,
        due_on=one.due_on,
        overdue=is_overdue(state=one.state, due_on=one.due_on, today=today),
    )


def inspection_out(one: Inspection) -> InspectionOut:
    """One inspection as the API shows it."""
    return InspectionOut(
        kind=one.kind,
        done_on=one.done_on,
        due_on=one.due_on,
        result=one.result,
        inspector=one.inspector,
        remarks=one.remarks,
        document=FILE_ADDRESS.format(id=one.document.id) if one.document else None,
    )
