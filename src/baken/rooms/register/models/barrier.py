"""A barrier of a bow-tie: where it stands, what weakens it, and what is known of how it holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.records.privacy import Privacy
from baken.rooms.register.models.bow_tie import BowTiePart, Consequence, Threat


class Barrier(BowTiePart):
    """What prevents the top event or limits what comes of it.

    ``side`` is preventive or mitigating, ``kind`` a code of the library, ``effectiveness`` how well it
    works when nothing is wrong, in percent. ``standard`` says when it is good enough, ``evidence_kinds``
    what can show that. ``owner_post`` is a post and no name. ``health`` (0 to 1) and ``status`` were
    reckoned from its signals; ``status_since`` is when the status began.
    Source: domain reference, integral risk management, section 9.
    """

    record = models.ForeignKey(
        "register.BowTie", models.CASCADE, related_name="barriers", db_index=False
    )
    side = models.CharField(max_length=10)
    kind = models.CharField(max_length=24)
    critical = models.BooleanField(default=False)
    independent = models.BooleanField(default=False)
    effectiveness = models.PositiveSmallIntegerField()
    standard = models.TextField(blank=True)
    evidence_kinds = models.JSONField(default=list)
    owner_post = models.CharField(max_length=200, blank=True)
    owner_unit = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    health = models.FloatField()
    status = models.CharField(max_length=5)
    status_since = models.DateTimeField()

    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "code",
            "text",
            "side",
            "kind",
            "critical",
            "independent",
            "effectiveness",
            "standard",
            "evidence_kinds",
            "owner_post",
            "owner_unit",
            "health",
            "status",
            "status_since",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "code"], name="barrier_once"),
            models.CheckConstraint(
                condition=Q(effectiveness__gte=1, effectiveness__lte=100),
                name="barrier_effectiveness_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(health__gte=0, health__lte=1), name="barrier_health_is_share"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["green", "amber", "red", "grey"]),
                name="barrier_status_is_known",
            ),
        ]
        indexes = [models.Index(fields=["status", "record"], name="barrier_by_status")]


class BarrierOn(models.Model):
    """Where a barrier stands: on the way from a threat, or to a consequence, in order of place."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.BowTie", models.CASCADE, related_name="placings", db_index=False
    )
    barrier = models.ForeignKey(Barrier, models.CASCADE, related_name="placings", db_index=False)
    threat = models.ForeignKey(
        Threat, models.CASCADE, null=True, related_name="placings", db_index=False
    )
    consequence = models.ForeignKey(
        Consequence, models.CASCADE, null=True, related_name="placings", db_index=False
    )
    place = models.PositiveSmallIntegerField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=("id", "record", "barrier", "threat", "consequence", "place"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["barrier", "threat"], name="barrier_on_threat_once"),
            models.UniqueConstraint(
                fields=["barrier", "consequence"], name="barrier_on_consequence_once"
            ),
            models.CheckConstraint(
                condition=Q(threat__isnull=False, consequence__isnull=True)
                | Q(threat__isnull=True, consequence__isnull=False),
                name="barrier_on_one_line",
            ),
        ]
        indexes = [
            models.Index(fields=["record", "place"], name="barrier_on_by_record"),
            models.Index(fields=["threat"], name="barrier_on_by_threat"),
            models.Index(fields=["consequence"], name="barrier_on_by_consequence"),
        ]

    def __str__(self) -> str:
        return f"{self.barrier_id} {self.place}"


class DegradationFactor(BowTiePart):
    """What can weaken a barrier (verzwakkende factor)."""

    record = models.ForeignKey(
        "register.BowTie", models.CASCADE, related_name="factors", db_index=False
    )
    barrier = models.ForeignKey(Barrier, models.CASCADE, related_name="factors", db_index=False)

    privacy = Privacy(retention="risk", public=("id", "record", "code", "text", "barrier"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "code"], name="degradation_factor_once")
        ]
        indexes = [models.Index(fields=["barrier"], name="factor_of_barrier")]


class EscalationBarrier(BowTiePart):
    """What keeps a degradation factor from weakening a barrier."""

    record = models.ForeignKey(
        "register.BowTie", models.CASCADE, related_name="escalations", db_index=False
    )
    factor = models.ForeignKey(
        DegradationFactor, models.CASCADE, related_name="escalations", db_index=False
    )

    privacy = Privacy(retention="risk", public=("id", "record", "code", "text", "factor"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "code"], name="escalation_barrier_once")
        ]
        indexes = [models.Index(fields=["factor"], name="escalation_of_factor")]


class BarrierSignal(models.Model):
    """Something that takes health from a barrier; it is closed, never changed or removed.

    ``kind`` and ``grade`` are codes of the library, ``strength`` is 0 to 1, ``since`` when it began.
    ``source_table`` and ``source`` name the record that it came from, by table and row number.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.BowTie", models.CASCADE, related_name="signals", db_index=False
    )
    barrier = models.ForeignKey(Barrier, models.CASCADE, related_name="signals", db_index=False)
    code = models.CharField(max_length=8)
    kind = models.CharField(max_length=24)
    grade = models.CharField(max_length=24, blank=True)
    strength = models.FloatField()
    since = models.DateTimeField()
    noted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    words = models.TextField()
    source_table = models.CharField(max_length=60, blank=True)
    source = models.BigIntegerField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "barrier",
            "code",
            "kind",
            "grade",
            "strength",
            "since",
            "noted_at",
            "closed_at",
            "words",
            "source_table",
            "source",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "code"], name="barrier_signal_once"),
            models.CheckConstraint(
                condition=Q(strength__gt=0, strength__lte=1), name="barrier_signal_strength"
            ),
            models.CheckConstraint(
                condition=Q(source_table="", source__isnull=True)
                | (~Q(source_table="") & Q(source__isnull=False)),
                name="barrier_signal_source_is_whole",
            ),
            models.UniqueConstraint(
                fields=["barrier", "source_table", "source", "kind"],
                condition=Q(source__isnull=False),
                name="barrier_signal_of_source_once",
            ),
        ]
        indexes = [
            models.Index(fields=["record", "id"], name="barrier_signal_of_bow_tie"),
            models.Index(fields=["barrier"], name="barrier_signal_of_barrier"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"


class BarrierEvidence(models.Model):
    """What showed that a barrier works, and on which day; ``kind`` is a code of the library."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "register.BowTie", models.CASCADE, related_name="evidence", db_index=False
    )
    barrier = models.ForeignKey(Barrier, models.CASCADE, related_name="evidence", db_index=False)
    kind = models.CharField(max_length=24)
    on = models.DateField()
    words = models.TextField()
    noted_at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=("id", "record", "barrier", "kind", "on", "words", "noted_at"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["record", "on"], name="barrier_evidence_of_bow_tie"),
            models.Index(fields=["barrier"], name="barrier_evidence_of_barrier"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
