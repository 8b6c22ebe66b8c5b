"""How somebody wants to be told."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from baken.core.records.privacy import Privacy


class NoticePreference(models.Model):
    """The wishes of an account's holder; whoever has no row is told as the data file says.

    ``address`` is where mail goes when not to the address of the organisation file. It stands by the
    account and never beside a notice: no table ties a key to an address.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    ways = models.JSONField(default=dict)
    rhythm = models.CharField(max_length=8, default="daily")
    digest_at = models.TimeField(default=time(7, 30))
    weekday = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    zone = models.CharField(max_length=40, blank=True)
    address = models.EmailField(blank=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account",
        personal=(
            "account",
            "ways",
            "rhythm",
            "digest_at",
            "weekday",
            "quiet_from",
            "quiet_until",
            "zone",
            "address",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"wishes of account {self.account_id}"
