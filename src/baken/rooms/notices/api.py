"""One's own notices over HTTP."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import ListQuery
from baken.rooms.notices.actions import mark_all_read
from baken.rooms.notices.models import Notice
from baken.rooms.notices.permits import READ_NOTICES
from baken.rooms.notices.queries import notices_of, text_of, url_of

router = Router()


class NoticeOut(BaseModel):
    """A notice; its text holds a reference and never a story."""

    id: str
    text: str
    ref: str
    url: str
    at: datetime
    urgent: bool
    read_on: date | None


class NoticePage(BaseModel):
    """Notices, newest first."""

    items: list[NoticeOut]
    next: str | None


class Marked(BaseModel):
    """How many notices were unread until now."""

    marked: int


@router.get("/notices", response=NoticePage, operation_id="notices")
@endpoint(permit=READ_NOTICES)
def notices(request: HttpRequest, asked: Query[ListQuery]) -> NoticePage:
    """Your own notices, newest first."""
    page = notices_of(request.actor, asked.cursor, asked.limit)  # type: ignore[attr-defined]
    items = [_notice(notice) for notice in page.items]
    return NoticePage(items=items, next=page.next_cursor or None)


@router.post("/notices/mark-read", response=Marked, operation_id="mark_notices_read")
@endpoint(permit=READ_NOTICES)
def mark_read(request: HttpRequest) -> Marked:
    """Mark all of your notices read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return Marked(marked=mark_all_read(actor=actor, at=at))


def _notice(notice: Notice) -> NoticeOut:
    return NoticeOut(
        id=str(notice.number),
        text=text_of(notice),
        ref=notice.ref,
        url=url_of(notice),
        at=notice.at,
        urgent=notice.urgent,
        read_on=notice.read_on,
    )
