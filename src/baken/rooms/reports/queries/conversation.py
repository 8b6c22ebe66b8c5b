"""The conversation of a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import Message, Report

MOST_MESSAGES = 200
CORRECTION = "correction"


@dataclass(frozen=True)
class Said:
    """One message as shown: by which side, by whom where that may be known, and when."""

    side: str
    kind: str
    by: str
    text: str
    at: datetime
    whole_day: bool


def messages_of(report: Report) -> list[Said]:
    """The newest messages of a report that was read through the guard, oldest first."""
    rows = list(Message.objects.of(report).order_by("-number")[:MOST_MESSAGES])[::-1]
    for row in rows:
        row.record = report
    return _said(rows)


def apart(conversation: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """What was said to each other, and what was added to the story, each oldest first."""
    said = list(conversation)
    return (
        [one for one in said if one.kind != CORRECTION],
        [one for one in said if one.kind == CORRECTION],
    )


def additions_of(reports: Iterable[Report]) -> dict[int, list[Said]]:
    """What was added to the stories of reports read through the guard, by row number."""
    found: dict[int, list[Said]] = {}
    for report, said in messages_of_reports(reports, kind=CORRECTION):
        found.setdefault(report.pk, []).append(said)
    return found


def message_said(message: Message) -> Said:
    """One message that was just sent."""
    return _said([message])[0]


def messages_of_reports(reports: Iterable[Report], *, kind: str = "") -> list[tuple[Report, Said]]:
    """The newest messages of several reports read through the guard, oldest first."""
    known = {report.pk: report for report in reports}
    rows = Message.objects.for_system(reason="filter").filter(record__in=list(known))
    rows = rows.filter(kind=kind) if kind else rows
    found = list(rows.order_by("-number")[:MOST_MESSAGES])[::-1]
    for row in found:
        row.record = known[row.record_id]
    return [(row.record, said) for row, said in zip(found, _said(found), strict=True)]


def _said(rows: Sequence[Message]) -> list[Said]:
    names = persons_named(row.author for row in rows)
    return [
        Said(
            side=row.side,
            kind=row.kind,
            by=names.get(row.author, "") if row.author else "",
            text=row.text,
            at=row.at,
            whole_day=row.side == "reporter" and row.record.identity == "anonymous",
        )
        for row in rows
    ]
