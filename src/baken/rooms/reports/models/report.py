"""A report: what somebody said, kept as it was said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow
from baken.rooms.reports.models.embargo import embargo


class Report(Root):
    """A report (melding). The story is never edited; many reports may belong to one occurrence.

    ``reporter_key`` lets reporters find their own reports and is empty for anonymous ones; who they
    are stands in ``Identity`` alone. ``site`` is where it was, when the place named one of ours.
    ``due_at`` is when the organisation owes the next act, empty when it owes none; ``stalls_at`` when
    the clock acts unless somebody does first; ``raised_to`` the level it was brought to since,
    and ``level_steps`` how often. ``names_person`` says that the story names a person, and what it is
    about then; never whom. ``embargo_at`` is since when an information embargo keeps it with those who
    handle it: that of its occurrence too.
    Source: domain reference, reporting, section 1.
    """

    story = models.TextField()
    happened_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    site = models.ForeignKey(
        "org.Site", models.PROTECT, null=True, related_name="+", db_index=False
    )
    still_dangerous = models.BooleanField(default=False)
    immediate_action = models.TextField(blank=True)
    identity = models.CharField(max_length=12, default="named")
    channel = models.CharField(max_length=8, default="web")
    source = models.CharField(max_length=60, null=True)
    source_ref = models.CharField(max_length=120, null=True)
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    embargo_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    occurrence = models.ForeignKey(
        "reports.Occurrence", models.PROTECT, null=True, related_name="+"
    )
    reporter_key = models.CharField(max_length=64, null=True)
    receipt_digest = models.CharField(max_length=64, null=True, unique=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)
    raised_to = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    raised_at = models.DateTimeField(null=True)
    stalls_at = models.DateTimeField(null=True)
    level_steps = models.PositiveSmallIntegerField(default=0)
    names_person = models.CharField(max_length=12, blank=True, default="")

    prefix = "M"
    access = AccessSpec(
        own="reporter_key",
        site="site",
        through=(("occurrence_id", "reports.occurrence"),),
        withheld=embargo("occurrence__lead"),
    )
    read_permit = "reports.report.read"
    page_name = "reports:report"
    search_fields = ("story", "place")
    told_columns = ("story",)
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
            "site",
            "happened_at",
            "still_dangerous",
            "identity",
            "channel",
            "source",
            "source_ref",
            "received_at",
            "acknowledged_at",
            "answered_at",
            "closed_at",
            "touched_at",
            "embargo_at",
            "due_at",
            "occurrence",
            "satisfaction",
            "raised_to",
            "raised_at",
            "stalls_at",
            "level_steps",
            "names_person",
        ),
        personal=("story", "place", "immediate_action"),
        secret=("reporter_key", "receipt_digest"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "number", "unit", "owner_unit", "confidentiality"],
                name="report_by_state",
            ),
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="report_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="report_by_owner_unit",
            ),
            models.Index(
                fields=["number", "owner_unit", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="report_owned",
            ),
            models.Index(
                fields=["due_at", "number", "state", "unit", "owner_unit", "confidentiality"],
                condition=Q(due_at__isnull=False),
                name="report_due",
            ),
            models.Index(
                fields=["unit", "state", "due_at", "number", "confidentiality"],
                condition=Q(due_at__isnull=False),
                name="report_due_by_unit",
            ),
            models.Index(
                fields=["owner_unit", "state", "due_at", "number", "confidentiality"],
                condition=Q(due_at__isnull=False, owner_unit__isnull=False),
                name="report_due_by_owner_unit",
            ),
            models.Index(
                fields=["site", "number", "unit", "owner_unit", "confidentiality"],
                condition=Q(site__isnull=False),
                name="report_by_site",
            ),
            models.Index(
                fields=["stalls_at"], condition=Q(stalls_at__isnull=False), name="report_stalls"
            ),
            models.Index(
                fields=["number", "raised_to", "unit", "owner_unit", "confidentiality"],
                condition=Q(raised_to__isnull=False),
                name="report_raised",
            ),
            models.Index(
                fields=["number", "unit", "owner_unit", "confidentiality"],
                condition=Q(source__isnull=True),
                name="report_made_here",
            ),
            models.Index(
                fields=["reporter_key", "number"],
                condition=Q(reporter_key__isnull=False),
                name="report_by_reporter",
            ),
            models.Index(
                fields=["number", "state", "unit", "owner_unit", "confidentiality"],
                condition=Q(still_dangerous=True),
                name="report_still_dangerous",
            ),
            models.Index(
                fields=["number"], condition=Q(embargo_at__isnull=False), name="report_embargoed"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(raised_to__isnull=True, raised_at__isnull=True)
                | Q(raised_to__isnull=False, raised_at__isnull=False),
                name="report_raised_to_and_at",
            ),
            models.UniqueConstraint(
                fields=["source", "source_ref"],
                condition=Q(source__isnull=False),
                name="report_source_once",
            ),
            models.CheckConstraint(
                condition=Q(identity__in=["named", "confidential", "anonymous"]),
                name="report_identity",
            ),
            models.CheckConstraint(
                condition=~Q(identity="anonymous") | Q(reporter_key__isnull=True),
                name="anonymous_report_has_no_reporter",
            ),
            models.CheckConstraint(condition=~Q(story=""), name="report_has_story"),
            models.CheckConstraint(
                condition=Q(names_person__in=["", "unanswered", "situation", "behaviour"]),
                name="report_names_person",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True)
                | Q(satisfaction__gte=1, satisfaction__lte=5),
                name="satisfaction_1_to_5",
            ),
        ]

    @property
    def headline(self) -> str:
        """The first words of the story, for lists."""
        first = " ".join(self.story.split())
        return first if len(first) <= 90 else first[:89].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"


class ReportStep(StepRow):
    """One step in the life of a report."""

    record = models.ForeignKey(Report, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="report_step_once")
        ]
