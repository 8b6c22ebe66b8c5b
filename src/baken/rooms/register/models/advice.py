"""Advice on a risk: of which kind, by whom, what it says and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class Advice(models.Model):
    """One advice to whoever decides: never changed, and readable for every level after it.

    ``kind`` is a kind of adviser or an authority of the library, ``outcome`` positive,
    positive_with_conditions or negative. ``adviser`` gave it, by ``post``; of a kind that nobody
    holds a role for, ``adviser_name`` says whose advice they wrote down, and ``document`` in which letter
    or report it stands.
    Source: domain reference, risk management, section 5.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.Risk", models.CASCADE, related_name="advice", db_index=False
    )
    kind = models.CharField(max_length=40)
    outcome = models.CharField(max_length=24)
    words = models.TextField()
    adviser = models.UUIDField()
    adviser_name = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=("id", "record", "kind", "outcome", "words", "document", "post", "at"),
        personal=("adviser", "adviser_name"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="advice_says_why"),
            models.CheckConstraint(
                condition=Q(adviser_name="") | ~Q(document=""), name="advice_written_down_from"
            ),
        ]
        indexes = [models.Index(fields=["record", "at"], name="advice_of_risk")]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
