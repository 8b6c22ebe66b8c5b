"""A mail that has to leave, or has left."""

from __future__ import annotations

from django.db import models

from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class MailOut(models.Model):
    """One mail about a notice, or one digest. No address stands here: it is looked up when it leaves.

    ``once`` is the notice, or the reader's key with the day of a digest: unique, so that two workers
    and any number of tries make one mail, and its Message-ID follows from it. ``due_at`` and
    ``claimed_until`` are moments of sending alone, emptied when it is over.
    """

    number = RowNumberField(primary_key=True)
    once = models.CharField(max_length=90, unique=True)
    kind = models.CharField(max_length=8)
    to_key = models.CharField(max_length=64)
    notice = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    stage = models.CharField(max_length=8, default="waiting")
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    settled_on = models.DateField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="machinery",
        public=(
            "number",
            "kind",
            "notice",
            "counts",
            "stage",
            "due_at",
            "claimed_until",
            "attempts",
            "problem",
            "settled_on",
        ),
        personal=("once", "to_key"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["number"], condition=models.Q(stage="waiting"), name="mail_waiting"
            ),
            models.Index(
                fields=["number"], condition=models.Q(stage="given_up"), name="mail_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
