"""An employee council."""

from __future__ import annotations

from django.db import models

from baken.core.records.privacy import Privacy


class Council(models.Model):
    """A council of employees of a unit (MC), an organisation part (DMC) or the whole (CMC).

    Its members are the appointments with the role ``council_member`` on its unit.
    Source: domain reference, organisation, section 9.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=3)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation", public=("id", "code", "name_nl", "name_en", "unit", "kind")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["MC", "DMC", "CMC"]), name="council_kind"
            )
        ]

    def __str__(self) -> str:
        return self.code
