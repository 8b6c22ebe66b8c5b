"""The log of exports: who took what out of the product, when and what for."""

from __future__ import annotations

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class ExportRun(models.Model):
    """One file that was made.

    ``filters`` are (label, value) as chosen; ``level`` the highest confidentiality in the file.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    person = models.UUIDField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    format = models.CharField(max_length=8)
    filters = models.JSONField(default=list)
    rows = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    personal = models.BooleanField()
    purpose = models.CharField(max_length=300, blank=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="security_log",
        public=("id", "at", "kind", "format", "rows", "level", "personal"),
        personal=("person", "filters", "purpose"),
    )

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="export_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.format} {self.at}"
