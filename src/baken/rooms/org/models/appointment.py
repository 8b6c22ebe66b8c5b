"""Which role a person holds where and when, and which records they are given or kept away from."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class Appointment(models.Model):
    """A person holds a role on a unit, with or without the units below, from a day until a day.

    ``until`` is the last day on which it holds; empty means until further notice. ``withdrawn_at`` is
    the moment from which it gives no more rights, when it was ended at once or before it began. A
    delegation names the appointment it is taken from, and ends with it; of a post that decides on
    risks it also names for which classes and contexts, as codes with a space between them.
    Source: domain reference, organisation, sections 1.3, 6 and 10.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("org.Person", models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, default="permanent")
    from_on = models.DateField()
    until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    below = models.BooleanField(default=False)
    source = models.CharField(max_length=12, default="manual")
    taken_from = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="delegations", db_index=False
    )
    given_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    classes = models.CharField(max_length=120, blank=True)
    contexts = models.CharField(max_length=120, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "role",
            "unit",
            "kind",
            "from_on",
            "until",
            "withdrawn_at",
            "below",
            "source",
            "taken_from",
            "classes",
            "contexts",
        ),
        personal=("record", "given_by", "reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "role", "unit", "from_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="appointment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("from_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["permanent", "acting", "delegate"]),
                name="appointment_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="delegate") | models.Q(taken_from__isnull=True),
                name="only_a_delegation_is_taken_from_another",
            ),
            models.CheckConstraint(
                condition=models.Q(classes="", contexts="")
                | (models.Q(kind="delegate") & ~models.Q(classes="") & ~models.Q(contexts="")),
                name="a_delegation_says_for_what",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="appointment_by_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class Involvement(models.Model):
    """A person's tie to one record: a case they are given, or a conflict that keeps them away.

    ``table`` and ``number`` name the record, in whichever room it stands. ``until`` is the last day
    on which it holds; ``ended_at`` is set when it was ended at once, during that last day: from then
    on it gives or hides nothing more, while of that day it stays true.
    Source: domain reference, organisation, sections 6, 7 and 10.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("org.Person", models.CASCADE, related_name="involvements")
    kind = models.CharField(max_length=8)
    table = models.CharField(max_length=60)
    number = models.BigIntegerField()
    role = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    until = models.DateField(null=True)
    ground = models.CharField(max_length=300)
    given_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="occurrence",
        public=("id", "kind", "table", "number", "role", "from_on", "until", "ended_at"),
        personal=("record", "ground", "given_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "table", "number", "role", "from_on"],
                condition=models.Q(ended_at__isnull=True),
                name="involvement_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="case") & ~models.Q(role="")
                | models.Q(kind="conflict", role=""),
                name="involvement_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("from_on")),
                name="involvement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(until__isnull=False),
                name="involvement_ended_has_a_last_day",
            ),
        ]
        indexes = [models.Index(fields=["table", "number"], name="involvement_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.table} {self.number}"
