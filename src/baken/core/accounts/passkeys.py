"""Passkeys: what a browser is asked, and whether its answer holds. Source: W3C WebAuthn level 3."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from baken.core import clock
from baken.core.access import Actor
from baken.core.accounts.models import Account, Passkey
from baken.core.accounts.traces import leave_trace

ASKED = "passkey_asked"
ANSWER_WITHIN_SECONDS = 300
MOST_PASSKEYS = 20
VERIFIED = UserVerificationRequirement.REQUIRED
# What the library may throw at an answer that does not hold.
WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError)


def creation_question(request: HttpRequest, account: Account) -> dict[str, Any]:
    """What the browser is asked to make a new passkey for an account."""
    user = PublicKeyCredentialUserEntity(
        name=account.username, display_name=account.username, id=account.id.bytes
    )
    options, state = _server(request).register_begin(
        user,
        credentials=_known(account),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    _remember(request, state)
    return dict(options)


def add_passkey(
    request: HttpRequest, *, actor: Actor, account: Account, answer: str, label: str, at: datetime
) -> bool:
    """Keep the passkey that a browser made; False when its answer does not hold."""
    state = _recall(request, at)
    if state is None or Passkey.objects.filter(account=account).count() >= MOST_PASSKEYS:
        return False
    try:
        made = _server(request).register_complete(state, json.loads(answer))
        key = made.credential_data
        assert key is not None  # noqa: S101  the library has just looked
        with transaction.atomic():
            Passkey.objects.create(
                account=account,
                credential=websafe_encode(key.credential_id),
                public_key=bytes(key),
                sign_count=made.counter,
                label=label,
                made_at=at,
            )
            leave_trace(account=account, act="passkey_added", at=at, actor=actor)
    except (*WRONG, IntegrityError):
        return False
    return True


def question(request: HttpRequest, account: Account | None) -> dict[str, Any]:
    """What the browser is asked to prove that a passkey is there: of an account, or of anybody."""
    known = _known(account) if account else None
    options, state = _server(request).authenticate_begin(known, user_verification=VERIFIED)
    _remember(request, state)
    return dict(options)


def use_passkey(
    request: HttpRequest, *, answer: str, at: datetime, account: Account | None = None
) -> Account | None:
    """The active account whose passkey gave this answer to the last question; else None.

    With ``account`` only a passkey of that account counts. A question is answered once, within
    five minutes, on the site that asked it, and the device must have checked who holds it.
    """
    state = _recall(request, at)
    if state is None:
        return None
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        passkey = _passkey_of(given, account)
        if passkey is None:
            return None
        known = AttestedCredentialData(bytes(passkey.public_key))
        _server(request).authenticate_complete(state, [known], given)
    except WRONG:
        return None
    count = given.response.authenticator_data.counter
    return passkey.account if _count_up(passkey, count, at) else None


def _passkey_of(given: AuthenticationResponse, account: Account | None) -> Passkey | None:
    found = Passkey.objects.filter(
        credential=websafe_encode(given.raw_id), account__is_active=True, account__is_service=False
    )
    if account is not None:
        found = found.filter(account=account)
    passkey = found.select_related("account").first()
    handle = given.response.user_handle
    if passkey is None or (handle is not None and handle != passkey.account.id.bytes):
        return None
    return passkey


def _count_up(passkey: Passkey, count: int, at: datetime) -> bool:
    """Keep the count of uses; False when it did not rise, for then there is a copy somewhere.

    Passkeys that travel between devices do not count and always say zero.
    """
    rows = Passkey.objects.filter(pk=passkey.pk)
    rows = rows.filter(sign_count=0) if count == 0 else rows.filter(sign_count__lt=count)
    return rows.update(sign_count=count, last_used_on=clock.local_date(at)) == 1


def _known(account: Account) -> list[AttestedCredentialData]:
    rows = Passkey.objects.filter(account=account).values_list("public_key", flat=True)
    return [AttestedCredentialData(bytes(row)) for row in rows]


def _server(request: HttpRequest) -> Fido2Server:
    here = f"{request.scheme}://{request.get_host()}"
    trusted = {here, *settings.CSRF_TRUSTED_ORIGINS}
    domain = settings.PASSKEY_DOMAIN or urlsplit(here).hostname or ""
    relying = PublicKeyCredentialRpEntity(name="Baken", id=domain)
    return Fido2Server(relying, verify_origin=lambda origin: origin in trusted)


def _remember(request: HttpRequest, state: Any) -> None:
    asked = {"state": state, "at": request.at.timestamp()}  # type: ignore[attr-defined]
    request.session[ASKED] = asked


def _recall(request: HttpRequest, at: datetime) -> Any:
    """The state of the last question, given out once; None when there is none or it is too old."""
    asked = request.session.pop(ASKED, None)
    if asked is None or at.timestamp() - asked["at"] > ANSWER_WITHIN_SECONDS:
        return None
    return asked["state"]
