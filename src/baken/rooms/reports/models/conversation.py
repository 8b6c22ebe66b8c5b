"""What the organisation and the reporter say to each other."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class Message(models.Model):
    """One message in the conversation of a report; ``kind`` answer is the answer in plain words.

    ``author`` is empty for the reporter, whose name stands in the vault alone.
    """

    number = RowNumberField(primary_key=True)
    record = models.ForeignKey(
        "reports.Report", models.PROTECT, related_name="messages", db_index=False
    )
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, default="message")
    author = models.UUIDField(null=True)
    text = models.TextField()
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    told_columns = ("text",)
    privacy = Privacy(
        retention="occurrence",
        public=("number", "record", "side", "kind", "at"),
        personal=("author", "text"),
    )

    class Meta:
        indexes = [models.Index(fields=["record", "number"], name="message_of_report")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=["reporter", "handler"]), name="message_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.side}"
