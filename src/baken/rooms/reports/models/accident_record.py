"""The accident record of a serviceman: one person, one accident, drawn up by the commander."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.reach import Confidentiality
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class AccidentRecord(Root):
    """What happened to one serviceman on duty, kept for their pension and their claims.

    It stands apart from the occurrence, which names nobody: only the commander, the person concerned
    and whoever was given it read it. ``person_key`` lets the person find it. ``injury`` tells in
    general terms, never a diagnosis. ``heard_at`` is when the person said what they had to say about
    what stands there now. Source: Regeling proces-verbaal van ongeval, article 2.
    """

    person = models.UUIDField()
    person_key = models.CharField(max_length=64)
    occurrence = models.ForeignKey(
        "reports.Occurrence", models.PROTECT, null=True, related_name="+"
    )
    requested = models.BooleanField(default=False)
    on_duty = models.BooleanField(null=True)
    happened_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    activity = models.CharField(max_length=200, blank=True)
    course = models.TextField(blank=True)
    injury = models.TextField(blank=True)
    witnesses = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    HELD = Confidentiality.SENSITIVE

    prefix = "PV"
    access = AccessSpec(own="person_key", through=(("occurrence_id", "reports.occurrence"),))
    read_permit = "reports.accident_record.read"
    page_name = "reports:accident-record"
    privacy = Privacy(
        retention="accident_record",
        public=(
            "number",
            "id",
            "ref",
            "unit",
            "owner_unit",
            "confidentiality",
            "state",
            "occurrence",
            "requested",
            "on_duty",
            "opened_at",
            "shown_at",
            "heard_at",
            "final_at",
            "touched_at",
            "due_at",
        ),
        personal=("person", "happened_at", "place", "activity", "course", "witnesses"),
        special=("injury",),
        secret=("person_key",),
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number"], name="accident_record_by_unit"),
            models.Index(
                fields=["owner_unit", "number"],
                condition=Q(owner_unit__isnull=False),
                name="accident_record_by_owner_unit",
            ),
            models.Index(fields=["person_key", "number"], name="accident_record_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=Q(occurrence__isnull=False) & ~Q(state="withdrawn"),
                name="accident_record_once",
            )
        ]


class AccidentRecordStep(StepRow):
    """One step in the life of an accident record; remarks and supplements stand in its words."""

    record = models.ForeignKey(AccidentRecord, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="accident_record_step_once")
        ]
