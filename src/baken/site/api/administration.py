"""Administration over HTTP: open a session for the token or browser one calls with, end it, the log."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.accounts.administration import (
    AdministrationRefused,
    carrier_of,
    close_administration,
    open_administration,
)
from baken.core.accounts.confirmation import recently_confirmed
from baken.core.accounts.models import Account, Administration
from baken.core.accounts.permits import READ_ADMINISTRATION
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.schemas import Body
from baken.site.administration import (
    administration_shown,
    administrations_page,
    done_in,
    states_of,
)

router = Router()


class AdministrationIn(Body):
    """What for, and how long at most."""

    reason: str = Field(max_length=300)
    minutes: int = Field(description="At least 5, at most what the installation allows.")


class AdministrationOut(BaseModel):
    """An administration session."""

    id: UUID
    account: str
    post: str
    reason: str
    opened_at: datetime
    until: datetime
    closed_at: datetime | None
    state: str = Field(description="`running`, `ended` by its holder, or `over`.")


class RunningOut(BaseModel):
    """The session that runs on the token or browser one calls with; null when none does."""

    session: AdministrationOut | None


class DoneOut(BaseModel):
    """A step taken in a session; `ref` is empty where it would name a person.

    `text` tells of a unit or site from what to what it changed; it is empty for anything else.
    """

    title: str
    ref: str
    at: datetime
    text: str


class LoggedOut(AdministrationOut):
    """A session with what was done in it, in order; at most five hundred steps."""

    steps: list[DoneOut]


class AdministrationList(BaseModel):
    """Sessions, newest first."""

    items: list[AdministrationOut]
    next: str | None


@router.get("/me/administration", response=RunningOut, operation_id="own_administration")
@endpoint()
def running(request: HttpRequest) -> RunningOut:
    """Whether you are administering now."""
    actor = request.actor  # type: ignore[attr-defined]
    found = administration_shown(actor, actor.administers.id) if actor.administers else None
    return RunningOut(session=_out(found, "running") if found else None)


@router.post("/me/administration", response=AdministrationOut, operation_id="open_administration")
@endpoint()
def open_session(request: HttpRequest, asked: AdministrationIn) -> AdministrationOut:
    """Open a session, for the token or browser you call with only. In it you see no content.

    A browser must have shown who is there in the last minutes; a token is the proof itself.
    """
    carrier = carrier_of(request)
    if carrier is None or not (hasattr(request, "token") or recently_confirmed(request)):
        where = {"address": reverse("accounts:confirm")}
        raise ApiProblem(403, _("First show again who you are, at %(address)s.") % where)
    try:
        made = open_administration(
            actor=request.actor,  # type: ignore[attr-defined]
            account=cast(Account, request.user),
            carrier=carrier,
            reason=asked.reason,
            minutes=asked.minutes,
            at=request.at,  # type: ignore[attr-defined]
        )
    except AdministrationRefused as refusal:
        raise ApiProblem(400, str(refusal), {refusal.field: str(refusal)}) from None
    return _out(made, "running")


@router.post("/me/administration/end", response=RunningOut, operation_id="end_administration")
@endpoint()
def end(request: HttpRequest) -> RunningOut:
    """End the session that runs on the token or browser you call with."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not close_administration(actor=actor, at=at):
        raise ApiProblem(404, _("No administration session runs here."))
    return RunningOut(session=None)


@router.get("/administration-sessions", response=AdministrationList, operation_id="administrations")
@endpoint(permit=READ_ADMINISTRATION)
def sessions(request: HttpRequest, asked: Query[ListQuery]) -> AdministrationList:
    """Every session there was."""
    actor = request.actor  # type: ignore[attr-defined]
    found = administrations_page(actor, account=None, cursor=asked.cursor, limit=asked.limit)
    states = states_of(found.items, request.at)  # type: ignore[attr-defined]
    items = [_out(one, states[one.id]) for one in found.items]
    return AdministrationList(items=items, next=found.next_cursor or None)


@router.get(
    "/administration-sessions/{session}", response=LoggedOut, operation_id="administration_log"
)
@endpoint()
def session(request: HttpRequest, session: UUID) -> LoggedOut:
    """One session and what was done in it: your own, or any if you may look these up."""
    found = administration_shown(request.actor, session)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    steps = [
        DoneOut(title=one.title, ref=one.ref, at=one.at, text=one.text) for one in done_in(found)
    ]
    state = states_of([found], request.at)[found.id]  # type: ignore[attr-defined]
    return LoggedOut(**_out(found, state).model_dump(), steps=steps)


def _out(one: Administration, state: str) -> AdministrationOut:
    return AdministrationOut(
        id=one.id,
        account=one.account.username,
        post=one.post,
        reason=one.reason,
        opened_at=one.opened_at,
        until=one.until,
        closed_at=one.closed_at,
        state=state,
    )
