"""Lines of command beside the tree."""

from __future__ import annotations

from django.db import models

from baken.core.records.privacy import Privacy


class CommandLine(models.Model):
    """A line of command beside the tree: ``unit`` answers to ``superior`` for a time.

    The tree itself is the organic line. ``withdrawn_at`` is the moment from which it carries nothing
    any more, when it was ended at once or before it began. ``order_ref`` names the order, ``caveats``
    what it leaves out. Source: domain reference, organisation, sections 1.2 and 10.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    superior = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    from_on = models.DateField()
    until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    order_ref = models.CharField(max_length=80, blank=True)
    caveats = models.TextField(blank=True)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "unit",
            "superior",
            "kind",
            "from_on",
            "until",
            "withdrawn_at",
            "order_ref",
            "caveats",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "superior", "kind", "from_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="command_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["operational", "training", "administrative", "functional", "host"]
                ),
                name="command_line_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("superior")), name="command_line_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("from_on")),
                name="command_line_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.superior_id}"
