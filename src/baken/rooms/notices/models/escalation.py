"""An urgent notice that went on because nobody read it."""

from __future__ import annotations

from django.db import models

from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class Escalation(models.Model):
    """One rung of the ladder of an urgent notice, taken once.

    ``since`` is the moment of the notice, as the notice keeps it.
    """

    number = RowNumberField(primary_key=True)
    code = models.CharField(max_length=60)
    table = models.CharField(max_length=60)
    record = models.BigIntegerField()
    since = models.DateTimeField()
    rung = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="notice",
        public=("number", "code", "table", "record", "since", "rung", "at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "table", "code", "since", "rung"], name="escalated_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} rung {self.rung}"
