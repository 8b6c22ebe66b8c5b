"""One's own notices over HTTP, and how one wants to be told."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from baken.core.api.endpoints import endpoint
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.actions import mark_all_read, mark_one_read
from baken.rooms.notices.actions.prefer import Chosen, prefer
from baken.rooms.notices.forms import WishesForm
from baken.rooms.notices.permits import READ_NOTICES
from baken.rooms.notices.queries import notices_of, opened_by
from baken.rooms.notices.queries.preferences import address_in_file, must_hear, wishes_of
from baken.rooms.notices.schemas import (
    Marked,
    NoticePage,
    NoticesQuery,
    ReadIn,
    WishesIn,
    WishesOut,
    notice_out,
    wishes_out,
)

router = Router()


@router.get("/notices", response=NoticePage, operation_id="notices")
@endpoint(permit=READ_NOTICES)
def notices(request: HttpRequest, asked: Query[NoticesQuery]) -> NoticePage:
    """Your own notices, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = notices_of(
        actor, asked.cursor, asked.limit, unread=asked.unread, group=asked.group or ""
    )
    opened = opened_by(actor, page.items)
    items = [notice_out(notice, notice.number in opened) for notice in page.items]
    return NoticePage(items=items, next=page.next_cursor or None)


@router.post("/notices/mark-read", response=Marked, operation_id="mark_notices_read")
@endpoint(permit=READ_NOTICES)
def mark_read(request: HttpRequest, body: ReadIn | None = None) -> Marked:
    """Mark your notices read: one, those of a group, or without a body all of them."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if body is not None and body.id:
        return Marked(marked=mark_one_read(actor=actor, number=body.id, at=at))
    group = (body.group if body else None) or ""
    return Marked(marked=mark_all_read(actor=actor, at=at, group=group))


@router.get("/me/notice-preferences", response=WishesOut, operation_id="notice_preferences")
@endpoint(permit=READ_NOTICES)
def preferences(request: HttpRequest) -> WishesOut:
    """Which of your notices also go by mail, when, and where to."""
    return _told(request)


@router.put("/me/notice-preferences", response=WishesOut, operation_id="choose_notice_preferences")
@endpoint(permit=READ_NOTICES)
def choose_preferences(request: HttpRequest, body: WishesIn) -> WishesOut:
    """Choose which of your notices also go by mail; what your post must hear goes at once anyway."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    wishes, _address = wishes_of(actor)
    form = WishesForm(body.form_data(), wishes=wishes, locked=must_hear(actor, at))
    if not form.is_valid():
        raise FieldsRefused({name: " ".join(map(str, one)) for name, one in form.errors.items()})
    prefer(actor=actor, chosen=Chosen(form.chosen(), form.cleaned_data["address"]), at=at)
    return _told(request)


def _told(request: HttpRequest) -> WishesOut:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    wishes, address = wishes_of(actor)
    return wishes_out(
        wishes,
        address,
        locked=must_hear(actor, at),
        known_address=address_in_file(actor),
        mail_is_on=bool(settings.MAIL_HOST),
    )
