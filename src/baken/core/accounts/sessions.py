"""Sessions that their holder can see and end, and that end by themselves when nobody is there.

Time here is that of Django's own session expiry, not the product's clock: a rehearsal that moves
the clock must not log everybody out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from baken.core.accounts.devices import device_of
from baken.core.accounts.models import Account, Session

DEVICE = "device"
SEEN_EVERY = timedelta(minutes=5)


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with whose they are beside them."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table that holds them."""
        return Session

    def create(self) -> None:
        """A fresh row under a new key; nothing of the row before stays with it."""
        self.row = None
        super().create()

    def note_seen(self) -> None:
        """Somebody is there: written at most once in five minutes, and only for an account."""
        self._get_session()
        now = timezone.now()
        if self.row is None or self.row.seen_at is None or now - self.row.seen_at < SEEN_EVERY:
            return
        self.row.seen_at = now
        Session.objects.filter(pk=self.row.pk).update(seen_at=now)

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        """The row to store: the columns about its holder follow from what is in the session."""
        made: Session = super().create_model_instance(data)
        made.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        if self.row is not None:
            made.handle = self.row.handle
        if made.account_id is not None:
            made.device = data.get(DEVICE, "")
            kept = self.row if self.row and self.row.account_id == made.account_id else None
            made.started_at = kept.started_at if kept else timezone.now()
            made.seen_at = kept.seen_at if kept else made.started_at
        self.row = made
        return made

    @property
    def account(self) -> Account | None:
        """Whose session it is, as the row came with it; None for nobody's."""
        self._get_session()
        return self.row.account if self.row is not None else None

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()
        rows = Session.objects.select_related("account").filter(session_key=self.session_key)
        live = (one for one in rows.filter(expire_date__gt=now) if not is_over(one, now))
        self.row = next(live, None)
        if self.row is None:
            self._session_key = None
        return self.row


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session of an account was left alone too long, or lasted a whole day of duty.

    Source: OWASP ASVS 5.0, 7.3 (inactivity timeout and absolute lifetime).
    """
    if session.account_id is None or session.seen_at is None or session.started_at is None:
        return False
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return now - session.started_at >= longest or now - session.seen_at >= idle


def sessions_of(account: Account) -> list[Session]:
    """The live sessions of an account, the most recently used first; at most a hundred."""
    now = timezone.now()
    rows = Session.objects.filter(account=account, expire_date__gt=now).order_by("-seen_at")
    return [one for one in rows[:100] if not is_over(one, now)]


def end_session(*, account: Account, handle: str) -> int:
    """End one session of an account by its handle; returns how many there were: 0 or 1."""
    return Session.objects.filter(account=account, handle=handle).delete()[0]


def end_sessions(*, account: Account, keep: str | None = "") -> int:
    """End every session of an account but the one with the key ``keep``; returns how many."""
    return Session.objects.filter(account=account).exclude(session_key=keep or "").delete()[0]


def forget_expired() -> None:
    """Remove rows of sessions that are over anyway."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def note_device(session: Any, agent: str) -> None:
    """Remember in a session what kind of device it runs on."""
    session[DEVICE] = device_of(agent)
