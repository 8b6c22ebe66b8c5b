"""By which door a report came in, and the forms on paper that are one."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class Arrival(models.Model):
    """What a door adds to a report: the code of the place, the kiosk, the form, who entered it.

    A report from the ordinary form has none. Who entered it is not who reported it.
    """

    record = models.OneToOneField("reports.Report", models.CASCADE, related_name="+")
    place_code = models.CharField(max_length=12, blank=True)
    equipment = models.ForeignKey("org.Equipment", models.PROTECT, null=True, related_name="+")
    kiosk = models.CharField(max_length=12, blank=True)
    form = models.CharField(max_length=12, null=True, unique=True)
    entered_by = models.UUIDField(null=True)
    entered_post = models.CharField(max_length=200, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="occurrence",
        public=("id", "record", "place_code", "equipment", "kiosk", "form", "entered_post"),
        personal=("entered_by",),
    )

    def __str__(self) -> str:
        return f"arrival of {self.record_id}"


class PaperForm(models.Model):
    """An empty form that was printed, with its number and the code on its strip.

    Of the code a digest is kept, as of every receipt code. ``batch`` is a digest of the key under
    which a pile was printed: the same key prints the same pile again. ``report`` is what it became.
    """

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=12, unique=True)
    batch = models.CharField(max_length=64)
    serial = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    receipt_digest = models.CharField(max_length=64, unique=True)
    printed_on = models.DateField()
    report = models.OneToOneField("reports.Report", models.PROTECT, null=True, related_name="+")

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="occurrence",
        public=("id", "number", "batch", "serial", "unit", "printed_on", "report"),
        secret=("receipt_digest",),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "serial"], name="paper_form_once")]

    def __str__(self) -> str:
        return self.number
