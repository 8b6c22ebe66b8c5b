"""Occurrences over HTTP: in full, or for de-identified readers the summary and nothing else."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from baken.core.access import AccessDenied, Actor, may
from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.rooms.library.queries import code_list
from baken.rooms.notices.actions import mark_seen
from baken.rooms.reports.actions.add_occurrence_file import add_occurrence_file
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.actions.tell_reporters import tell_reporters
from baken.rooms.reports.api.filters import OccurrenceQuery
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_INJURIES, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.conversation import messages_of_reports
from baken.rooms.reports.queries.lists import (
    codes_by_record,
    occurrences_page,
    reads_in_full,
)
from baken.rooms.reports.queries.occurrence import reports_of
from baken.rooms.reports.queries.originals import originals_of, wordings_of
from baken.rooms.reports.queries.thread import title_of_code
from baken.rooms.reports.schemas.occurrence import (
    OccurrenceListed,
    OccurrenceOut,
    OccurrencePage,
    OccurrenceSummary,
    OriginalList,
    ReportMessages,
    occurrence_listed,
    occurrence_out,
    occurrence_summary,
    original_list,
    report_messages,
)
from baken.rooms.reports.schemas.report import MessageBody

router = Router()
ABOUT_STEPS = (
    "With `classify` a field that is not sent stays as it is, also the needed ones; one that is sent"
    " as null or an empty list is emptied. An `investigation_level` that is not sent goes up when the"
    " new classes ask for a higher one, and the term then becomes that of the higher level when that"
    " is sooner; sent as null, level, `due_on` and `context` follow from the rest again."
)


@router.get("/occurrences", response=OccurrencePage, operation_id="occurrences")
@endpoint(permit=READ_SUMMARY, root=Occurrence)
def occurrences(request: HttpRequest, asked: Query[OccurrenceQuery]) -> OccurrencePage:
    """Occurrences within your reach, newest first.

    Where you may not read in full an item holds kind, classes, month, unit, summary and state only,
    words are looked for in its summary only, and a period is widened to whole months.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if asked.subject and not reads_in_full(actor):
        raise AccessDenied(READ_OCCURRENCE, _("Only full readers can filter by subject."))
    page = occurrences_page(actor, asked.ask(), cursor=asked.cursor, limit=asked.limit)
    full = {one.pk: one for one in page.items if page.shows_in_full(one)}
    listed = dict(zip(full, _listed(list(full.values()), at), strict=True))
    items = [listed.get(one.pk) or occurrence_summary(one) for one in page.items]
    return OccurrencePage(items=items, next=page.next_cursor or None)


@router.get(
    "/occurrences/{ref}", response=OccurrenceOut | OccurrenceSummary, operation_id="occurrence"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence, also=(READ_SUMMARY,))
def occurrence(request: HttpRequest, record: Occurrence) -> object:
    """One occurrence, by reference number or UUID, as far as you may read it. Your notices are read."""
    mark_seen(actor=request.actor, record=record, at=request.at)  # type: ignore[attr-defined]
    return _shown(request, record)


@router.get(
    "/occurrences/{ref}/messages", response=ReportMessages, operation_id="occurrence_messages"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence, read=READ_SUMMARY)
def messages(request: HttpRequest, record: Occurrence) -> ReportMessages:
    """The conversations with everybody who reported it, as far as you may read those reports."""
    reports = reports_of(request.actor, record)  # type: ignore[attr-defined]
    return report_messages(messages_of_reports(reports))


@router.post(
    "/occurrences/{ref}/messages",
    response={201: ReportMessages},
    operation_id="send_occurrence_message",
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence, read=READ_SUMMARY)
def tell(request: HttpRequest, record: Occurrence, payload: MessageBody) -> object:
    """Tell everybody who reported it the same thing; one message in each conversation."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    told = tell_reporters(actor=actor, occurrence=record, text=payload.text, at=at)
    return Status(201, report_messages(told))


@router.get(
    "/occurrences/{ref}/originals", response=OriginalList, operation_id="occurrence_originals"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence, read=READ_SUMMARY)
def originals(request: HttpRequest, record: Occurrence) -> OriginalList:
    """The stories as they were told, as far as you may read them, with what was added to them.

    Beside them every title and summary that was made of it, the newest first.
    """
    told = originals_of(request.actor, record)  # type: ignore[attr-defined]
    return original_list(told, wordings_of(record))


def _listed(found: list[Occurrence], at: datetime) -> list[OccurrenceListed]:
    codes = codes_by_record(found)
    return [
        occurrence_listed(
            one, at, subjects=codes[one.pk]["subject"], domains=codes[one.pk]["domain"]
        )
        for one in found
    ]


def _shown(request: HttpRequest, record: Occurrence) -> OccurrenceOut | OccurrenceSummary:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, READ_OCCURRENCE, record):
        return occurrence_summary(record)
    return occurrence_out(_listed([record], at)[0], record, actor)


BOOKKEEPING = frozenset(
    {"reports", "earlier", "brought", "row_told", "harm_lists", "set_aside"}
    | {"parent", "before", "other", "base", "brought_of"}
)


def _hidden(actor: Actor, record: Occurrence) -> frozenset[str]:
    """How many were injured stands in the facts of a triage; it has its own permit.

    What a merge keeps to be undone names rows, injuries and reports, and what it is part of or set
    apart from names occurrences, which not every reader reads; the occurrence itself tells what one
    may see.
    """
    own = frozenset() if may(actor, READ_INJURIES, record) else frozenset({"injured"})
    return own | BOOKKEEPING


add_record_endpoints(
    router,
    RecordKind(
        name="occurrence",
        collection="occurrences",
        root=Occurrence,
        permit=READ_OCCURRENCE,
        read=READ_SUMMARY,
        answer=_shown,
        answer_schema=OccurrenceOut | OccurrenceSummary,
        take_step=take_step,
        add_file=add_occurrence_file,
        choices_of=code_list,
        title_of=title_of_code,
        hidden=_hidden,
        about_steps=ABOUT_STEPS,
    ),
)
