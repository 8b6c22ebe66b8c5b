"""Two roles of the demonstration sign with an app for codes; the demonstration plays the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from baken.core.accounts.codes import SECONDS, code_of, new_secret, step_of
from baken.core.accounts.models import Account, AuthenticatorApp
from baken.core.accounts.vault import seal, unseal

SIGNERS = ("brigade", "clas")


@dataclass(frozen=True)
class ShownCode:
    """The code that the app of a role shows now, and until when."""

    username: str
    code: str
    until: datetime


def equip_signers(*, at: datetime) -> None:
    """Give each signer an app, unless there is one."""
    for account in Account.objects.filter(username__in=SIGNERS, app=None):
        AuthenticatorApp.objects.create(account=account, secret=seal(new_secret()), made_at=at)


def shown_codes(at: datetime) -> list[ShownCode]:
    """What the apps of the signers show at a moment; outside the demonstration nothing."""
    if not settings.DEMO:
        return []
    step = step_of(at)
    until = datetime.fromtimestamp((step + 1) * SECONDS, UTC)
    apps = AuthenticatorApp.objects.filter(account__username__in=SIGNERS)
    secrets = [
        (app.account.username, unseal(app.secret))
        for app in apps.select_related("account").order_by("account__number")
    ]
    return [ShownCode(name, code_of(secret, step), until) for name, secret in secrets if secret]
