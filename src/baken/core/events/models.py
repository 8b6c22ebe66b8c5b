"""The outbox: events written in the transaction that made them, until delivered."""

from __future__ import annotations

from django.db import models

from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class OutboxEvent(models.Model):
    """One event waiting for its listeners, or delivered to them."""

    number = RowNumberField(primary_key=True)
    name = models.CharField(max_length=60)
    table = models.CharField(max_length=60)
    record = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_nobody = models.BooleanField(default=False)
    delivered_on = models.DateField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="machinery",
        public=(
            "number",
            "name",
            "table",
            "record",
            "at",
            "by_nobody",
            "delivered_on",
            "attempts",
            "problem",
        ),
        personal=("payload",),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["number"],
                condition=models.Q(delivered_on__isnull=True),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.record}"
