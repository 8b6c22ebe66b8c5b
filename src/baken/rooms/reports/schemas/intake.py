"""What goes in and out with a receipt code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.api.schemas import Body
from baken.core.workflow.available import StepChoice
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.conversation import Said
from baken.rooms.reports.queries.journey import Journey
from baken.rooms.reports.schemas.report import MessageOut, message_out


class CodeBody(Body):
    """The receipt code; blanks, dashes and letter case do not matter."""

    code: str = Field(min_length=1, max_length=60)


class CodeMessageBody(CodeBody):
    """A message from whoever has the code; a correction is added beneath the story."""

    kind: Literal["message", "correction"] = "message"
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class CodeStepBody(CodeBody):
    """What a reporter can say: what it is about, and in the end that it is solved, or not."""

    step: Literal["confirm_solved", "not_solved", "say_about"]
    fields: dict[str, Any] = {}


class OpenStep(BaseModel):
    """Something the reporter can do now."""

    name: str
    label: str


class StatusOut(BaseModel):
    """Where a report stands, for its reporter."""

    ref: str
    state: str
    state_label: str
    phase: str
    days_since_touched: int
    who: str = Field(description="The post that has it, never a person.")
    next: str
    levels: list[str] = Field(
        description="Sentences, oldest first: when and why it was brought to a higher level or lowered."
    )
    alarmed: list[str] = Field(description="Posts that were told of a danger that goes on.")
    received_on: date
    story: str
    messages: list[MessageOut]
    steps: list[OpenStep]


def status_out(
    report: Report, journey: Journey, conversation: Iterable[Said], steps: Iterable[StepChoice]
) -> StatusOut:
    """Where a report stands, as the API shows it."""
    return StatusOut(
        ref=report.ref,
        state=report.state,
        state_label=journey.state,
        phase=journey.phase,
        days_since_touched=journey.days,
        who=journey.who,
        next=journey.next,
        levels=list(journey.levels),
        alarmed=list(journey.alarmed),
        received_on=clock.local_date(report.received_at),
        story=report.story,
        messages=[message_out(said) for said in conversation],
        steps=[OpenStep(name=choice.name, label=choice.label) for choice in steps],
    )
