"""The posts that the organisation calls by a name of their own, and on which unit each stands."""

from __future__ import annotations

from django.db import models

from baken.core.records.privacy import Privacy


class NamedPost(models.Model):
    """The commander's post on a unit has a name by which decisions are reserved for it.

    ``code`` is a code of the mandate table, such as ``chief_of_defence``; one unit has it at a
    time, and a unit has one such name.
    ``withdrawn_at`` is the moment from which the name is another unit's, or nobody's.
    Source: domain reference, integral risk management, section 5.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    named_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation", public=("id", "unit", "code", "named_at", "withdrawn_at")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="named_post_of_one_unit",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_named_post_a_unit",
            ),
            models.CheckConstraint(condition=~models.Q(code=""), name="named_post_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.unit_id}"
