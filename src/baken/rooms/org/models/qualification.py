"""What a person was found able to do."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class Qualification(models.Model):
    """A certificate or training of a person, from a day until a day; no end means for good.

    A renewal is a new row, so that one sees who was qualified on any day.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "org.Person", models.CASCADE, related_name="qualifications", db_index=False
    )
    code = models.CharField(max_length=40)
    obtained_on = models.DateField()
    valid_until = models.DateField(null=True)
    certificate = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="person",
        public=("id",),
        personal=("record", "code", "obtained_on", "valid_until", "certificate", "issuer"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "code", "obtained_on"], name="qualification_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("obtained_on")),
                name="qualification_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.obtained_on}"
