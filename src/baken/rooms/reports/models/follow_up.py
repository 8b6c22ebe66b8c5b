"""Answers to the questions that follow on a report: added, and never changed."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class FollowUpAnswer(models.Model):
    """One answer to one question about a subject; a later answer to the same stands beside it.

    ``version`` is that of the questions of the subject. ``author`` is empty for the reporter, whose
    name stands in the vault alone.
    """

    number = RowNumberField(primary_key=True)
    record = models.ForeignKey("reports.Report", models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=40)
    question = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    value = models.JSONField()
    side = models.CharField(max_length=8)
    author = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="occurrence",
        public=("number", "record", "subject", "question", "version", "side", "at"),
        personal=("value", "author"),
    )

    class Meta:
        indexes = [models.Index(fields=["record", "number"], name="follow_up_of_report")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=["reporter", "handler"]), name="follow_up_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}.{self.question}"
