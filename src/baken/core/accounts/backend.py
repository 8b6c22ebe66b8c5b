"""Who is logged in: the account came with the row of the session and is not read a second time."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from baken.core.accounts.models import Account

_brought: ContextVar[Account | None] = ContextVar("brought", default=None)


class SessionBackend(ModelBackend):
    """Django's check of names and passwords, which knows the account that a session brought."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session when it may still come in, or None."""
        account = _brought.get()
        if account is None or account.pk != user_id:
            return super().get_user(user_id)  # type: ignore[return-value]
        return account if self.user_can_authenticate(account) else None


class SessionAccount(AuthenticationMiddleware):
    """``request.user``, verified as Django does: one statement reads the session and the account."""

    def process_request(self, request: HttpRequest) -> None:
        """Say who it is when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _verified(request))  # type: ignore[assignment]


def _verified(request: HttpRequest) -> Any:
    told = _brought.set(request.session.account)  # type: ignore[attr-defined]
    try:
        return get_user(request)
    finally:
        _brought.reset(told)
