"""What units were called and where they stood before, and which unit went on in which."""

from __future__ import annotations

from django.db import models

from baken.core.records.privacy import Privacy


class UnitVersion(models.Model):
    """What a unit was called and where it stood, from a day until a day.

    ``until`` is the last day; empty for the version that holds now. Of one unit versions follow each
    other without a gap. ``path`` is not kept: it follows from the parents of the day.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="versions", db_index=False)
    parent = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=30, default="unit")
    level = models.PositiveSmallIntegerField()
    site = models.CharField(max_length=80, blank=True)
    strength = models.PositiveIntegerField(null=True)
    restricted = models.BooleanField(default=False)
    independent = models.BooleanField(default=False)
    from_on = models.DateField()
    until = models.DateField(null=True)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "unit",
            "parent",
            "name_nl",
            "name_en",
            "kind",
            "level",
            "site",
            "strength",
            "restricted",
            "independent",
            "from_on",
            "until",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_on"], name="one_unit_version_a_day"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("from_on")),
                name="unit_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} from {self.from_on}"


class Succession(models.Model):
    """One unit went on in another on a day: a merger."""

    id = models.BigAutoField(primary_key=True)
    predecessor = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    successor = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    on = models.DateField()

    kind_of_table = "reference"
    privacy = Privacy(retention="organisation", public=("id", "predecessor", "successor", "on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="one_succession_a_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} went on in {self.successor_id}"
