"""Slows down guessing: after a few failures a name, or an account's second step, has to wait.

Beside the count per name stands one per sender, kept in memory only: it stops one sender from
trying many names. It counts failures alone and is wide, since a whole barracks may share one
address.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from baken.core.accounts.models import Account, LoginFailure
from baken.core.accounts.senders import Senders
from baken.core.accounts.vault import digest_of

MOST_FAILURES = 6
WINDOW = timedelta(minutes=10)

failing_senders = Senders(most=100, window=WINDOW)
asking_senders = Senders(most=300, window=WINDOW)


def must_wait(username: str, at: datetime) -> bool:
    """Whether this name failed too often in the last ten minutes.

    Source: OWASP ASVS 5.0, 6.3.1 (protection against password guessing).
    """
    return _waits(_of_name(username), at)


def note_failure(username: str, at: datetime) -> None:
    """Remember a failed attempt, and forget those outside the window."""
    _note(_of_name(username), at)


def forget_failures(username: str) -> None:
    """A successful log-in clears the name."""
    LoginFailure.objects.filter(username_digest=_of_name(username)).delete()


def proof_must_wait(account: Account, at: datetime) -> bool:
    """Whether an account's password, codes or passkeys were tried wrong too often at its own pages."""
    return _waits(_of_proof(account), at)


def note_proof_failure(account: Account, at: datetime) -> None:
    """Remember a wrong password, code or passkey of somebody who was half or wholly logged in."""
    _note(_of_proof(account), at)


def forget_proof_failures(account: Account) -> None:
    """A right one clears the account."""
    LoginFailure.objects.filter(username_digest=_of_proof(account)).delete()


def _waits(digest: str, at: datetime) -> bool:
    failures = LoginFailure.objects.filter(username_digest=digest, at__gt=at - WINDOW)
    return failures.count() >= MOST_FAILURES


def _note(digest: str, at: datetime) -> None:
    LoginFailure.objects.filter(at__lt=at - WINDOW).delete()
    LoginFailure.objects.create(username_digest=digest, at=at)


def _of_name(username: str) -> str:
    return digest_of("name", username.strip().lower())


def _of_proof(account: Account) -> str:
    return digest_of("proof", str(account.pk))
