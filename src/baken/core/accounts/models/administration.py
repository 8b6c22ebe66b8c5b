"""When somebody ran the installation: administration sessions."""

from __future__ import annotations

from typing import Any

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.accounts.models.account import Account
from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class Administration(models.Model):
    """An opened administration session: whose, what for, from when and until when at the latest.

    ``carrier`` is what it is bound to: the handle of a browser session, or the id of a token. It
    works nowhere else.
    """

    number: Any = RowNumberField(primary_key=True)
    id = models.UUIDField(unique=True, default=ordered_uuid, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="administrations")
    carrier = models.UUIDField()
    post = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="security_log",
        public=("number", "id", "opened_at", "until", "closed_at"),
        personal=("account", "post", "reason"),
        secret=("carrier",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("opened_at")), name="administration_has_time"
            )
        ]
        indexes = [
            models.Index(fields=["carrier", "until"], name="administration_running"),
            models.Index(fields=["account", "-number"], name="administration_of_account"),
        ]

    def __str__(self) -> str:
        return f"administration by {self.account_id}"
