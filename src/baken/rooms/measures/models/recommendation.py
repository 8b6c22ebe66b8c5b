"""A recommendation: what somebody outside the line advises a unit, its answer, proof and the verdict."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow

FILTERS = ("state", "confidentiality", "cause", "due_at")
_KEYED = ("number", "unit", "owner_unit", "confidentiality")
_DONE = ("reported_done",)
_JUDGED = ("assessed_by_source",)


class Recommendation(Root):
    """A recommendation (aanbeveling) of an inspectorate, audit, committee or other source.

    ``unit`` is the addressee. ``description`` is a summary in own words, ``place`` where the text stands
    in report ``report_number`` of ``report_on``. ``source``, ``category`` and ``cause`` are codes of the
    library, ``party`` the name of the source where the code does not say it. ``offered_on`` is the day
    on which it was offered; ``parliament_due`` by when it goes to parliament, empty where it need not.
    ``reaction_on`` is the day of the minister's reaction. ``appreciation`` is accepted, accepted_partly or
    rejected, ``appreciation_reason`` why. ``plan`` says what is done; the measures are tied to it.
    ``owner`` and ``owner_post`` see to it. ``effect_measure`` says how its effect is measured,
    ``effect_check_on`` from which day, ``effect`` what was found. ``proof`` is what shows that it is done,
    ``none_needed`` why no measure was. ``verdict`` is the source's own: met, partly_met, not_met or
    withdrawn, with ``verdict_document`` where it says so. ``times_before`` counts the earlier ones of the
    same cause.

    ``due_at`` is when the next step is owed, ``reminds_at`` when the clock tells so, ``warns_at`` when it
    warns that parliament waits, ``warned`` how often it did, ``retry_at`` when it tries again.
    ``owner_key`` recognises the owner without naming them. Source: domain reference, learning, section 3.
    """

    title = models.CharField(max_length=200)
    description = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=24)
    party = models.CharField(max_length=200, blank=True)
    report_number = models.CharField(max_length=200)
    report_on = models.DateField()
    category = models.CharField(max_length=32)
    cause = models.CharField(max_length=32)
    offered_on = models.DateField()
    publication = models.CharField(max_length=200, blank=True)
    parliament_due = models.DateField(null=True)
    reaction_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField(null=True)
    touched_at = models.DateTimeField()
    times_before = models.PositiveSmallIntegerField(default=0)
    appreciation = models.CharField(max_length=16, blank=True)
    appreciation_reason = models.TextField(blank=True)
    appreciated_at = models.DateTimeField(null=True)
    appreciated_by = models.UUIDField(null=True)
    appreciated_level = models.PositiveSmallIntegerField(default=0)
    first_answer_at = models.DateTimeField(null=True)
    owner = models.UUIDField(null=True)
    owner_key = models.CharField(max_length=64, null=True)
    owner_post = models.CharField(max_length=200, blank=True)
    plan = models.TextField(blank=True)
    effect_measure = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    planned_at = models.DateTimeField(null=True)
    planned_by = models.UUIDField(null=True)
    proof = models.TextField(blank=True)
    none_needed = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.UUIDField(null=True)
    effect_check_on = models.DateField(null=True)
    effect = models.TextField(blank=True)
    effect_checked_at = models.DateTimeField(null=True)
    effect_checked_by = models.UUIDField(null=True)
    verdict = models.CharField(max_length=12, blank=True)
    verdict_reason = models.TextField(blank=True)
    verdict_document = models.CharField(max_length=200, blank=True)
    assessed_at = models.DateTimeField(null=True)
    assessed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    reopened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reminds_at = models.DateTimeField(null=True)
    warns_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    prefix = "AB"
    access = AccessSpec(own="owner_key")
    read_permit = "measures.recommendation.read"
    page_name = "measures:recommendation"
    search_fields = ("title", "description")
    privacy = Privacy(
        retention="recommendation",
        public=(
            *("number", "id", "ref", "unit", "owner_unit", "confidentiality", "state", "title"),
            *("description", "place", "source", "party", "report_number", "report_on", "category"),
            *("cause", "offered_on", "publication", "parliament_due", "reaction_on"),
            *("received_at", "touched_at", "times_before", "appreciation", "appreciation_reason"),
            *("appreciated_at", "appreciated_level", "first_answer_at", "owner_post", "plan"),
            *("effect_measure", "due_on", "planned_at", "proof", "none_needed", "reported_at"),
            *("effect_check_on", "effect", "effect_checked_at", "verdict", "verdict_reason"),
            *("verdict_document", "assessed_at", "closed_at", "reopened_at", "due_at"),
            *("reminds_at", "warns_at", "warned", "retry_at"),
        ),
        personal=(
            *("received_by", "appreciated_by", "owner", "owner_key", "planned_by", "reported_by"),
            *("effect_checked_by", "assessed_by", "closed_by"),
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number", *FILTERS], name="recommendation_by_unit"),
            models.Index(
                fields=["owner_unit", "number", *FILTERS],
                condition=Q(owner_unit__isnull=False),
                name="recommendation_by_owner_unit",
            ),
            models.Index(fields=["state", *_KEYED], name="recommendation_by_state"),
            models.Index(fields=["cause", "offered_on", "unit"], name="recommendation_by_cause"),
            models.Index(
                fields=["owner_key", "number"],
                condition=Q(owner_key__isnull=False),
                name="recommendation_by_owner_key",
            ),
            models.Index(
                fields=["state", "due_at", *_KEYED],
                condition=Q(due_at__isnull=False),
                name="recommendation_due_in_state",
            ),
            models.Index(
                fields=["reminds_at"],
                condition=Q(reminds_at__isnull=False),
                name="recommendation_reminds",
            ),
            models.Index(
                fields=["warns_at"],
                condition=Q(warns_at__isnull=False),
                name="recommendation_warns",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="recommendation_has_title"),
            models.CheckConstraint(
                condition=Q(appreciation="") | Q(appreciated_at__isnull=False),
                name="recommendation_answer_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(appreciation="rejected") | ~Q(appreciation_reason=""),
                name="recommendation_rejected_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DONE)
                | Q(reported_at__isnull=False, effect_check_on__isnull=False) & ~Q(proof=""),
                name="recommendation_done_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_JUDGED) | Q(assessed_at__isnull=False) & ~Q(verdict=""),
                name="recommendation_judged_has_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False) & ~Q(verdict=""),
                name="recommendation_closed_by_verdict",
            ),
            models.CheckConstraint(
                condition=Q(assessed_by__isnull=True)
                | Q(reported_by__isnull=True)
                | ~Q(assessed_by=models.F("reported_by")),
                name="recommendation_judged_by_another",
            ),
        ]


class RecommendationStep(StepRow):
    """One step in the life of a recommendation."""

    record = models.ForeignKey(Recommendation, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="recommendation_step_once")
        ]
