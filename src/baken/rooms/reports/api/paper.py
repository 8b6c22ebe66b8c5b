"""Empty forms on paper over HTTP: their numbers, codes and addresses, for who prints them elsewhere."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.print_forms import print_forms
from baken.rooms.reports.permits import CREATE_FOR
from baken.rooms.reports.schemas.paper import (
    BlankOut,
    PileBody,
    PileOut,
    address_of_codes,
    address_of_form,
)

router = Router()


@router.post("/paper-forms", response={201: PileOut}, operation_id="print_forms")
@endpoint(permit=CREATE_FOR)
def paper_forms(request: HttpRequest, payload: PileBody, key: IdempotencyHeader = "") -> object:
    """Make a pile of empty forms. The same `Idempotency-Key` and unit give the same pile again."""
    unit = tree().find(payload.unit)
    if unit is None:
        raise FieldsRefused({"unit": _("There is no unit with this code.")})
    blanks = print_forms(
        actor=request.actor,  # type: ignore[attr-defined]
        unit=unit,
        count=payload.count,
        key=key,
        at=request.at,  # type: ignore[attr-defined]
    )
    items = [
        BlankOut(
            number=one.number,
            address=address_of_form(one.number, request),
            receipt_code=one.receipt,
        )
        for one in blanks
    ]
    return Status(201, PileOut(items=items, code_page=address_of_codes(request)))
