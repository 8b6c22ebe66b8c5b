"""What somebody gave a risk, with why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class RiskScore(models.Model):
    """One person's score of a risk: never changed; a later one of the same kind stands instead.

    ``kind`` is initial, current, target or residual. ``choice`` holds a value per axis of the scoring
    model; ``native`` is the model's own class, ``common`` the class that all models share, ``value``
    the number where the model has one. ``turn`` counts the scorings of a kind: everybody who scores in
    the same turn scores the same scenario, and the highest of them stands.
    Source: domain reference, instruments, section 4.1 (at least two people score; keep the spread).
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.Risk", models.CASCADE, related_name="scores", db_index=False
    )
    kind = models.CharField(max_length=8)
    turn = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    choice = models.JSONField()
    native = models.CharField(max_length=20)
    common = models.CharField(max_length=8)
    urgent = models.BooleanField(default=False)
    value = models.FloatField(null=True)
    rationale = models.TextField()
    confidence = models.CharField(max_length=8)
    scorer = models.UUIDField()
    post = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "kind",
            "turn",
            "model",
            "version",
            "choice",
            "native",
            "common",
            "urgent",
            "value",
            "rationale",
            "confidence",
            "post",
            "at",
        ),
        personal=("scorer",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "turn", "scorer"], name="risk_score_once"
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="risk_score_says_why"),
        ]
        indexes = [models.Index(fields=["record", "kind", "turn"], name="risk_score_of_risk")]

    def __str__(self) -> str:
        return f"{self.kind} {self.native}"
