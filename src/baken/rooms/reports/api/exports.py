"""Lists as files over HTTP; each is marked and recorded like one made in the browser."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.schemas import Body
from baken.core.export.formats import FORMATS
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.make import LONGEST_PURPOSE, make_export
from baken.core.files.serve import made_answer
from baken.rooms.org.queries import person_of_account
from baken.rooms.reports.api.filters import OccurrenceQuery, ReportQuery
from baken.rooms.reports.exports import MOST_ROWS, OCCURRENCES, REPORTS, SUMMARIES
from baken.rooms.reports.exports.kinds import takes_in_full
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import EXPORT, EXPORT_SUMMARY, READ_OCCURRENCE
from baken.rooms.reports.queries.legacy_export import legacy_systems
from baken.rooms.reports.queries.lists import with_words_in_summary
from baken.rooms.reports.schemas.legacy_export import legacy_kind

router = Router()

PAGING = ("limit", "cursor")
_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, as an attachment; its name tells kind, day and marking.",
            "content": {
                one.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for one in FORMATS.values()
            },
        }
    }
}


class ExportBody(Body):
    """Which kind of file, and what for."""

    format: Literal["csv", "xlsx", "jsonl"] = "csv"
    purpose: str = Field(
        "",
        max_length=LONGEST_PURPOSE,
        description="Needed when sensitive or restricted records are among them.",
    )


class LegacyBody(Body):
    """Which system, the rows or what is not in them, and what for."""

    system: str = Field(max_length=60, description="Its name, as `/exports/systems` lists it.")
    what: Literal["rows", "not_written"] = "rows"
    made_here: bool = Field(True, description="Whether reports that were made here go along.")
    purpose: str = Field("", max_length=LONGEST_PURPOSE)


class SystemOut(BaseModel):
    """Another system whose reports came in. A day is null where nothing is known."""

    name: str
    attribution: str
    licence: str
    in_use_from: date | None
    in_use_until: date | None
    columns: list[str]


_LEGACY: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, as an attachment.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("text/csv", "application/zip")
            },
        }
    }
}


@router.post("/exports/reports", operation_id="export_reports", openapi_extra=_FILE)
@endpoint(permit=EXPORT, root=Report)
def reports(request: HttpRequest, asked: Query[ReportQuery], payload: ExportBody) -> FileResponse:
    """All reports you may read and export, filtered as the list of reports, as one file."""
    ask = Ask(narrow=asked.narrow(), words=asked.words(), filters=_told(request))
    return _made(request, REPORTS, ask, payload)


@router.post("/exports/occurrences", operation_id="export_occurrences", openapi_extra=_FILE)
@endpoint(permit=EXPORT_SUMMARY, root=Occurrence)
def occurrences(
    request: HttpRequest, asked: Query[OccurrenceQuery], payload: ExportBody
) -> FileResponse:
    """All occurrences you may export, in full or without persons, as one file."""
    in_full = takes_in_full(request.actor)  # type: ignore[attr-defined]
    if asked.subject and not in_full:
        raise AccessDenied(READ_OCCURRENCE, _("Only full readers can filter by subject."))
    narrow, words = asked.narrow(in_full=in_full), asked.words()
    if words is not None and not in_full:
        narrow, words = with_words_in_summary(narrow, words), None
    return _made(request, OCCURRENCES, Ask(narrow, words, filters=_told(request)), payload)


@router.post("/exports/summaries", operation_id="export_summaries", openapi_extra=_FILE)
@endpoint(permit=EXPORT_SUMMARY, root=Occurrence)
def summaries(
    request: HttpRequest, asked: Query[OccurrenceQuery], payload: ExportBody
) -> FileResponse:
    """All occurrences you may export without persons, those you read in full among them."""
    if asked.subject:
        raise AccessDenied(EXPORT_SUMMARY, _("Summaries cannot be filtered by subject."))
    narrow, words = asked.narrow(in_full=False), asked.words()
    if words is not None:
        narrow = with_words_in_summary(narrow, words)
    return _made(request, SUMMARIES, Ask(narrow, filters=_by_month(asked, request)), payload)


@router.get("/exports/systems", operation_id="export_systems", response=list[SystemOut])
@endpoint(permit=EXPORT)
def systems(request: HttpRequest) -> list[SystemOut]:
    """The other systems in whose shape reports can be exported, and when each was in use."""
    return [
        SystemOut(
            name=one.name,
            attribution=one.attribution,
            licence=one.licence,
            in_use_from=one.in_use_from or one.first_on,
            in_use_until=one.in_use_until or one.last_on,
            columns=one.columns,
        )
        for one in legacy_systems()
    ]


@router.post("/exports/reports/legacy", operation_id="export_reports_legacy", openapi_extra=_LEGACY)
@endpoint(permit=EXPORT, root=Report)
def legacy_reports(
    request: HttpRequest, asked: Query[ReportQuery], payload: LegacyBody
) -> FileResponse:
    """All reports you may read and export as another system writes them, or what is not in them.

    What came from that system is given as it came; what changed here goes in where its mapping can
    be turned round, and nothing is guessed. Several files come as a .zip.
    """
    ask = Ask(narrow=asked.narrow(), words=asked.words(), filters=_told(request))
    kind = legacy_kind(
        payload.system,
        what=payload.what,
        with_own=payload.made_here,
        at=request.at,  # type: ignore[attr-defined]
    )
    return _made(request, kind, ask, ExportBody(format="csv", purpose=payload.purpose))


def _told(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The filters as they were sent. Raises ApiProblem for a limit or cursor: a file has no pages."""
    wrong = {name: _("A file holds everything.") for name in PAGING if name in request.GET}
    if wrong:
        raise ApiProblem(400, _("This list has no such filter."), wrong)
    return tuple((name, str(value)) for name, value in request.GET.items() if value)


def _by_month(asked: OccurrenceQuery, request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The filters as they were sent, the days widened to the months that the file holds."""
    days = {
        "from": asked.from_on and clock.first_of_month(asked.from_on),
        "to": asked.to_on and clock.last_of_month(asked.to_on),
    }
    return tuple((name, str(days.get(name) or value)) for name, value in _told(request))


def _made(request: HttpRequest, kind: ExportKind, ask: Ask, payload: ExportBody) -> FileResponse:
    made = make_export(
        actor=request.actor,  # type: ignore[attr-defined]
        holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
        kind=kind,
        form=payload.format,
        at=request.at,  # type: ignore[attr-defined]
        ask=ask,
        purpose=payload.purpose,
        most=MOST_ROWS,
    )
    return made_answer(made)
