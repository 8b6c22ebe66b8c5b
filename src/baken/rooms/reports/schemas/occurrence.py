"""Occurrences as the API gives them out: in full, or for de-identified readers the summary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.access import Actor, may
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Damage, Injury, Occurrence, Report
from baken.rooms.reports.permits import READ_INJURIES
from baken.rooms.reports.queries.classified import code_of_site
from baken.rooms.reports.queries.conversation import Said
from baken.rooms.reports.queries.duties import answers_of
from baken.rooms.reports.queries.lists import days_since
from baken.rooms.reports.queries.merges import merged_in
from baken.rooms.reports.queries.originals import Original, Worded
from baken.rooms.reports.queries.parents import family_of, merged_into
from baken.rooms.reports.rules import phase_of
from baken.rooms.reports.schemas.report import MessageOut, message_out


class OccurrenceSummary(BaseModel):
    """All that a reader without the full permit gets; the UUID tells a moment, so it is not in it."""

    ref: str
    kind: str
    category: int | None
    actual_severity: int | None
    potential_severity: int | None
    month: str = Field(description="Year and month in which it happened, such as 2026-01.")
    unit: str
    summary: str
    state: str


class OccurrenceListed(BaseModel):
    """An occurrence in a list."""

    id: UUID
    ref: str
    title: str
    summary: str
    kind: str
    category: int | None
    actual_severity: int | None
    potential_severity: int | None
    subjects: list[str]
    domains: list[str]
    context: str
    investigation_level: int | None
    site: str | None = Field(description="Code of the site it is about, when it is one of ours.")
    unit: str
    owner_unit: str | None
    lead: UUID | None = Field(description="The person who handles it.")
    due_at: datetime | None
    happened_at: datetime | None
    triaged_at: datetime
    closed_at: datetime | None
    confidentiality: str
    state: str
    phase: str
    days_since_touched: int
    merged_into: str | None
    embargo_at: datetime | None = Field(
        description="Since when an information embargo is on: pass on no names, unit, place or files."
    )
    raised_to: str | None = Field(description="Code of the higher level that it was brought to.")
    raised_at: datetime | None
    second_reading: str | None = Field(
        description="What waits for a second reader: `lower` or `category`; see the steps."
    )


class InjuryOut(BaseModel):
    """The injury of one unnamed person."""

    person_kind: str
    outcome: str
    permanent: bool
    hospital_admission: bool
    known_at: datetime | None
    absence_days: int | None


class DamageOut(BaseModel):
    """What was damaged, for how much in whole euros."""

    what: str
    amount_eur: int | None


class DutyFactOut(BaseModel):
    """An answer to a question on which a duty to notify depends; what is not known is not there."""

    fact: str
    holds: bool


class OccurrenceOut(OccurrenceListed):
    """An occurrence in full; `injuries` is null without the permit to read them."""

    damages: list[DamageOut]
    injuries: list[InjuryOut] | None
    duty_facts: list[DutyFactOut]
    parent: str | None = Field(description="The larger occurrence it is part of, if you see it.")
    parts: list[str] = Field(description="Its own parts, as far as you see them, newest first.")
    merged_from: list[str] = Field(description="What was merged into it, as far as you read it.")


class AdditionOut(BaseModel):
    """Something that was added beneath a story."""

    side: str = Field(description="reporter or handler.")
    by: str = Field(description="Name of the handler; never of the reporter.")
    text: str
    at: datetime
    whole_day: bool


class SourceVersionOut(BaseModel):
    """The text of a later version of an imported report."""

    revision: int
    at: datetime
    story: str


class OriginalOut(BaseModel):
    """One report's story as it was told."""

    report: str
    received_at: datetime
    whole_day: bool = Field(description="True when only the day of `received_at` is known.")
    story: str
    additions: list[AdditionOut]
    versions: list[SourceVersionOut]


class WordingOut(BaseModel):
    """A title and summary that an occurrence has, or had before."""

    at: datetime
    title: str
    summary: str


class OriginalList(BaseModel):
    """What was told, the first told first, beside every title and summary, the newest first."""

    items: list[OriginalOut]
    wordings: list[WordingOut]
    next: None = None


class OccurrencePage(BaseModel):
    """Occurrences, newest first."""

    items: list[OccurrenceListed | OccurrenceSummary]
    next: str | None


class ReportMessage(MessageOut):
    """A message in the conversation of one of an occurrence's reports."""

    report: str


class ReportMessages(BaseModel):
    """The newest 200 messages over all of an occurrence's reports, oldest first."""

    items: list[ReportMessage]
    next: None = None


def occurrence_summary(one: Occurrence) -> OccurrenceSummary:
    """An occurrence without persons, story or exact moment."""
    happened = clock.local_date(one.happened_at or one.triaged_at)
    return OccurrenceSummary(
        ref=one.ref,
        kind=one.kind,
        category=one.category,
        actual_severity=one.actual_severity,
        potential_severity=one.potential_severity,
        month=f"{happened:%Y-%m}",
        unit=tree().by_id[one.unit_id].code,
        summary=one.summary or _("not yet summarised"),
        state=one.state,
    )


def occurrence_listed(
    one: Occurrence, at: datetime, *, subjects: list[str], domains: list[str]
) -> OccurrenceListed:
    """An occurrence as it stands in a list; its codes were read for the whole page at once."""
    units = tree().by_id
    values = {name: getattr(one, name) for name in _PLAIN}
    return OccurrenceListed(
        **values,
        subjects=subjects,
        domains=domains,
        site=code_of_site(one.site_id) or None,
        unit=units[one.unit_id].code,
        owner_unit=units[one.owner_unit_id].code if one.owner_unit_id else None,
        confidentiality=one.get_confidentiality_display(),
        phase=phase_of(report_state=None, occurrence_state=one.standing.state),
        days_since_touched=days_since(one.touched_at, at),
        merged_into=one.merged_into.ref if one.merged_into else None,
        raised_to=units[one.raised_to_id].code if one.raised_to_id else None,
    )


def occurrence_out(listed: OccurrenceListed, one: Occurrence, actor: Actor) -> OccurrenceOut:
    """An occurrence with what it did to people and things, as far as the actor may see."""
    injuries = None
    if may(actor, READ_INJURIES, one):
        injuries = [_injury(row) for row in Injury.objects.of(one).order_by("id")]
    damages = [
        DamageOut(what=row.what, amount_eur=row.amount_eur)
        for row in Damage.objects.of(one).order_by("id")
    ]
    merged = merged_into(one.pk)
    parent, parts = family_of(actor, one, merged)
    return OccurrenceOut(
        **listed.model_dump(),
        damages=damages,
        injuries=injuries,
        parent=parent.ref if parent else None,
        parts=[part.ref for part in parts.shown],
        merged_from=[other.record.ref for other in merged_in(actor, merged)],
        duty_facts=[DutyFactOut(fact=fact, holds=holds) for fact, holds in answers_of(one).items()],
    )


def original_list(originals: Iterable[Original], wordings: Iterable[Worded]) -> OriginalList:
    """What was told as the API shows it."""
    return OriginalList(
        items=[_original(one) for one in originals],
        wordings=[WordingOut(**asdict(one)) for one in wordings],
    )


def _original(one: Original) -> OriginalOut:
    names = AdditionOut.model_fields
    additions = [AdditionOut(**{n: getattr(said, n) for n in names}) for said in one.additions]
    return OriginalOut(
        report=one.report.ref,
        received_at=one.report.received_at,
        whole_day=one.whole_day,
        story=one.report.story,
        additions=additions,
        versions=[SourceVersionOut(**asdict(version)) for version in one.versions],
    )


def report_messages(conversation: Iterable[tuple[Report, Said]]) -> ReportMessages:
    """Messages of several reports as the API shows them."""
    items = [
        ReportMessage(**message_out(said).model_dump(), report=report.ref)
        for report, said in conversation
    ]
    return ReportMessages(items=items)


def _injury(row: Injury) -> InjuryOut:
    return InjuryOut(**{name: getattr(row, name) for name in InjuryOut.model_fields})


_PLAIN = (
    "id",
    "ref",
    "title",
    "summary",
    "kind",
    "category",
    "actual_severity",
    "potential_severity",
    "context",
    "investigation_level",
    "lead",
    "due_at",
    "happened_at",
    "triaged_at",
    "closed_at",
    "raised_at",
    "second_reading",
    "state",
    "embargo_at",
)
