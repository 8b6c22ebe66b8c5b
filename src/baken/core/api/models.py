"""Keys under which something was sent, so that the same thing sent twice is one thing."""

from __future__ import annotations

from django.db import models

from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class IdempotencyKey(models.Model):
    """The digest of a sender's key, the digest of what was sent, and the record it made.

    Neither the key nor the sender is stored: both are inside the first digest. ``number`` tells the
    day and nothing finer, as of everything about an anonymous record.
    """

    number = RowNumberField(primary_key=True)
    digest = models.CharField(unique=True, max_length=64)
    body_digest = models.CharField(max_length=64)
    table = models.CharField(max_length=60)
    record = models.BigIntegerField()
    on = models.DateField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="machinery",
        public=("number", "table", "record", "on"),
        secret=("digest", "body_digest"),
    )

    def __str__(self) -> str:
        return f"{self.table} {self.record}"
