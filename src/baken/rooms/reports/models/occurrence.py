"""An occurrence: the fact that the organisation classifies and handles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.records.rolled import Rolled
from baken.core.trail.models import StepRow
from baken.rooms.reports.models.embargo import embargo
from baken.rooms.reports.rules.handling import OCCURRENCE_OVER

FILTERS = ("state", "confidentiality", "kind", "category", "potential_severity")


class Occurrence(Root):
    """An occurrence (voorval), made at triage from one or more reports.

    ``category`` (0-4) counts the outcome, severities (0-5) what happened and the worst that could
    have; ``summary`` is two lines without persons, all that de-identified readers get. ``stalls_at``
    is when the clock acts unless somebody does first, ``raised_to`` the level it was brought to
    (``level_steps``: how often, or was lowered),
    ``second_reading`` what waits for a second reader (``lower`` or ``category``) and who asked for it;
    ``asks_since`` when either began to wait. ``systems`` are the older systems that told of it, in
    order of their names; empty: it was told here. ``embargo_at`` is since when an information embargo
    keeps it with those who handle it.
    Source: domain reference, reporting, section 2.
    """

    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20)
    category = models.PositiveSmallIntegerField(null=True)
    actual_severity = models.PositiveSmallIntegerField(null=True)
    potential_severity = models.PositiveSmallIntegerField(null=True)
    context = models.CharField(max_length=20, default="non_operational")
    investigation_level = models.PositiveSmallIntegerField(null=True)
    site = models.ForeignKey(
        "org.Site", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lead = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    happened_at = models.DateTimeField(null=True)
    triaged_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    embargo_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    raised_to = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    raised_at = models.DateTimeField(null=True)
    stalls_at = models.DateTimeField(null=True)
    level_steps = models.PositiveSmallIntegerField(default=0)
    second_reading = models.CharField(max_length=10, null=True)
    asked_by = models.UUIDField(null=True)
    asks_since = models.DateTimeField(null=True)
    systems = models.TextField(null=True)

    prefix = "V"
    rolled = Rolled(by=("category", "systems"), unless=("merged",), withheld="embargo_at")
    going_on = Rolled(by=("state",), unless=OCCURRENCE_OVER, withheld="embargo_at", mark="g")
    rolled_also = (going_on,)
    access = AccessSpec(site="site", withheld=embargo("lead"))
    read_permit = "reports.occurrence.read"
    summary_permit = "reports.occurrence.read_summary"
    page_name = "reports:occurrence"
    search_fields = ("title", "summary")
    privacy = Privacy(
        retention="occurrence",
        public=(
            "number",
            "id",
            "ref",
            "unit",
            "owner_unit",
            "confidentiality",
            "state",
            "summary",
            "kind",
            "category",
            "actual_severity",
            "potential_severity",
            "context",
            "investigation_level",
            "site",
            "due_at",
            "happened_at",
            "triaged_at",
            "closed_at",
            "touched_at",
            "embargo_at",
            "merged_into",
            "raised_to",
            "raised_at",
            "stalls_at",
            "level_steps",
            "second_reading",
            "asks_since",
            "systems",
        ),
        personal=("title", "lead", "asked_by"),
    )

    @property
    def standing(self) -> Occurrence:
        """The occurrence whose state tells how this one stands: of a merged one, its target's."""
        return self.merged_into or self

    class Meta:
        # Every filter that the list offers stands behind the unit, and has its own index for wide
        # scopes: docs/decisions/2026-11-23-unit-and-owner-unit.md.
        indexes = [
            *(
                models.Index(
                    fields=[filter_, "number", "unit", "owner_unit", "confidentiality"],
                    name=f"occurrence_by_{name}",
                )
                for filter_, name in (
                    ("state", "state"),
                    ("kind", "kind"),
                    ("category", "category"),
                    ("potential_severity", "severity"),
                )
            ),
            models.Index(fields=["unit", "number", *FILTERS], name="occurrence_by_unit"),
            models.Index(
                fields=["owner_unit", "number", *FILTERS],
                condition=Q(owner_unit__isnull=False),
                name="occurrence_by_owner_unit",
            ),
            models.Index(
                fields=["number", "owner_unit", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="occurrence_owned",
            ),
            models.Index(
                fields=["unit", "number", "owner_unit", "confidentiality", "state"],
                condition=Q(owner_unit__isnull=False),
                name="occurrence_held_elsewhere",
            ),
            models.Index(
                fields=["site", "number", "unit", "owner_unit", "confidentiality"],
                condition=Q(site__isnull=False),
                name="occurrence_by_site",
            ),
            models.Index(
                fields=["unit", "number"],
                condition=Q(happened_at__isnull=True),
                name="occurrence_undated",
            ),
            models.Index(
                fields=["number", "unit", "owner_unit", "confidentiality", "state"],
                condition=Q(systems__isnull=False),
                name="occurrence_of_systems",
            ),
            models.Index(
                fields=["unit", "number", "confidentiality", "state"],
                condition=Q(systems__isnull=False),
                name="occurrence_systems_by_unit",
            ),
            models.Index(
                fields=["stalls_at"], condition=Q(stalls_at__isnull=False), name="occurrence_stalls"
            ),
            models.Index(
                fields=["number", "raised_to", "unit", "owner_unit", "confidentiality"],
                condition=Q(raised_to__isnull=False),
                name="occurrence_raised",
            ),
            models.Index(
                fields=["number", "unit", "owner_unit", "confidentiality"],
                condition=Q(asks_since__isnull=False),
                name="occurrence_asks",
            ),
            models.Index(
                fields=["unit", "due_at"], condition=Q(due_at__isnull=False), name="occurrence_due"
            ),
            models.Index(
                fields=["lead", "due_at"],
                condition=Q(due_at__isnull=False),
                name="occurrence_due_by_lead",
            ),
            models.Index(
                fields=["kind", "number", "unit", "owner_unit", "confidentiality"],
                condition=Q(closed_at__isnull=True),
                name="occurrence_open_by_kind",
            ),
            models.Index(
                fields=["number"],
                condition=Q(embargo_at__isnull=False),
                name="occurrence_embargoed",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(raised_to__isnull=True, raised_at__isnull=True)
                | Q(raised_to__isnull=False, raised_at__isnull=False),
                name="occurrence_raised_to_and_at",
            ),
            models.CheckConstraint(
                condition=Q(second_reading__isnull=True)
                | Q(second_reading__in=["lower", "category"], asks_since__isnull=False),
                name="second_reading_of_something",
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=True) | Q(category__lte=4), name="category_0_to_4"
            ),
            models.CheckConstraint(
                condition=Q(actual_severity__isnull=True) | Q(actual_severity__lte=5),
                name="actual_severity_0_to_5",
            ),
            models.CheckConstraint(
                condition=Q(potential_severity__isnull=True) | Q(potential_severity__lte=5),
                name="potential_severity_0_to_5",
            ),
            models.CheckConstraint(
                condition=Q(investigation_level__isnull=True) | Q(investigation_level__lte=4),
                name="investigation_level_0_to_4",
            ),
        ]


class OccurrenceCode(models.Model):
    """A subject or domain flag of an occurrence."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Occurrence, models.CASCADE, related_name="codes", db_index=False)
    scheme = models.CharField(max_length=8)
    code = models.CharField(max_length=40)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(retention="occurrence", public=("id", "record", "scheme", "code"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "scheme", "code"], name="occurrence_code_once"
            )
        ]
        indexes = [models.Index(fields=["code", "scheme", "record"], name="occurrence_by_code")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class OccurrenceStep(StepRow):
    """One step in the life of an occurrence; classifications stand in its facts, version by version."""

    record = models.ForeignKey(Occurrence, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="occurrence_step_once")
        ]
