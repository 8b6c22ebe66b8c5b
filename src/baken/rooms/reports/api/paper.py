"""Empty forms on paper over HTTP: their numbers, codes and addresses, for who prints them elsewhere."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import Body, IdempotencyHeader
from baken.core.page.addresses import public_address
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.print_forms import MOST_FORMS, print_forms
from baken.rooms.reports.permits import CREATE_FOR

router = Router()


class PileBody(Body):
    """How many empty forms, for which unit."""

    unit: str = Field(max_length=40, description="Code of the unit that gets what is written.")
    count: int = Field(1, ge=1, le=MOST_FORMS)


class BlankOut(BaseModel):
    """One empty form."""

    number: str = Field(description="Stands on the form; it is entered by it.")
    address: str = Field(description="What the square on the form leads to.")
    receipt_code: str = Field(
        description="For the strip that the reporter keeps, and for nothing else: it opens the answer."
    )


class PileOut(BaseModel):
    """A pile of empty forms."""

    items: list[BlankOut]
    code_page: str = Field(description="Where the reporter enters the code of the strip.")


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
            address=public_address(reverse("reports:paper-form", args=[one.number]), request),
            receipt_code=one.receipt,
        )
        for one in blanks
    ]
    code_page = public_address(reverse("reports:code"), request)
    return Status(201, PileOut(items=items, code_page=code_page))
