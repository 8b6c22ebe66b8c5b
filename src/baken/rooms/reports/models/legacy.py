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


class LegacySystem(models.Model):
    """Another system whose reports came in: how its rows look, and when it was in use.

    ``in_use_*`` are stated by its mapping, ``first_on`` and ``last_on`` found in its rows. ``columns``
    stand in the order of its file, ``companions`` hold those of its other files.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    licence = models.TextField(blank=True)
    attribution = models.TextField(blank=True)
    mapping = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    companions = models.JSONField(default=dict)
    in_use_from = models.DateField(null=True)
    in_use_until = models.DateField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="occurrence",
        public=(
            "id",
            "name",
            "licence",
            "attribution",
            "mapping",
            "columns",
            "companions",
            "in_use_from",
            "in_use_until",
            "first_on",
            "last_on",
        ),
    )

    def __str__(self) -> str:
        return self.name


class OccurrenceName(models.Model):
    """Under which key an occurrence is known in another system, or in a numbering that two share."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("reports.Occurrence", models.CASCADE, related_name="names")
    system = models.CharField(max_length=60)
    key = models.CharField(max_length=120)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(retention="occurrence", public=("id", "record", "system", "key"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "key"], name="occurrence_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.key}"


class KeptApart(models.Model):
    """Two occurrences of different systems that somebody said are not the same event."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("reports.Occurrence", models.CASCADE, related_name="kept_apart")
    other = models.ForeignKey("reports.Occurrence", models.CASCADE, related_name="+")

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(retention="occurrence", public=("id", "record", "other"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "other"], name="kept_apart_once")]

    def __str__(self) -> str:
        return f"{self.record_id} is not {self.other_id}"
