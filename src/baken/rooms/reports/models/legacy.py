"""What an older system said, kept as it came."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class LegacyRow(models.Model):
    """The raw row behind an imported report; a row that changed at its source is a next revision."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    record = models.ForeignKey(
        "reports.Report", models.PROTECT, related_name="legacy_rows", db_index=False
    )
    revision = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64)
    story = models.TextField(blank=True)
    raw = models.JSONField()
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="occurrence",
        public=("id", "record", "revision", "digest", "at"),
        personal=("story", "raw"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "revision"], name="legacy_revision_once")
        ]

    def __str__(self) -> str:
        return f"revision {self.revision} of {self.record_id}"
