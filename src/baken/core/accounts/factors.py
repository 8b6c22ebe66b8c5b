"""The second factor of an account: set up, checked, used once, taken away."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from baken.core.access import Actor
from baken.core.accounts.codes import matching_step
from baken.core.accounts.models import Account, AuthenticatorApp, Passkey, RecoveryCode
from baken.core.accounts.traces import leave_trace
from baken.core.accounts.vault import digest_of, seal, unseal

RECOVERY_CODES = 10
# Letters and digits that nobody confuses; twenty of them are a hundred bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 5
_SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)


def has_second_factor(account: Account) -> bool:
    """Whether an account has an authenticator app or a passkey."""
    found = AuthenticatorApp.objects.filter(account=account).exists()
    return found or Passkey.objects.filter(account=account).exists()


def needs_second_step(account: Account) -> bool:
    """Whether a password alone does not log this account in; see BAKEN_SECOND_FACTOR."""
    if settings.SECOND_FACTOR == "never":
        return False
    return settings.SECOND_FACTOR == "required" or has_second_factor(account)


def add_app(*, actor: Actor, account: Account, secret: str, code: str, at: datetime) -> bool:
    """Tie an authenticator app to an account; False when the code is not one of its secret.

    The app that was there before, if any, no longer counts.
    """
    step = matching_step(secret, _plain(code), at)
    if step is None:
        return False
    values = {"secret": seal(secret), "last_step": step, "made_at": at}
    with transaction.atomic():
        AuthenticatorApp.objects.update_or_create(account=account, defaults=values)
        leave_trace(account=account, act="app_added", at=at, actor=actor)
    return True


def remove_app(*, actor: Actor, account: Account, at: datetime) -> None:
    """Take the authenticator app away, and the recovery codes with the last second factor."""
    with transaction.atomic():
        if AuthenticatorApp.objects.filter(account=account).delete()[0]:
            leave_trace(account=account, act="app_removed", at=at, actor=actor)
        forget_needless_codes(account)


def remove_passkey(*, actor: Actor, account: Account, passkey: str, at: datetime) -> None:
    """Take one passkey away, and the recovery codes with the last second factor."""
    with transaction.atomic():
        if Passkey.objects.filter(account=account, id=passkey).delete()[0]:
            leave_trace(account=account, act="passkey_removed", at=at, actor=actor)
        forget_needless_codes(account)


def remove_second_factor(*, actor: Actor, account: Account, at: datetime) -> bool:
    """Take app, passkeys and recovery codes away; False when there were none.

    For somebody who lost them all and whom an administrator recognised in another way.
    """
    with transaction.atomic():
        tables = (AuthenticatorApp, Passkey, RecoveryCode)
        gone = sum(table.objects.filter(account=account).delete()[0] for table in tables)
        if gone:
            leave_trace(account=account, act="second_factor_removed", at=at, actor=actor)
    return bool(gone)


def forget_needless_codes(account: Account) -> None:
    """Recovery codes open nothing without a second factor, and then go."""
    if not has_second_factor(account):
        RecoveryCode.objects.filter(account=account).delete()


def make_recovery_codes(*, actor: Actor, account: Account, at: datetime) -> list[str]:
    """Ten new codes in place of all earlier ones; this is the only time they can be read."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=account, digest=_digest(account, code)) for code in codes
        )
        leave_trace(account=account, act="recovery_made", at=at, actor=actor)
    return codes


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes of an account were not used yet."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def use_code(*, account: Account, code: str, at: datetime) -> bool:
    """Whether a code of the app, or a recovery code, is right; each works only once."""
    plain = _plain(code)
    if _SIX_DIGITS.fullmatch(plain):
        return _use_app_code(account, plain, at)
    return _use_recovery_code(account, plain, at)


def _use_app_code(account: Account, code: str, at: datetime) -> bool:
    app = AuthenticatorApp.objects.filter(account=account).first()
    secret = unseal(app.secret) if app else None
    step = matching_step(secret, code, at) if secret else None
    if step is None:
        return False
    unused = AuthenticatorApp.objects.filter(account=account, last_step__lt=step)
    return unused.update(last_step=step) == 1


def _use_recovery_code(account: Account, code: str, at: datetime) -> bool:
    with transaction.atomic():
        unused = RecoveryCode.objects.filter(
            account=account, digest=_digest(account, code), used_at=None
        )
        if not unused.update(used_at=at):
            return False
        facts = {"left": recovery_codes_left(account)}
        leave_trace(account=account, act="recovery_used", at=at, facts=facts)
    return True


def _new_code() -> str:
    groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()


def _digest(account: Account, code: str) -> str:
    return digest_of("recovery", f"{account.pk}:{_plain(code)}")
