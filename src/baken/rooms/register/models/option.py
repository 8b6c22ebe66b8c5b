"""A way out of a risk that is weighed before somebody decides, and what waiting does."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy


class RiskOption(models.Model):
    """One option (optie) for whoever decides on a risk: what is done, and what that does.

    ``nth`` counts from 1. Row 0 is to wait: there ``what`` says what happens when nobody decides.
    ``task``, ``people``, ``money`` and ``time`` say in words what the option does to each;
    ``expected_class`` is the common class that is expected after it, empty when nobody can say.
    Source: domain reference, risk management, section 6 (options considered, effect of not deciding).
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.Risk", models.CASCADE, related_name="options", db_index=False
    )
    nth = models.PositiveSmallIntegerField()
    what = models.TextField()
    task = models.CharField(max_length=300, blank=True)
    people = models.CharField(max_length=300, blank=True)
    money = models.CharField(max_length=300, blank=True)
    time = models.CharField(max_length=300, blank=True)
    expected_class = models.CharField(max_length=8, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "nth",
            "what",
            "task",
            "people",
            "money",
            "time",
            "expected_class",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "nth"], name="risk_option_once"),
            models.CheckConstraint(condition=~Q(what=""), name="risk_option_says_what"),
        ]

    def __str__(self) -> str:
        return f"option {self.nth}"
