"""Single sign-on: the organisation's own log-in says who somebody is (OpenID Connect).

It opens accounts that are there and makes none. The first time an account is found by a name that
the provider vouches for; from then on by the subject, which is never given to somebody else.
Source: OpenID Connect Core 1.0, with PKCE (RFC 7636); OWASP ASVS 5.0, chapter 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError

from baken.core.accounts.models import Account, OutsideIdentity
from baken.core.accounts.traces import leave_trace

GOING = "outside_going"
WELL_KNOWN = "/.well-known/openid-configuration"
PATIENCE_SECONDS = 10
LEEWAY_SECONDS = 60
# What can go wrong on the way: refused there, unreachable, or an answer that does not hold.
FAILURES = (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError)


class OutsideFailed(Exception):
    """The provider said no, could not be reached, or gave an answer that does not hold."""


def is_offered() -> bool:
    """Whether single sign-on is configured."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def send_there(request: HttpRequest, *, after: str, confirming: bool) -> HttpResponse:
    """Send somebody to the provider; ``confirming`` makes them show anew who they are.

    Raises OutsideFailed when the provider cannot be reached.
    """
    asked = {"prompt": "login", "max_age": "0"} if confirming else {}
    back = request.build_absolute_uri(reverse("accounts:outside-back"))
    try:
        response: HttpResponse = _provider().authorize_redirect(request, back, **asked)
    except FAILURES as problem:
        raise OutsideFailed(str(problem)) from problem
    request.session[GOING] = {"after": after, "confirming": confirming}
    return response


def came_back(request: HttpRequest) -> tuple[Mapping[str, Any], str, bool]:
    """Who the provider says it is, where they were heading, and whether it was to confirm.

    Raises OutsideFailed when the answer is not to a question of this session, or does not hold.
    """
    going = request.session.pop(GOING, None)
    if going is None:
        raise OutsideFailed("nobody of this session was sent there")
    try:
        provider = _provider()
        if _issuer(provider) != settings.OIDC_ISSUER:
            raise OutsideFailed("the provider calls itself otherwise than BAKEN_OIDC_ISSUER")
        token = provider.authorize_access_token(request, leeway=LEEWAY_SECONDS)
        claims = token["userinfo"]
    except FAILURES as problem:
        raise OutsideFailed(str(problem)) from problem
    return claims, going["after"], going["confirming"]


def account_known_as(claims: Mapping[str, Any], at: datetime) -> Account | None:
    """The active account of whom the provider vouches for; None when there is none.

    By subject when it was here before; else by the name in the configured claim, and then the
    subject is bound. An account bound to somebody else is not given away by a name.
    """
    subject = str(claims.get("sub") or "")
    if not 0 < len(subject) <= 255:
        return None
    here = OutsideIdentity.objects.filter(issuer=settings.OIDC_ISSUER)
    known = here.filter(subject=subject).select_related("account").first()
    if known is not None:
        return known.account if known.account.is_active else None
    name = claims.get(settings.OIDC_CLAIM)
    if not isinstance(name, str) or "\x00" in name:
        return None
    account = Account.objects.filter(username=name, is_active=True, is_service=False).first()
    return account if account and _bind(account, subject, at) else None


def confirmed_there(claims: Mapping[str, Any], account: Account, at: datetime) -> bool:
    """Whether the provider says that this very account has just logged in there anew."""
    subject = str(claims.get("sub") or "")
    same = OutsideIdentity.objects.filter(
        issuer=settings.OIDC_ISSUER, subject=subject, account=account
    )
    moment = claims.get("auth_time")
    age = at.timestamp() - (moment if isinstance(moment, int | float) else 0)
    return -LEEWAY_SECONDS <= age <= settings.CONFIRM_MINUTES * 60 and same.exists()


def _bind(account: Account, subject: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            OutsideIdentity.objects.create(
                account=account, issuer=settings.OIDC_ISSUER, subject=subject, bound_at=at
            )
            leave_trace(account=account, act="outside_bound", at=at)
    except IntegrityError:
        return False
    return True


def _provider() -> Any:
    """A client of the provider; made anew, so that changed settings and keys are picked up."""
    return OAuth().register(
        name="outside",
        server_metadata_url=settings.OIDC_ISSUER.rstrip("/") + WELL_KNOWN,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        client_kwargs={
            "scope": settings.OIDC_SCOPES,
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE_SECONDS,
        },
    )


def _issuer(provider: Any) -> str:
    return str(provider.load_server_metadata().get("issuer", ""))
