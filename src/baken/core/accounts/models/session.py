"""Who is logged in, on which kind of device, and since when."""

from __future__ import annotations

import uuid

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from baken.core.accounts.models.account import Account
from baken.core.records.privacy import Privacy


class Session(AbstractBaseSession):
    """A session of a browser; with an account it can be listed and ended by its holder.

    ``handle`` names the session on pages, where its key must never stand. No address is kept, and
    of the device only a family such as "Firefox, Windows".
    """

    handle = models.UUIDField(default=uuid.uuid4)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, default="")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="machinery",
        public=("handle", "expire_date"),
        personal=("account", "device", "started_at", "seen_at"),
        secret=("session_key", "session_data"),
    )

    def __str__(self) -> str:
        return f"session of {self.account_id}"
