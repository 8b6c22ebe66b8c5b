"""The shapes that every kind of record shares."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Header
from pydantic import BaseModel, ConfigDict, Field

from baken.core.workflow.fields import LONGEST_TEXT

# What is sent twice under the same key is one thing.
IdempotencyHeader = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]


class Body(BaseModel):
    """Something that is sent; a name that is not known is refused instead of dropped."""

    model_config = ConfigDict(extra="forbid")


class FieldError(BaseModel):
    """What is wrong with one field; of a file of text also where in it."""

    field: str
    message: str
    file: str | None = Field(None, description="Name of the file that was sent.")
    line: int | None = Field(None, description="Line of that file, from 1.")


class Refused(BaseModel):
    """Why a step is not possible: a stable code and a sentence."""

    code: str
    text: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = Field(description="`about:blank`, or a URN that names the kind of problem.")
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    refusals: list[Refused] | None = Field(None, description="On 409 of a step: why not.")


class StepBody(Body):
    """A step to take."""

    step: str = Field(max_length=60, description="The step's name, from `available-steps`.")
    note: str = Field("", max_length=LONGEST_TEXT)
    fields: dict[str, Any] = Field({}, description="The step's fields by name.")
    seen: int | None = Field(
        None,
        ge=0,
        lt=2**31,
        description="Serial of the newest step you know of; 409 when somebody took one since. A step"
        " that lists `seen` among its fields asks for it, here or among `fields`.",
    )


class HistoryStep(BaseModel):
    """One step in the life of a record."""

    serial: int
    step: str | None = Field(description="The name in the workflow; null for other events.")
    code: str = Field(description="The trail code.")
    label: str
    from_state: str
    to_state: str
    at: datetime
    whole_day: bool = Field(description="True when only the day of `at` is known.")
    by: str
    post: str
    note: str
    texts: dict[str, Any] = Field(description="Free text of the step by field; may be erased.")
    facts: dict[str, Any] = Field(description="Values that the step set.")


class HistoryPage(BaseModel):
    """Steps, oldest first."""

    items: list[HistoryStep]
    next: str | None


class Choice(BaseModel):
    """An option of a field."""

    code: str
    label: str


class StepFieldOut(BaseModel):
    """Something a step asks for."""

    name: str
    label: str
    kind: str
    required: bool
    help: str
    choices: list[Choice] | None


class AvailableStep(BaseModel):
    """A step from the present state, possible for the caller or with the reasons why not."""

    name: str
    label: str
    allowed: bool
    refusals: list[Refused]
    fields: list[StepFieldOut]


class AvailableSteps(BaseModel):
    """Every step that people take from the present state."""

    items: list[AvailableStep]
    next: None = None


class FileOut(BaseModel):
    """A stored file; its bytes are at `url`."""

    id: UUID
    name: str
    content_type: str
    size: int
    added_on: date
    url: str


class FileList(BaseModel):
    """The files of a record."""

    items: list[FileOut]
    next: None = None


class ThreadNodeOut(BaseModel):
    """A point on the thread: a linked record or a step."""

    kind: str
    title: str
    relation: str
    ref: str
    url: str
    at: datetime | None
    whole_day: bool
    by: str
    post: str
    text: str


class ThreadMarkOut(BaseModel):
    """A step that matters: its trail code, what it is called, and its day."""

    code: str
    label: str
    on: date


class ThreadRecordOut(BaseModel):
    """A record on the whole thread. `view`: `full`; `summary` (without persons); `told` (it came of
    what the caller made themselves and may not read: no reference, title, unit, day or marks).
    `when` is a day, or of a summary a month (`2026-03`)."""

    kind: str
    title: str
    ref: str
    url: str
    state: str
    unit: str
    when: str
    view: Literal["full", "summary", "told"]
    is_start: bool
    marks: list[ThreadMarkOut]


class ThreadLinkOut(BaseModel):
    """A typed link between two of the nodes, by their places (from 0). `unseen`: they hang together
    by something the caller may not see."""

    source: int
    relation: str
    target: int


class Thread(BaseModel):
    """Linked records and steps, as far as the caller may see; then the whole thread.

    `items` are the record's own neighbours and steps. `nodes` and `links` are everything that hangs
    together with it, at most 200 records; `more`: the caller may see others further on.
    """

    items: list[ThreadNodeOut]
    next: None = None
    nodes: list[ThreadRecordOut]
    links: list[ThreadLinkOut]
    more: bool
