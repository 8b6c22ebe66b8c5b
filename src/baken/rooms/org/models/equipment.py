"""A piece of equipment with its inspections and its history."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Equipment(Root):
    """Something a unit works with and that must be inspected; ``ref`` is the code on its label.

    ``due_on`` is the first day by which an inspection must be done again. It follows from the
    inspections and is written with them.
    """

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    site = models.ForeignKey("org.Site", models.PROTECT, null=True, related_name="+")
    product_ref = models.CharField(max_length=80, blank=True)
    serial_number = models.CharField(max_length=80, blank=True)
    in_use_on = models.DateField(null=True)
    out_of_use_on = models.DateField(null=True)
    due_on = models.DateField(null=True)

    access = AccessSpec(owner_unit="", site="site")
    read_permit = "org.equipment.read"
    page_name = "org:equipment"
    privacy = Privacy(
        retention="equipment",
        public=(
            "number",
            "id",
            "ref",
            "unit",
            "owner_unit",
            "confidentiality",
            "state",
            "kind",
            "name",
            "site",
            "product_ref",
            "serial_number",
            "in_use_on",
            "out_of_use_on",
            "due_on",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number"], name="equipment_by_unit"),
            models.Index(fields=["unit", "state", "due_on"], name="equipment_due_by_unit"),
            models.Index(fields=["state", "due_on"], name="equipment_due"),
        ]


class EquipmentStep(StepRow):
    """The history of a piece of equipment."""

    record = models.ForeignKey(Equipment, models.PROTECT, related_name="steps")

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="equipment_step_once")
        ]


class Inspection(models.Model):
    """One inspection: which kind, when, when again, the result, and who did it.

    ``inspector`` is the person or firm that inspected, ``noted_by`` the person who recorded it.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        Equipment, models.PROTECT, related_name="inspections", db_index=False
    )
    kind = models.CharField(max_length=40)
    done_on = models.DateField()
    due_on = models.DateField(null=True)
    result = models.CharField(max_length=12)
    inspector = models.CharField(max_length=200, blank=True)
    remarks = models.TextField(blank=True)
    document = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    noted_by = models.UUIDField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="equipment",
        public=("id", "record", "kind", "done_on", "due_on", "result", "document"),
        personal=("inspector", "remarks", "noted_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "kind", "done_on"], name="inspection_once"),
            models.CheckConstraint(
                condition=models.Q(result__in=["passed", "conditional", "failed"]),
                name="inspection_result",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gt=models.F("done_on")),
                name="inspection_due_after_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done_on}"
