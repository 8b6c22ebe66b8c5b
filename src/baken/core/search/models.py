"""In how many records each word stands; the text indexes themselves belong to the roots."""

from __future__ import annotations

from django.db import models

from baken.core.records.privacy import Privacy


class WordCounts(models.Model):
    """Of one table: in how many of ``sampled`` records each stem stands, of ``total`` in all.

    The worker counts anew every day and keeps no stem of fewer than a few records, so that neither
    a name that was told once nor a text that was erased lives on in it. Every count has a version
    of its own, by which a process knows that what it keeps in memory is old.
    """

    table = models.CharField(max_length=60, primary_key=True)
    counted_at = models.DateTimeField()
    version = models.UUIDField()
    total = models.PositiveIntegerField()
    sampled = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="word_counts",
        public=("table", "counted_at", "version", "total", "sampled"),
        personal=("counts",),
    )

    def __str__(self) -> str:
        return f"{self.table}: {self.sampled}"
