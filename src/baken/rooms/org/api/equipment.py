"""Equipment over HTTP: the list, one piece with its inspections, its steps, files and thread."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from baken.core import clock
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.rooms.org.actions.equipment_steps import add_equipment_file, take_equipment_step
from baken.rooms.org.actions.inspect import inspect_equipment
from baken.rooms.org.api.sites import unit_asked
from baken.rooms.org.models import Equipment, Site
from baken.rooms.org.permits import READ_EQUIPMENT
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.equipment import Wish, equipment_page, inspections_of
from baken.rooms.org.queries.sites import site_of_code
from baken.rooms.org.rules.things import InspectionRow
from baken.rooms.org.schemas.equipment import (
    EquipmentOut,
    EquipmentPage,
    InspectionBody,
    InspectionOut,
    equipment_listed,
    inspection_out,
)
from baken.rooms.org.texts import title_of_code
from baken.rooms.org.workflow import EQUIPMENT

router = Router()


class EquipmentQuery(ListQuery):
    """A page of equipment."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    kind: str = Field("", max_length=40)
    site: str = Field("", max_length=20, description="Code of a site.")
    state: str = Field("", max_length=24)
    q: str = Field("", max_length=100, description="Stands in the code or the name.")
    overdue: bool = Field(False, description="Only in use and past the day of an inspection.")


@router.get("/equipment", response=EquipmentPage, operation_id="equipment_list")
@endpoint(permit=READ_EQUIPMENT, root=Equipment)
def equipment_list(request: HttpRequest, asked: Query[EquipmentQuery]) -> EquipmentPage:
    """The equipment within your reach, newest entries first."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    wish = Wish(
        unit=unit_asked(asked.unit),
        kind=_known("kind", asked.kind, codes_of("equipment_kinds")),
        site=_site(request, asked.site),
        state=_known("state", asked.state, EQUIPMENT.states),
        text=asked.q.strip(),
        overdue_on=clock.local_date(at) if asked.overdue else None,
    )
    page = equipment_page(actor, wish, cursor=asked.cursor, limit=asked.limit)
    items = [equipment_listed(one, at) for one in page.items]
    return EquipmentPage(items=items, next=page.next_cursor or None)


@router.get("/equipment/{ref}", response=EquipmentOut, operation_id="equipment")
@endpoint(permit=READ_EQUIPMENT, root=Equipment)
def equipment(request: HttpRequest, record: Equipment) -> EquipmentOut:
    """One piece of equipment, by its code or UUID, with its inspections."""
    return _shown(request, record)


@router.post(
    "/equipment/{ref}/inspections", response={201: InspectionOut}, operation_id="inspect_equipment"
)
@endpoint(permit=READ_EQUIPMENT, root=Equipment)
def inspect(
    request: HttpRequest, response: HttpResponse, record: Equipment, payload: InspectionBody
) -> object:
    """Record an inspection. One that failed takes the equipment out of use."""
    found = InspectionRow(**payload.model_dump())
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    made = inspect_equipment(actor=actor, record=record, found=found, at=at)
    response["Location"] = f"/api/v1/equipment/{record.ref}"
    return Status(201, inspection_out(made))


def _shown(request: HttpRequest, record: Equipment) -> EquipmentOut:
    listed = equipment_listed(record, request.at)  # type: ignore[attr-defined]
    inspections = [inspection_out(one) for one in inspections_of(record)]
    return EquipmentOut(**listed.model_dump(), inspections=inspections)


def _known(field: str, code: str, known: Collection[str]) -> str:
    """A code of a list, or none. Raises ApiProblem 400 with the codes there are."""
    if code and code not in known:
        listed = ", ".join(known)
        raise ApiProblem(400, _("This list cannot be filtered by that."), {field: listed})
    return code


def _site(request: HttpRequest, code: str) -> Site | None:
    if not code:
        return None
    site = site_of_code(request.actor, code)  # type: ignore[attr-defined]
    if site is None:
        text = _("There is no location with this code.")
        raise ApiProblem(400, _("This list cannot be filtered by that."), {"site": text})
    return site


add_record_endpoints(
    router,
    RecordKind(
        name="equipment",
        collection="equipment",
        root=Equipment,
        permit=READ_EQUIPMENT,
        answer=_shown,
        answer_schema=EquipmentOut,
        take_step=take_equipment_step,
        add_file=add_equipment_file,
        choices_of=codes_of,
        title_of=title_of_code,
    ),
)
