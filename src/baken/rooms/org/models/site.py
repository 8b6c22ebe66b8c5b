"""A site, and the workplaces that units have there."""

from __future__ import annotations

from django.db import models

from baken.core.records.privacy import Privacy


class Site(models.Model):
    """A barracks, base, port or camp. ``holder`` answers for the place itself, others lodge there.

    ``time_zone`` is an IANA name; ``buildings`` are the names that people use there.
    Source: domain reference, organisation, section 1.4.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    holder = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    location = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="Europe/Amsterdam")
    buildings = models.JSONField(default=list)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "code",
            "name_nl",
            "name_en",
            "holder",
            "location",
            "time_zone",
            "buildings",
        ),
    )

    def __str__(self) -> str:
        return self.code


class Workplace(models.Model):
    """The work of one kind that a unit does at a site, with how many people of which functions."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="workplaces", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    type = models.CharField(max_length=40)
    headcount = models.PositiveIntegerField(null=True)
    function_groups = models.JSONField(default=list)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=("id", "site", "unit", "type", "headcount", "function_groups"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "unit", "type"], name="workplace_once")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.unit_id}"
