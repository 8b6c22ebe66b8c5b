"""A slice of exposure: the same people at the same task or place, and the risks they meet there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Slice(Root):
    """A slice (samenloop): people who meet risks together, for at most a shift.

    ``group`` says who they are, never by name, ``people`` about how many; ``task`` or ``place`` (or
    both) what they do and where, ``site`` the site it is on. ``circumstances`` are factors of the
    stacking rules that belong to the slice and to no single risk. From ``to_at`` on it is over, also
    before the clock has ended it.
    Source: domain reference, integral risk management, section 8.
    """

    group = models.CharField(max_length=200)
    people = models.PositiveIntegerField(null=True)
    task = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    site = models.ForeignKey(
        "org.Site", models.PROTECT, null=True, related_name="+", db_index=False
    )
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    circumstances = models.JSONField(default=list)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    prefix = "BG"
    access = AccessSpec(site="site")
    read_permit = "register.risk.read"
    page_name = "register:slice"
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
            "group",
            "people",
            "task",
            "place",
            "site",
            "from_at",
            "to_at",
            "circumstances",
            "made_at",
            "touched_at",
            "ended_at",
        ),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="slice_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="slice_by_owner_unit",
            ),
            models.Index(
                fields=["site", "number", "unit", "owner_unit", "confidentiality"],
                condition=Q(site__isnull=False),
                name="slice_by_site",
            ),
            models.Index(fields=["state", "to_at"], name="slice_over"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(group=""), name="slice_has_group"),
            models.CheckConstraint(
                condition=~Q(task="") | ~Q(place=""), name="slice_has_task_or_place"
            ),
            models.CheckConstraint(
                condition=Q(to_at__gt=models.F("from_at")), name="slice_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="slice_ended_says_when",
            ),
        ]


class SliceMember(models.Model):
    """A risk in a slice, with what it brings: factors, and quantities that were measured or known.

    A quantity is a mapping of ``kind``, ``value``, ``limit`` (or None), ``unit``, ``name`` and
    ``source``. Whether the risk still counts follows from its own state.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Slice, models.CASCADE, related_name="members", db_index=False)
    risk = models.ForeignKey("register.Risk", models.PROTECT, related_name="+", db_index=False)
    factors = models.JSONField(default=list)
    quantities = models.JSONField(default=list)
    added_at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk", public=("id", "record", "risk", "factors", "quantities", "added_at")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "risk"], name="slice_member_once")]
        indexes = [models.Index(fields=["risk", "record"], name="slice_by_risk")]

    def __str__(self) -> str:
        return f"member {self.pk}"


class SliceStep(StepRow):
    """One step in the life of a slice."""

    record = models.ForeignKey(Slice, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "serial"], name="slice_step_once")]
