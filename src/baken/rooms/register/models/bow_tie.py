"""A bow-tie: how control over a hazard can be lost, and what that can do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class BowTie(Root):
    """A bow-tie (vlinderdas): threats, a top event in the middle, consequences, and barriers between.

    ``top_event`` is the moment at which control over the hazard is lost, in the words of who drew it.
    ``independence`` argues why the barriers do not fail together; without it nothing is estimated.
    Many risks may lean on one bow-tie; they are tied by link. ``last_part`` is the newest number
    in the code of a part, none is given twice; ``looked_on`` is the day on which its barriers were last
    reckoned anew.
    Source: domain reference, integral risk management, section 9.
    """

    title = models.CharField(max_length=200)
    hazard = models.CharField(max_length=60)
    top_event = models.CharField(max_length=200)
    independence = models.TextField(blank=True)
    drawn_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    last_part = models.PositiveIntegerField(default=0)
    looked_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    prefix = "BT"
    read_permit = "register.risk.read"
    page_name = "register:bow-tie"
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
            "title",
            "hazard",
            "top_event",
            "independence",
            "drawn_at",
            "touched_at",
            "last_part",
            "looked_on",
            "withdrawn_at",
        ),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality", "hazard"],
                name="bow_tie_by_unit",
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality", "hazard"],
                condition=Q(owner_unit__isnull=False),
                name="bow_tie_by_owner_unit",
            ),
            models.Index(
                fields=["hazard", "number", "unit", "owner_unit", "confidentiality"],
                name="bow_tie_by_hazard",
            ),
            models.Index(fields=["state", "looked_on"], name="bow_tie_to_look_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(top_event=""), name="bow_tie_has_top_event"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="bow_tie_withdrawn_says_when",
            ),
        ]


class BowTiePart(models.Model):
    """What a bow-tie is made of: a text, and a code such as ``t1`` by which people name it."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=8)
    text = models.CharField(max_length=200)

    objects = GuardedManager()

    kind_of_table = "child"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Threat(BowTiePart):
    """What can lead to the top event (dreiging); ``frequency`` is how often in a year, if estimated."""

    record = models.ForeignKey(BowTie, models.CASCADE, related_name="threats", db_index=False)
    frequency = models.FloatField(null=True)

    privacy = Privacy(retention="risk", public=("id", "record", "code", "text", "frequency"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "code"], name="threat_once")]


class Consequence(BowTiePart):
    """What can come of the top event (gevolg); ``severity`` is 0 to 5, if weighed."""

    record = models.ForeignKey(BowTie, models.CASCADE, related_name="consequences", db_index=False)
    severity = models.PositiveSmallIntegerField(null=True)

    privacy = Privacy(retention="risk", public=("id", "record", "code", "text", "severity"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "code"], name="consequence_once")]


class BowTieStep(StepRow):
    """One step in the life of a bow-tie."""

    record = models.ForeignKey(BowTie, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="bow_tie_step_once")
        ]
