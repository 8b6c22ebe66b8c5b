"""What an occurrence did to people and things; no names, injuries behind their own permit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class Injury(models.Model):
    """The injury of one unnamed person in an occurrence."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    record = models.ForeignKey("reports.Occurrence", models.CASCADE, related_name="injuries")
    person_kind = models.CharField(max_length=16)
    outcome = models.CharField(max_length=20)
    permanent = models.BooleanField(default=False)
    hospital_admission = models.BooleanField(default=False)
    known_at = models.DateTimeField(null=True)
    absence_days = models.PositiveSmallIntegerField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="occurrence",
        public=("id", "record", "person_kind"),
        special=("outcome", "permanent", "hospital_admission", "known_at", "absence_days"),
    )

    def __str__(self) -> str:
        return f"{self.person_kind}: {self.outcome}"


class Damage(models.Model):
    """What was damaged, and for how much, in whole euros."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    record = models.ForeignKey("reports.Occurrence", models.CASCADE, related_name="damages")
    what = models.CharField(max_length=200)
    amount_eur = models.PositiveIntegerField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(retention="occurrence", public=("id", "record", "what", "amount_eur"))

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="damage_says_what")]

    def __str__(self) -> str:
        return self.what
