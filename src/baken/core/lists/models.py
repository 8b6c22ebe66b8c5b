"""Filters of a list that somebody keeps under a name."""

from __future__ import annotations

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class SavedView(models.Model):
    """The filters of one list under a name; of one person, whom ``own_key`` recognises."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    own_key = models.CharField(max_length=64)
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    saved_at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account",
        public=("id", "page", "saved_at"),
        personal=("own_key", "name", "query"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["own_key", "page", "name"], name="view_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.name}"
