"""The caller's own sessions and tokens: look, and end what should not be there."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from baken.core.accounts.models import Account
from baken.core.accounts.sessions import end_session, sessions_of
from baken.core.accounts.tokens import TokenRow, revoke_token, token_rows, tokens_in_care_of
from baken.core.accounts.traces import leave_trace
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem

router = Router()


class SessionOut(BaseModel):
    """A browser in which the caller is logged in."""

    id: UUID
    device: str = Field(description="A family such as `Firefox, Windows`; no address is kept.")
    started_at: datetime | None
    seen_at: datetime | None


class SessionList(BaseModel):
    """The caller's sessions, the most recently used first; at most a hundred."""

    items: list[SessionOut]


class TokenOut(BaseModel):
    """A token of the caller or of a service the caller answers for; never the token itself."""

    id: UUID
    account: str
    label: str
    state: str = Field(description="`live`, `expired` or `withdrawn`.")
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None


class TokenList(BaseModel):
    """Tokens, newest first; at most a hundred."""

    items: list[TokenOut]


class Chosen(BaseModel):
    """Which one."""

    id: UUID


class Ended(BaseModel):
    """How many were ended."""

    ended: int


@router.get("/me/sessions", response=SessionList, operation_id="own_sessions")
@endpoint()
def sessions(request: HttpRequest) -> SessionList:
    """Where you are logged in."""
    found = sessions_of(cast(Account, request.user))
    return SessionList(
        items=[
            SessionOut(
                id=one.handle, device=one.device, started_at=one.started_at, seen_at=one.seen_at
            )
            for one in found
        ]
    )


@router.post("/me/sessions/end", response=Ended, operation_id="end_session")
@endpoint()
def end(request: HttpRequest, chosen: Chosen) -> Ended:
    """Log out there."""
    account = cast(Account, request.user)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    with transaction.atomic():
        ended = end_session(account=account, handle=str(chosen.id))
        if not ended:
            raise ApiProblem(404, _("You have no such session."))
        facts = {"ended": ended}
        leave_trace(account=account, act="sessions_ended", at=at, actor=actor, facts=facts)
    return Ended(ended=ended)


@router.get("/me/tokens", response=TokenList, operation_id="own_tokens")
@endpoint()
def tokens(request: HttpRequest) -> TokenList:
    """Your tokens, and those of services you answer for."""
    at = request.at  # type: ignore[attr-defined]
    found = tokens_in_care_of(cast(Account, request.user))
    return TokenList(items=[_token(row) for row in token_rows(found, at)])


@router.post("/me/tokens/revoke", response=Ended, operation_id="revoke_token")
@endpoint()
def revoke(request: HttpRequest, chosen: Chosen) -> Ended:
    """Withdraw a token at once; also the one you call with, for instance when it leaked."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = tokens_in_care_of(cast(Account, request.user))
    token = next((one for one in found if one.id == chosen.id), None)
    if token is None:
        raise ApiProblem(404, _("You have no such token."))
    return Ended(ended=int(revoke_token(actor=actor, token=token, at=at)))


def _token(row: TokenRow) -> TokenOut:
    token = row.token
    return TokenOut(
        id=token.id,
        account=token.account.username,
        label=token.label,
        state=row.state,
        made_at=token.made_at,
        expires_at=token.expires_at,
        last_used_on=token.last_used_on,
    )
