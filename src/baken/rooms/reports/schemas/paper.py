"""What empty forms on paper look like outside the product: over HTTP, and where their squares lead to."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.page.addresses import public_address
from baken.rooms.reports.actions.print_forms import MOST_FORMS


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


def address_of_form(number: str, request: HttpRequest) -> str:
    """Where the square on an empty form leads to: the page on which it is entered."""
    return public_address(reverse("reports:paper-form", args=[number]), request)


def address_of_codes(request: HttpRequest) -> str:
    """Where the reporter enters the code of the strip."""
    return public_address(reverse("reports:code"), request)
