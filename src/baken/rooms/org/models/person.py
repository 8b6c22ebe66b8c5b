"""A person, and the appointments that say which role they hold where and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Person(Root):
    """Somebody who works for or with the organisation; no citizen number, no medical data.

    ``ref`` is the personnel number, ``unit`` the unit where the person belongs.
    Source: domain reference, organisation, section 1.5.
    """

    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20)
    email = models.EmailField(blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    access = AccessSpec(owner_unit="", confidentiality="")
    read_permit = "org.person.read"
    privacy = Privacy(
        retention="person",
        public=("number", "id", "status", "unit", "owner_unit", "confidentiality", "state"),
        personal=("ref", "name", "rank", "email", "account"),
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "number"], name="person_by_unit")]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}".strip()


class PersonStep(StepRow):
    """The history of a person's entry: imported, changed."""

    record = models.ForeignKey(Person, models.PROTECT, related_name="steps")

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="person_step_once")
        ]


class Appointment(models.Model):
    """A person holds a role on a unit, with or without the units below, from a day until a day.

    ``until`` is the last day on which it holds; empty means until further notice.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, default="permanent")
    from_on = models.DateField()
    until = models.DateField(null=True)
    below = models.BooleanField(default=False)
    source = models.CharField(max_length=12, default="manual")

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="organisation",
        public=("id", "role", "unit", "kind", "from_on", "until", "below", "source"),
        personal=("record",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "role", "unit", "from_on"], name="appointment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("from_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["permanent", "acting", "delegate"]),
                name="appointment_kind",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="appointment_by_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"
