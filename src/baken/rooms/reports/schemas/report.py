"""Reports as the API takes them in and gives them out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.alarm import first_facts
from baken.rooms.reports.queries.calendars import timetable_for
from baken.rooms.reports.queries.classified import code_of_site
from baken.rooms.reports.queries.conversation import Said
from baken.rooms.reports.queries.lists import days_since
from baken.rooms.reports.rules import Intake, phase_of, triage_due
from baken.rooms.reports.workflow import REPORT

LISTED_STORY = 2_000


def _plausible(moment: datetime) -> datetime:
    if not 1900 <= moment.year <= 2200:
        raise ValueError("the year must lie between 1900 and 2200")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Line = Annotated[str, Field(max_length=200)]


class IntakeBody(Body):
    """What everybody who reports can say; only the story is needed."""

    story: str = Field(
        min_length=1, max_length=LONGEST_TEXT, description="What happened or could happen."
    )
    place: Line = Field(
        "", description="Where. A code or name of a site, apart by commas, says that it was there."
    )
    place_code: str = Field(
        "",
        max_length=20,
        description="Code of a poster: it gives the place, the site and the unit that acts.",
    )
    unit: str = Field("", max_length=40, description="Code of the unit where it was.")
    happened_at: Moment | None = Field(None, description="With time zone, such as …T10:00:00Z.")
    still_dangerous: bool = False
    immediate_action: Text = ""
    naming: Literal["situation", "behaviour"] | None = Field(
        None,
        description="What it is about when the story names a person: a situation, or how somebody "
        "behaves. A report is about a situation; for behaviour there is the integrity organisation.",
    )

    def intake(self, *, identity: str, channel: str, contact: str = "") -> Intake:
        """The same as the rules take it."""
        return Intake(
            story=self.story,
            unit_code=self.unit,
            place=self.place,
            happened_at=self.happened_at,
            still_dangerous=self.still_dangerous,
            immediate_action=self.immediate_action,
            identity=identity,
            channel=channel,
            contact=contact,
            naming=self.naming or "",
        )


class ReportBody(IntakeBody):
    """A report by somebody who is known."""

    id: UUID | None = Field(
        None,
        description="Your own identifier; sending it twice makes one report. Version 4 (random) "
        "for an anonymous report.",
    )
    identity: Literal["named", "confidential", "anonymous"] = "named"
    channel: Literal["web", "field", "kiosk", "desk", "paper", "api"] = "api"


class PublicBody(IntakeBody):
    """A report by somebody who is not logged in."""

    identity: Literal["confidential", "anonymous"] = "anonymous"
    contact: Line = Field(
        "", description="How the safety adviser alone can reach you; only with `confidential`."
    )


class ReportOut(BaseModel):
    """A report. Who reported is never part of it: see `POST /reports/{ref}/identity`."""

    id: UUID
    ref: str
    story: str
    story_cut: bool = Field(description="True in a list when the story goes on; see the record.")
    happened_at: datetime | None
    place: str
    site: str | None = Field(description="Code of the site it is about, when it is one of ours.")
    unit: str
    owner_unit: str | None = Field(description="The unit that acts, when it is another one.")
    still_dangerous: bool
    immediate_action: str
    identity: str
    channel: str
    source: str | None
    source_ref: str | None
    confidentiality: str
    state: str
    phase: str = Field(description="notice, report, weigh, tackle or analyse.")
    days_since_touched: int
    received_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None = Field(description="When the organisation owes the next act.")
    raised_to: str | None = Field(description="Code of the higher level that it was brought to.")
    raised_at: datetime | None
    occurrence: str | None = Field(description="Reference of the occurrence it belongs to.")
    embargo_at: datetime | None = Field(
        description="Since when an information embargo is on: pass on no names, unit, place or files."
    )
    names_person: str = Field(
        description="Empty when the story names nobody; else unanswered, situation or behaviour."
    )


class ReportInFull(ReportOut):
    """One report by itself, with what only its reporter is told in words."""

    levels: list[str] = Field(
        description="For its reporter: sentences, oldest first, when and why it was brought to a "
        "higher level or lowered. Empty for everybody else, who reads it in the steps."
    )


class IntakeWarning(BaseModel):
    """Something to ask the reporter; the report has been received all the same."""

    code: str
    text: str


class ReportMade(ReportOut):
    """A report as it was received, with the code to come back with when it has no account."""

    receipt_code: str | None
    warnings: list[IntakeWarning] = Field(
        description="`names_person`: ask whether it is about a situation or about how somebody "
        "behaves, and take the step `say_about`, or send `naming` with the report."
    )


class ReportPage(BaseModel):
    """Reports, newest first."""

    items: list[ReportOut]
    next: str | None


class MessageOut(BaseModel):
    """One message between reporter and organisation.

    An answer has kind `answer`; what was added to the story has kind `correction`.
    """

    side: str = Field(description="reporter or handler.")
    kind: str
    by: str = Field(description="Name of the handler; never of the reporter.")
    text: str
    at: datetime
    whole_day: bool = Field(description="True when only the day of `at` is known.")


class MessageList(BaseModel):
    """The newest 200 messages, oldest first."""

    items: list[MessageOut]
    next: None = None


class MessageBody(Body):
    """A message to send."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class SayBody(MessageBody):
    """A message in the conversation of a report, or something to add to its story."""

    kind: Literal["message", "correction"] = Field(
        "message",
        description="A correction is added beneath the story; the story itself is never edited.",
    )


class GroundBody(Body):
    """Why somebody needs to know who reported."""

    ground: str = Field(min_length=1, max_length=300)


class ReporterOut(BaseModel):
    """Who reported: a name, or how they can be reached."""

    reporter: str


class SourceRowOut(BaseModel):
    """One version of the row behind an imported report."""

    revision: int
    at: datetime
    not_mapped: dict[str, str] = Field(description="Columns that went into no other field.")
    story: str = Field(description="Text of a later version; empty when the report tells it.")
    licence: str
    attribution: str


class SourceRowList(BaseModel):
    """The versions, the newest first; none of a report that was made here."""

    items: list[SourceRowOut]
    next: None = None


def report_out(report: Report, at: datetime, *, longest: int = 0) -> ReportOut:
    """A report as the API shows it; ``longest`` cuts the story for lists, 0 cuts nothing."""
    units = tree().by_id
    occurrence = report.occurrence
    cut = bool(longest) and len(report.story) > longest
    phase = phase_of(
        report_state=report.state,
        occurrence_state=occurrence.standing.state if occurrence else None,
    )
    values = {name: getattr(report, name) for name in _PLAIN}
    return ReportOut(
        **values,
        story=report.story[:longest] if cut else report.story,
        story_cut=cut,
        site=code_of_site(report.site_id) or None,
        unit=units[report.unit_id].code,
        owner_unit=units[report.owner_unit_id].code if report.owner_unit_id else None,
        raised_to=units[report.raised_to_id].code if report.raised_to_id else None,
        confidentiality=report.get_confidentiality_display(),
        phase=phase,
        days_since_touched=days_since(report.touched_at, at),
        occurrence=occurrence.ref if occurrence else None,
    )


def report_made(report: Report, receipt: str, *, repeated: bool = False) -> ReportMade:
    """A report as it came in, whatever happened since: the same for a repeated sending."""
    first = first_facts(report) if repeated else {}
    dangerous = report.still_dangerous or bool(first.get("still_dangerous"))
    named = first.get("naming", "") if repeated else report.names_person
    values = report_out(report, report.received_at).model_dump()
    values |= {
        "still_dangerous": dangerous,
        "names_person": named,
        "state": REPORT.initial,
        "phase": "report",
        "owner_unit": None,
        "occurrence": None,
        "site": values["site"] if report.reporter_key else None,  # sites are not for the public
        "confidentiality": "normal",
        "days_since_touched": 0,
        "acknowledged_at": None,
        "answered_at": None,
        "closed_at": None,
        "embargo_at": None,
        "raised_to": None,
        "raised_at": None,
        "due_at": triage_due(
            received_at=report.received_at,
            still_dangerous=dangerous,
            timetable=timetable_for(report),
            whole_day=report.identity == "anonymous",
        ),
    }
    warnings = [_ask_about()] if named == "unanswered" else []
    return ReportMade(**values, receipt_code=receipt or None, warnings=warnings)


def _ask_about() -> IntakeWarning:
    text = _("You name a person. Is this about a situation, or about how somebody behaves?")
    return IntakeWarning(code="names_person", text=text)


def message_out(said: Said) -> MessageOut:
    """A message as the API shows it."""
    return MessageOut(**{name: getattr(said, name) for name in MessageOut.model_fields})


def message_list(conversation: Iterable[Said]) -> MessageList:
    """A conversation as the API shows it."""
    return MessageList(items=[message_out(said) for said in conversation])


_PLAIN = (
    "id",
    "ref",
    "happened_at",
    "place",
    "still_dangerous",
    "immediate_action",
    "identity",
    "channel",
    "source",
    "source_ref",
    "state",
    "received_at",
    "acknowledged_at",
    "answered_at",
    "closed_at",
    "due_at",
    "embargo_at",
    "raised_at",
    "names_person",
)
