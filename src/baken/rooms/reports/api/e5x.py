"""The aviation authority's form of an occurrence over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import Body
from baken.core.export.make import LONGEST_PURPOSE
from baken.core.files.serve import made_answer
from baken.rooms.reports.actions.export_e5x import MEDIA_TYPE, export_e5x
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import EXPORT_OCCURRENCE, READ_OCCURRENCE
from baken.rooms.reports.queries.e5x import proposed
from baken.rooms.reports.rules.e5x import NEEDED

router = Router()
_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file: a zip with one XML document, as an attachment.",
            "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class E5xValues(BaseModel):
    """What the form starts from, of what is known here."""

    headline: str
    narrative: str
    language: str
    state_area: str
    location: str
    injury_level: str | None = Field(description="Null without the right to read injuries.")
    needed: dict[str, str] = Field(description="What must be there, as the authority calls it.")


class E5xBody(Body):
    """What goes into the form; codes are those of the authority's value lists.

    What is not sent is what the form starts from; what is sent empty is left out.
    """

    headline: str | None = Field(None, max_length=255)
    narrative: str | None = Field(None, max_length=50_000)
    language: str | None = Field(None, max_length=8, description="VL1097: 15 Dutch, 16 English.")
    occurrence_class: str = Field("", max_length=8, description="VL1015, such as 100 (accident).")
    occurrence_categories: list[str] = Field([], max_length=36, description="VL430, several.")
    state_area: str | None = Field(None, max_length=8, description="VL1090, such as 166.")
    location: str | None = Field(None, max_length=255)
    injury_level: str | None = Field(None, max_length=8, description="VL451.")
    risk: str = Field("", max_length=200, description="Your own risk classification.")
    risk_method: str = Field("", max_length=200)
    purpose: str = Field("", max_length=LONGEST_PURPOSE)


@router.get("/occurrences/{ref}/e5x", response=E5xValues, operation_id="occurrence_e5x_values")
@endpoint(permit=EXPORT_OCCURRENCE, root=Occurrence, read=READ_OCCURRENCE)
def values(request: HttpRequest, record: Occurrence) -> E5xValues:
    """What the aviation authority's form of an occurrence starts from, and what it needs."""
    known = proposed(request.actor, record)  # type: ignore[attr-defined]
    return E5xValues(**{"injury_level": None, **known}, needed=NEEDED)


@router.post("/occurrences/{ref}/e5x", operation_id="make_occurrence_e5x", openapi_extra=_FILE)
@endpoint(permit=EXPORT_OCCURRENCE, root=Occurrence, read=READ_OCCURRENCE)
def make(request: HttpRequest, record: Occurrence, payload: E5xBody) -> FileResponse:
    """Make the form (E5X) of an occurrence in the domain aviation; it is logged as an export.

    400 names every value that the authority's form needs and that is not there. While an information
    embargo is on, headline, narrative and place are kept out of the file.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    sent = payload.model_dump(exclude_none=True)
    purpose = sent.pop("purpose")
    given = {**proposed(actor, record), **sent}
    made = export_e5x(actor=actor, occurrence=record, values=given, purpose=purpose, at=at)
    return made_answer(made)
