"""One round of the worker for notices: what goes by mail, which digests are due, what nobody reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from baken.rooms.notices.actions.make_digests import make_digests
from baken.rooms.notices.actions.plan_mail import plan_mail
from baken.rooms.notices.actions.raise_unread import Told, raise_unread

EVERY = timedelta(seconds=15)


class NoticeRounds:
    """Kept by one worker; remembers what no table may hold: when a hidden moment was."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._seen: dict[Told, datetime] = {}

    def work(self, at: datetime) -> None:
        """Plan mails at every call; look for digests and unread urgent notices four times a minute."""
        if settings.MAIL_HOST:
            plan_mail(at=at)
        if self._last is not None and self._last <= at < self._last + EVERY:
            return
        self._last = at
        if settings.MAIL_HOST:
            make_digests(at=at)
        raise_unread(at=at, waited_for=lambda told, hides: self._waited(told, hides, at))
        self._seen = {
            told: seen for told, seen in self._seen.items() if at - seen < timedelta(days=2)
        }

    def _waited(self, told: Told, hides_moment: bool, at: datetime) -> timedelta:
        """Since when a notice waits; of one that keeps its day alone since this worker first saw it.

        After a new start of the worker its minutes count anew.
        """
        return at - (self._seen.setdefault(told, at) if hides_moment else told.at)
