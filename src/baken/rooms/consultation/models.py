"""A consultation: what a council or a unit was asked about a record, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.access.withheld import Withheld
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow
from baken.rooms.consultation.permits import ASK
from baken.rooms.consultation.texts import NOT_ASKED


class Consultation(Root):
    """A consultation (raadpleging): one question to one body about one record of another room.

    ``unit`` asks, ``body_unit`` is that of the body; ``body`` says whether its council is asked or its
    head. ``owner_unit`` is the body's unit from the moment on that it is asked; until then ``kept_at``
    says since when it is kept with the side that asks, and the body does not see it. ``kind`` is advice
    or consent, ``subject_kind`` the kind of record it is about (the record itself is tied by
    ``core.links``). ``due_on`` is the last day of the body, ``due_at`` when whatever is due next must be
    done. ``proposed_on`` is a later day that the body asked for, ``extended_from`` the last day before it
    was extended; ``passed_at`` when both sides heard that the term had passed. ``asker`` drafted,
    revised or asked it last. ``outcome`` and ``answer`` are what the body said and why, ``reply`` and
    ``reasons`` what was done with that and why.
    Source: domain reference, organisation, section 9.
    """

    title = models.CharField(max_length=200)
    question = models.TextField()
    kind = models.CharField(max_length=8)
    body = models.CharField(max_length=8)
    body_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    council = models.ForeignKey(
        "org.Council", models.PROTECT, null=True, related_name="+", db_index=False
    )
    subject_kind = models.CharField(max_length=20)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    proposed_on = models.DateField(null=True)
    extended_from = models.DateField(null=True)
    passed_at = models.DateTimeField(null=True)
    asker = models.UUIDField(null=True)
    kept_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=16, blank=True)
    reasons = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    prefix = "RP"
    access = AccessSpec(withheld=Withheld(field="kept_at", keys=(ASK,), why=NOT_ASKED))
    read_permit = "consultation.consultation.read"
    page_name = "consultation:consultation"
    search_fields = ("title", "question")
    privacy = Privacy(
        retention="consultation",
        public=(
            "number",
            "id",
            "ref",
            "unit",
            "owner_unit",
            "confidentiality",
            "state",
            "title",
            "question",
            "kind",
            "body",
            "body_unit",
            "council",
            "subject_kind",
            "due_on",
            "due_at",
            "proposed_on",
            "extended_from",
            "passed_at",
            "kept_at",
            "drafted_at",
            "touched_at",
            "asked_at",
            "outcome",
            "answer",
            "answered_at",
            "reply",
            "reasons",
            "replied_at",
            "closed_at",
        ),
        personal=("asker",),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="consultation_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="consultation_by_body",
            ),
            models.Index(
                fields=["state", "due_at", "unit", "owner_unit", "confidentiality"],
                condition=Q(due_at__isnull=False),
                name="consultation_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(question=""), name="consultation_says_what"
            ),
            models.CheckConstraint(
                condition=Q(body="council", council__isnull=False)
                | Q(body="unit", council__isnull=True),
                name="consultation_has_body",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["advice", "consent"]), name="consultation_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "withdrawn"],
                    asked_at__isnull=True,
                    kept_at__isnull=False,
                    owner_unit__isnull=True,
                )
                | (
                    ~Q(state="draft")
                    & Q(
                        asked_at__isnull=False,
                        kept_at__isnull=True,
                        owner_unit=models.F("body_unit"),
                    )
                ),
                name="consultation_asked_says_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "no_response"], answer="", answered_at__isnull=True)
                | (
                    ~Q(outcome__in=["", "no_response"])
                    & ~Q(answer="")
                    & Q(answered_at__isnull=False)
                ),
                name="consultation_answer_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reply="", reasons="", replied_at__isnull=True)
                | (~Q(reply="") & ~Q(reasons="") & Q(replied_at__isnull=False)),
                name="consultation_reply_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "withdrawn"]) & Q(closed_at__isnull=True)),
                name="consultation_closed_says_when",
            ),
        ]


class ConsultationCondition(models.Model):
    """A condition that a body attached to its yes, and what became of it.

    ``standing`` is open, met or not_met; ``how`` says how or why not, ``noted_by`` who noted it, by
    ``post``.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        Consultation, models.CASCADE, related_name="conditions", db_index=False
    )
    nth = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    standing = models.CharField(max_length=8, default="open")
    how = models.TextField(blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.UUIDField(null=True)
    post = models.CharField(max_length=200, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="consultation",
        public=("id", "record", "nth", "text", "standing", "how", "noted_at", "post"),
        personal=("noted_by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "nth"], name="consultation_condition_once"),
            models.CheckConstraint(
                condition=Q(standing="open", how="", noted_at__isnull=True)
                | (Q(standing__in=["met", "not_met"], noted_at__isnull=False) & ~Q(how="")),
                name="consultation_condition_noted",
            ),
        ]

    def __str__(self) -> str:
        return f"condition {self.nth}"


class ConsultationStep(StepRow):
    """One step in the life of a consultation."""

    record = models.ForeignKey(Consultation, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="consultation_step_once")
        ]
