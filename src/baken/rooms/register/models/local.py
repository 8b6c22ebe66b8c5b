"""What one of the units that share a risk found of it at home."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class LocalRating(models.Model):
    """A unit's own rating of a risk that it shares: never changed; a later one stands instead.

    It is scored by the model of the risk: ``choice`` holds a value per axis, ``native`` the model's own
    class, ``common`` the class that all models share, ``value`` the number where the model has one.
    ``turn`` counts the ratings of a unit, and ``is_newest`` marks the one that stands. ``controls`` is
    what holds the risk back there.
    Source: domain reference, irm, section 8 (a shared risk is never one number; the worst is shown).
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.Risk", models.CASCADE, related_name="local_ratings", db_index=False
    )
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    turn = models.PositiveSmallIntegerField()
    is_newest = models.BooleanField(default=True)
    model = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    choice = models.JSONField()
    native = models.CharField(max_length=20)
    common = models.CharField(max_length=8)
    urgent = models.BooleanField(default=False)
    value = models.FloatField(null=True)
    controls = models.TextField()
    rationale = models.TextField()
    confidence = models.CharField(max_length=8)
    rater = models.UUIDField()
    post = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "unit",
            "turn",
            "is_newest",
            "model",
            "version",
            "choice",
            "native",
            "common",
            "urgent",
            "value",
            "controls",
            "rationale",
            "confidence",
            "post",
            "at",
        ),
        personal=("rater",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "unit", "turn"], name="local_rating_once"),
            models.UniqueConstraint(
                fields=["record", "unit"],
                condition=Q(is_newest=True),
                name="local_rating_one_stands",
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="local_rating_says_why"),
        ]
        indexes = [models.Index(fields=["record", "id"], name="local_rating_of_risk")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.native}"
