"""Pairs of records of which somebody said that they do not tell of the same thing."""

from __future__ import annotations

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class SetApart(models.Model):
    """Two records, each a report or an occurrence, that are not called alike any more.

    A pair holds in both directions and is kept once: the one with the lower key stands first. Who
    said so, and when, stands in the history of the record at which it was said.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    one_table = models.CharField(max_length=60)
    one = models.BigIntegerField()
    other_table = models.CharField(max_length=60)
    other = models.BigIntegerField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="occurrence", public=("id", "one_table", "one", "other_table", "other")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_table", "one", "other_table", "other"], name="set_apart_once"
            )
        ]
        indexes = [models.Index(fields=["other_table", "other"], name="set_apart_by_other")]

    def __str__(self) -> str:
        return f"{self.one_table} {self.one}, {self.other_table} {self.other}"
