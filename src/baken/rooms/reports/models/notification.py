"""A duty to tell somebody outside about an occurrence, and what was done about it."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow
from baken.rooms.reports.models.embargo import embargo


class ExternalNotification(Root):
    """One duty of the table of duties that an occurrence brought along, with its clock.

    ``known_at`` is when the facts that made it a duty were known, ``term_at`` when the first
    notification had to be done, ``due_at`` what is due now (empty when nothing is). ``because`` are
    the facts that decided it; ``is_late`` says that they were known later than the occurrence itself.
    ``lapsed_at`` says since when they no longer make it a duty: it stays all the same.
    Source: domain reference, reporting, section 3.
    """

    occurrence = models.ForeignKey(
        "reports.Occurrence", models.PROTECT, related_name="notifications", db_index=False
    )
    duty = models.CharField(max_length=40)
    owner = models.CharField(max_length=24)
    by_hand = models.BooleanField(default=False)
    because = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    term_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    caller = models.CharField(max_length=200, blank=True)
    spoken_to = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    reports_sent = models.PositiveSmallIntegerField(default=0)
    report_sent_at = models.DateTimeField(null=True)
    written_report = models.TextField(blank=True)
    proposed_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    touched_at = models.DateTimeField()

    prefix = "EM"
    access = AccessSpec(
        through=(("occurrence_id", "reports.occurrence"),),
        withheld=replace(embargo("occurrence__lead"), field="occurrence__embargo_at"),
    )
    read_permit = "reports.notification.read"
    summary_permit = "reports.notification.read_summary"
    page_name = "reports:notification"
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
            "occurrence",
            "duty",
            "owner",
            "by_hand",
            "opened_at",
            "reopened_at",
            "known_at",
            "is_late",
            "term_at",
            "due_at",
            "lapsed_at",
            "called_at",
            "channel",
            "reference",
            "confirmed_at",
            "reports_sent",
            "report_sent_at",
            "written_report",
            "touched_at",
        ),
        personal=("caller", "spoken_to", "proposed_by", "reason"),
        special=("because",),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="notification_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="notification_by_owner_unit",
            ),
            models.Index(
                fields=["state", "number", "unit", "owner_unit", "confidentiality"],
                name="notification_by_state",
            ),
            models.Index(
                fields=["duty", "number", "unit", "owner_unit", "confidentiality"],
                name="notification_by_duty",
            ),
            models.Index(
                fields=["due_at", "unit", "owner_unit", "confidentiality"],
                condition=Q(due_at__isnull=False),
                name="notification_due",
            ),
            models.Index(fields=["occurrence", "duty"], name="notification_of_occurrence"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "duty"], name="notification_once_per_duty"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["notified", "confirmed"]) | Q(called_at__isnull=False),
                name="notification_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_required_proposed", "not_required"]) | ~Q(reason=""),
                name="notification_not_required_says_why",
            ),
        ]


class ExternalNotificationStep(StepRow):
    """One step in the life of a duty to notify."""

    record = models.ForeignKey(
        ExternalNotification, models.PROTECT, related_name="steps", db_index=False
    )

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="notification_step_once")
        ]


class DutyAnswer(models.Model):
    """What triage answered to a question on which a duty depends: yes or no; no row is not known."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "reports.Occurrence", models.CASCADE, related_name="duty_answers", db_index=False
    )
    fact = models.CharField(max_length=60)
    holds = models.BooleanField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(retention="occurrence", public=("id", "record"), special=("fact", "holds"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "fact"], name="duty_answer_once")]

    def __str__(self) -> str:
        return f"{self.fact}: {self.holds}"
