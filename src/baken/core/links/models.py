"""A link says how one record came from, or became, another."""

from __future__ import annotations

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class Link(models.Model):
    """``source`` stands in ``relation`` to ``target``; both are named by table and row number."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    source_table = models.CharField(max_length=60)
    source = models.BigIntegerField()
    relation = models.CharField(max_length=40)
    target_table = models.CharField(max_length=60)
    target = models.BigIntegerField()
    on = models.DateField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="trail",
        public=("id", "source_table", "source", "relation", "target_table", "target", "on"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_table", "source", "relation", "target_table", "target"],
                name="link_once",
            )
        ]
        indexes = [models.Index(fields=["target_table", "target"], name="link_by_target")]

    def __str__(self) -> str:
        return (
            f"{self.source_table} {self.source} {self.relation} {self.target_table} {self.target}"
        )
