"""Who reported: a table of its own, a permit of its own, and every reading written down."""

from __future__ import annotations

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.access.reach import Confidentiality
from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class Identity(models.Model):
    """The reporter behind a report; an anonymous report has no row here.

    A confidential reporter's row is sensitive: the safety adviser alone is granted that level.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    record = models.OneToOneField("reports.Report", models.CASCADE, related_name="+")
    person = models.UUIDField(null=True)
    contact = models.CharField(max_length=200, blank=True)
    confidentiality = models.PositiveSmallIntegerField(default=Confidentiality.NORMAL)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="identity",
        public=("id", "record", "confidentiality"),
        personal=("person", "contact"),
    )

    class Meta:
        db_table = "identity_vault"

    def __str__(self) -> str:
        return f"reporter of {self.record_id}"


class IdentityRead(models.Model):
    """Somebody looked up who made a report: who looked, when, and on what ground."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    record = models.ForeignKey("reports.Report", models.CASCADE, related_name="+")
    reader = models.UUIDField()
    at = models.DateTimeField()
    ground = models.CharField(max_length=300)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="security_log", public=("id", "record", "at", "ground"), personal=("reader",)
    )

    def __str__(self) -> str:
        return f"read of {self.record_id}"


class IdentityRelease(models.Model):
    """Somebody else may look up who made a report, until a day, on a ground; given by whom.

    ``post`` is the post by which they could use it, which the reporter may know. What was ended at
    once keeps when in ``ended_at``, and its row.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    record = models.ForeignKey("reports.Report", models.CASCADE, related_name="+")
    to = models.UUIDField()
    given_by = models.UUIDField()
    at = models.DateTimeField()
    until = models.DateField()
    ground = models.CharField(max_length=300)
    post = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="security_log",
        public=("id", "record", "at", "until", "ground", "post", "ended_at"),
        personal=("to", "given_by"),
    )

    def __str__(self) -> str:
        return f"release of {self.record_id}"
