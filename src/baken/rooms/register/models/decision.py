"""A decision on a risk: what was decided, by whom, on which picture, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow
from baken.rooms.register.rules.states import STANDING


class Decision(Root):
    """A decision (besluit) on one risk, signed by one post; unit, owner and level are its risk's.

    ``kind`` is what was decided, ``risk_class`` the common class it was decided on. ``level`` and
    ``post_unit`` are those of the post that signed, ``post_kind`` permanent, acting or delegate,
    ``delegated_from`` whose mandate was delegated. ``ends_on`` is the first day on which it holds no
    more, ``ends_at`` 00:00 of the first of its ends in ``time_zone``; empty: no end. ``picture`` is
    everything that lay before the signer, ``picture_hash`` its SHA-256; ``risk_serial`` the newest step
    of the risk then. ``suspended_for`` says why it is suspended (by_hand, condition, to_be_signed),
    ``ended_for`` why it ended. ``remind_at`` is when its end is told of next, ``conditions_at`` when it
    is told that nobody noted how a condition stands, ``retry_at`` when the clock, which failed on it,
    tries again.
    Source: domain reference, risk management, sections 5, 6, 7 and 10.
    """

    risk = models.ForeignKey(
        "register.Risk", models.PROTECT, related_name="decisions", db_index=False
    )
    site = models.ForeignKey(
        "org.Site", models.PROTECT, null=True, related_name="+", db_index=False
    )
    stated_key = models.CharField(max_length=64, null=True)
    kind = models.CharField(max_length=24)
    risk_class = models.CharField(max_length=8)
    context = models.CharField(max_length=20)
    signer = models.UUIDField()
    post = models.CharField(max_length=200)
    post_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()
    post_kind = models.CharField(max_length=12)
    delegated_from = models.UUIDField(null=True)
    signed_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    latest_end = models.DateField(null=True)
    activity_ends_on = models.DateField(null=True)
    time_zone = models.CharField(max_length=64)
    ends_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    conditions_at = models.DateTimeField(null=True)
    question = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    against_advice = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    interim_control = models.TextField(blank=True)
    interim_until = models.DateField(null=True)
    exposed = models.PositiveIntegerField(null=True)
    informed_on = models.DateField(null=True)
    indicators = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    instruction = models.TextField(blank=True)
    stack_seen = models.BooleanField(default=False)
    outside_appetite = models.CharField(max_length=200, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )
    comparison = models.JSONField(default=dict)
    picture = models.JSONField()
    picture_hash = models.CharField(max_length=64)
    risk_serial = models.PositiveIntegerField()
    suspended_for = models.CharField(max_length=24, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_for = models.CharField(max_length=24, blank=True)

    prefix = "B"
    access = AccessSpec(own="stated_key", site="site", through=(("risk_id", "register.risk"),))
    read_permit = "register.risk.read"
    page_name = "register:decision"
    privacy = Privacy(
        retention="risk",
        public=(
            "number",
            "id",
            "ref",
            "unit",
            "owner_unit",
            "confidentiality",
            "state",
            "risk",
            "site",
            "kind",
            "risk_class",
            "context",
            "post",
            "post_unit",
            "level",
            "post_kind",
            "signed_at",
            "starts_on",
            "ends_on",
            "latest_end",
            "activity_ends_on",
            "time_zone",
            "ends_at",
            "remind_at",
            "retry_at",
            "conditions_at",
            "question",
            "reason",
            "against_advice",
            "alternatives",
            "legal_basis",
            "interim_control",
            "interim_until",
            "exposed",
            "informed_on",
            "indicators",
            "told",
            "instruction",
            "stack_seen",
            "outside_appetite",
            "previous",
            "comparison",
            "picture_hash",
            "risk_serial",
            "suspended_for",
            "ended_at",
            "ended_for",
        ),
        personal=("stated_key", "signer", "delegated_from", "picture"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality", "kind"],
                name="decision_by_unit",
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality", "kind"],
                condition=Q(owner_unit__isnull=False),
                name="decision_by_owner_unit",
            ),
            models.Index(
                fields=["state", "number", "unit", "owner_unit", "confidentiality"],
                name="decision_by_state",
            ),
            models.Index(
                fields=["kind", "number", "unit", "owner_unit", "confidentiality"],
                name="decision_by_kind",
            ),
            models.Index(
                fields=["site", "number", "unit", "owner_unit", "confidentiality"],
                condition=Q(site__isnull=False),
                name="decision_by_site",
            ),
            models.Index(fields=["risk", "number"], name="decision_of_risk"),
            models.Index(
                fields=["state", "risk"],
                condition=~Q(outside_appetite=""),
                name="decision_outside",
            ),
            models.Index(
                fields=["stated_key", "number"],
                condition=Q(stated_key__isnull=False),
                name="decision_by_stater",
            ),
            models.Index(
                fields=["ends_at"],
                condition=Q(ends_at__isnull=False, state__in=STANDING),
                name="decision_ends",
            ),
            models.Index(
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False, state__in=STANDING),
                name="decision_reminds",
            ),
            models.Index(
                fields=["conditions_at"],
                condition=Q(conditions_at__isnull=False, state__in=STANDING),
                name="decision_asks_conditions",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(state__in=STANDING), name="one_decision_stands"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_for="")
                | ~Q(state="ended") & Q(ended_at__isnull=True, ended_for=""),
                name="decision_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="suspended") & ~Q(suspended_for="")
                | ~Q(state="suspended") & Q(suspended_for=""),
                name="decision_suspended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=models.F("starts_on")),
                name="decision_ends_after_it_begins",
            ),
        ]


class DecisionStep(StepRow):
    """One step in the life of a decision."""

    record = models.ForeignKey(Decision, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="decision_step_once")
        ]


class Condition(models.Model):
    """A condition on which a decision holds; ``nth`` counts from 1.

    ``expression`` is what a value is asked of, as ``surf_m <= 1.0``, or empty: then somebody says
    whether it holds. ``value`` is the last one that was noted, ``holds`` what it makes of it
    (nothing was noted yet: empty), ``noted_at`` when.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Decision, models.CASCADE, related_name="conditions", db_index=False)
    nth = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    expression = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=40, blank=True)
    holds = models.BooleanField(null=True)
    noted_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=("id", "record", "nth", "text", "expression", "value", "holds", "noted_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "nth"], name="condition_once"),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True, holds__isnull=True)
                | Q(noted_at__isnull=False, holds__isnull=False),
                name="condition_noted_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.expression or self.text


class ConsideredMeasure(models.Model):
    """A measure that was weighed on a level of control, and why it was not taken.

    Source: domain reference, risk management, section 10.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Decision, models.CASCADE, related_name="considered", db_index=False)
    level = models.CharField(max_length=24)
    nth = models.PositiveSmallIntegerField()
    measure = models.TextField()
    effect_on_score = models.CharField(max_length=300)
    cost = models.CharField(max_length=300)
    time = models.CharField(max_length=300)
    feasibility = models.CharField(max_length=300)
    rejected_because = models.TextField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "level",
            "nth",
            "measure",
            "effect_on_score",
            "cost",
            "time",
            "feasibility",
            "rejected_because",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "level", "nth"], name="considered_measure_once"
            )
        ]

    def __str__(self) -> str:
        return self.measure
