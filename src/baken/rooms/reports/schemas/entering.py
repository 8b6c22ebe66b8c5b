"""What somebody enters for another, as the API takes it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from baken.rooms.reports.schemas.report import IntakeBody, Line, ReportMade


class EnteredBody(IntakeBody):
    """A report that somebody else told or wrote down."""

    channel: Literal["desk", "paper"] = "desk"
    identity: Literal["named", "confidential", "anonymous"] = "named"
    caller: str = Field(
        "", max_length=40, description="Personnel number or id of whoever told it, within reach."
    )
    contact: Line = Field("", description="How to reach somebody who is not known here.")
    form_number: str = Field("", max_length=20, description="Number of a form on paper, once only.")


class CallerOut(BaseModel):
    """Somebody who may have told it."""

    ref: str
    name: str
    unit: str


class CallerList(BaseModel):
    """At most twelve persons within reach whose number or name fits."""

    items: list[CallerOut]
    next: None = None


class EnteredOut(ReportMade):
    """The report as it was entered; ``spelled`` is its code to read out, sign by sign."""

    spelled: list[str]


class ArrivalOut(BaseModel):
    """By which door a report came in; what does not apply is empty."""

    channel: str
    place_code: str
    place: str
    equipment: str
    kiosk: str
    form: str
    entered_by: str
    entered_post: str
