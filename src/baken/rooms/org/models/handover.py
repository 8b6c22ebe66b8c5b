"""A handover of command, and what is taken over with it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Handover(Root):
    """A handover of command (overdracht van commando): one commander's post that changes hands.

    ``unit`` is where command is taken, ``from_unit`` whose post signed what is taken over: another
    one when that was dissolved. ``post`` is the appointment of whoever comes. From ``starts_on`` they
    command; ``due_on`` is the first day on which what was not taken over holds no more, ``due_at`` its
    midnight where the unit lives. ``own_key`` recognises which of the two holds no post here: whoever
    comes before that day, whoever left after it. ``look_at`` is when the worker looks next.
    Source: domain reference, organisation, section 8.
    """

    from_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("org.Appointment", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    outgoing = models.UUIDField()
    incoming = models.UUIDField()
    own_key = models.CharField(max_length=64)
    starts_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)
    narrative = models.TextField(blank=True)
    reservations = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    prefix = "OC"
    access = AccessSpec(own="own_key")
    read_permit = "org.handover.read"
    page_name = "org:handover"
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
            "from_unit",
            "post",
            "kind",
            "starts_on",
            "due_on",
            "due_at",
            "look_at",
            "prepared_at",
            "ended_at",
        ),
        personal=("outgoing", "incoming", "own_key", "narrative", "reservations"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="handover_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number"],
                condition=Q(owner_unit__isnull=False),
                name="handover_by_owner_unit",
            ),
            models.Index(fields=["own_key", "number"], name="handover_by_key"),
            models.Index(
                fields=["look_at"], condition=Q(look_at__isnull=False), name="handover_looked_at"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "post"], name="one_handover_a_post"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("starts_on")), name="handover_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "open"], ended_at__isnull=True)
                | ~Q(state__in=["prepared", "open"]) & Q(ended_at__isnull=False),
                name="handover_ended_says_when",
            ),
        ]


class HandoverStep(StepRow):
    """One step in the life of a handover."""

    record = models.ForeignKey(Handover, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="handover_step_once")
        ]


class HandoverItem(models.Model):
    """One thing that is taken over: a record of another room, by its kind and reference.

    ``place`` orders the list, the gravest first. ``ask`` is what is asked of whoever comes,
    ``one_by_one`` that it is looked at by itself. ``narrative`` is what whoever leaves wrote about it.
    ``outcome`` is what became of it, empty while it waits.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Handover, models.CASCADE, related_name="items", db_index=False)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    ref = models.CharField(max_length=20)
    risk_class = models.CharField(max_length=8, blank=True)
    ask = models.CharField(max_length=12)
    one_by_one = models.BooleanField()
    due_on = models.DateField(null=True)
    narrative = models.TextField(blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    outcome_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="risk",
        public=(
            "id",
            "record",
            "place",
            "kind",
            "ref",
            "risk_class",
            "ask",
            "one_by_one",
            "due_on",
            "outcome",
            "outcome_at",
        ),
        personal=("narrative",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "place"], name="handover_item_has_place"),
            models.UniqueConstraint(fields=["record", "kind", "ref"], name="handover_item_once"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True)
                | ~Q(outcome="") & Q(outcome_at__isnull=False),
                name="handover_outcome_says_when",
            ),
        ]
        indexes = [models.Index(fields=["ref", "kind"], name="handover_item_by_ref")]

    def __str__(self) -> str:
        return self.ref
