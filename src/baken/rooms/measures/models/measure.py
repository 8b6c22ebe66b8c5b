"""A measure: what is done about a risk or an occurrence, by whom, until when, and whether it works."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow

FILTERS = ("state", "confidentiality", "control_level", "due_at")
_KEYED = ("number", "unit", "owner_unit", "confidentiality")
_DONE = ("implemented", "verified_effective", "verified_ineffective")


class Measure(Root):
    """A measure (maatregel): what is done, how, on which level of control, and what must come of it.

    ``unit`` is that of what it serves, ``owner_unit`` the one that acts when that is another; ``standard``
    a code of the library. ``risk_class`` and ``severity`` are those of the worst that it serves, as they
    were known when it last took a step. ``priority`` is 1 (first) to 4: by class or severity, until
    somebody chose it (``priority_chosen``). ``owner`` leads the unit that acts,
    ``owner_post`` is by which post; the moment and person of ``authority_confirmed`` say who saw to it that
    they have the authority. ``budget_cents`` is in euro cents without VAT. ``expected_residual`` is the
    class that is expected to stay; ``alarp_more`` what more could be done, and the three after it why that is
    grossly disproportionate in cost, time and trouble. ``ends_on`` is the last day of protection of persons.

    ``power``: own, or other when it lies with ``asked_unit`` or with ``asked_party`` outside. ``asked_from``
    is the ``owner_unit`` it had before that, which a refusal gives back. ``answer`` is theirs, ``climbs`` how
    often the question went a level up and ``answer_due_at`` when it does again.
    ``due_at`` is when the next step is owed: the decision, the measure itself, the verification.
    ``rises_at`` is when it is shown to ``raised_to``, the level above, ``retry_at`` when the product, which
    failed on it, tries again. ``postponed`` counts how often the day was put off, ``postponed_level`` is the
    level of the unit that did so last. ``decided_level`` is that of the post that decided.
    ``owner_key`` recognises its owner, whose own measure it is, without naming them.
    Source: domain reference, instruments, section 5.
    """

    title = models.CharField(max_length=200)
    description = models.TextField()
    standard = models.CharField(max_length=48, blank=True)
    control_level = models.CharField(max_length=24)
    justification = models.TextField(blank=True)
    risk_class = models.CharField(max_length=8, blank=True)
    severity = models.PositiveSmallIntegerField(null=True)
    priority = models.PositiveSmallIntegerField()
    priority_chosen = models.BooleanField(default=False)
    priority_reason = models.TextField(blank=True)
    owner = models.UUIDField(null=True)
    owner_key = models.CharField(max_length=64, null=True)
    owner_post = models.CharField(max_length=200, blank=True)
    authority_confirmed_at = models.DateTimeField(null=True)
    authority_confirmed_by = models.UUIDField(null=True)
    budget_cents = models.BigIntegerField(null=True)
    budget_source = models.CharField(max_length=8, blank=True)
    start_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    interim = models.TextField(blank=True)
    expected_residual = models.CharField(max_length=8, blank=True)
    side_effects = models.TextField(blank=True)
    success_criterion = models.TextField(blank=True)
    verification_method = models.TextField(blank=True)
    verifier = models.UUIDField(null=True)
    ends_on = models.DateField(null=True)
    alarp_more = models.TextField(blank=True)
    alarp_cost = models.TextField(blank=True)
    alarp_time = models.TextField(blank=True)
    alarp_trouble = models.TextField(blank=True)
    power = models.CharField(max_length=5, default="own")
    asked_unit = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_from = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_party = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    answer = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    climbs = models.PositiveSmallIntegerField(default=0)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField(null=True)
    touched_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_level = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    rises_at = models.DateTimeField(null=True)
    rises = models.PositiveSmallIntegerField(default=0)
    raised_to = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    retry_at = models.DateTimeField(null=True)
    postponed = models.PositiveSmallIntegerField(default=0)
    postponed_level = models.PositiveSmallIntegerField(default=0)
    implemented_at = models.DateTimeField(null=True)
    implemented_by = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)

    prefix = "MR"
    access = AccessSpec(own="owner_key")
    read_permit = "measures.measure.read"
    page_name = "measures:measure"
    search_fields = ("title", "description")
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
            "description",
            "standard",
            "control_level",
            "justification",
            "risk_class",
            "severity",
            "priority",
            "priority_chosen",
            "priority_reason",
            "owner_post",
            "authority_confirmed_at",
            "budget_cents",
            "budget_source",
            "start_on",
            "due_on",
            "interim",
            "expected_residual",
            "side_effects",
            "success_criterion",
            "verification_method",
            "ends_on",
            "alarp_more",
            "alarp_cost",
            "alarp_time",
            "alarp_trouble",
            "power",
            "asked_unit",
            "asked_from",
            "asked_party",
            "asked_at",
            "answer",
            "answered_at",
            "answer_due_at",
            "climbs",
            "proposed_at",
            "touched_at",
            "decided_at",
            "decided_level",
            "due_at",
            "rises_at",
            "rises",
            "raised_to",
            "retry_at",
            "postponed",
            "postponed_level",
            "implemented_at",
            "verified_at",
            "cancelled_at",
        ),
        personal=(
            "owner",
            "owner_key",
            "authority_confirmed_by",
            "verifier",
            "asked_by",
            "answered_by",
            "proposed_by",
            "decided_by",
            "implemented_by",
            "verified_by",
            "cancelled_by",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number", *FILTERS], name="measure_by_unit"),
            models.Index(
                fields=["owner_unit", "number", *FILTERS],
                condition=Q(owner_unit__isnull=False),
                name="measure_by_owner_unit",
            ),
            models.Index(fields=["state", *_KEYED], name="measure_by_state"),
            models.Index(fields=["control_level", *_KEYED], name="measure_by_control_level"),
            models.Index(
                fields=["owner", "number"],
                condition=Q(owner__isnull=False),
                name="measure_by_owner",
            ),
            models.Index(
                fields=["owner_key", "number"],
                condition=Q(owner_key__isnull=False),
                name="measure_by_owner_key",
            ),
            models.Index(
                fields=["state", "due_at", *_KEYED, "risk_class"],
                condition=Q(due_at__isnull=False),
                name="measure_due_in_state",
            ),
            models.Index(
                fields=["state", "due_at", *_KEYED],
                condition=Q(due_at__isnull=False, owner__isnull=True),
                name="measure_due_without_owner",
            ),
            models.Index(
                fields=["owner_key", "due_at"],
                condition=Q(due_at__isnull=False, owner_key__isnull=False),
                name="measure_due_owner",
            ),
            models.Index(
                fields=["asked_unit", "due_at"],
                condition=Q(asked_at__isnull=False, answered_at__isnull=True),
                name="measure_asked_unit",
            ),
            models.Index(
                fields=["raised_to", "due_at"],
                condition=Q(raised_to__isnull=False),
                name="measure_raised_to",
            ),
            models.Index(
                fields=["rises_at"], condition=Q(rises_at__isnull=False), name="measure_rises"
            ),
            models.Index(
                fields=["answer_due_at"],
                condition=Q(answer_due_at__isnull=False),
                name="measure_unanswered",
            ),
            models.Index(
                fields=["ends_on"],
                condition=Q(ends_on__isnull=False, state="verified_effective"),
                name="measure_ends",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="measure_has_title"),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=4), name="measure_priority_fits"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(start_on__isnull=True)
                | Q(due_on__gte=F("start_on")),
                name="measure_is_due_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(budget_cents__isnull=True) | Q(budget_cents__gte=0),
                name="measure_budget_is_no_debt",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False),
                name="measure_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DONE) | Q(implemented_at__isnull=False),
                name="measure_done_says_when",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(implemented_by__isnull=True)
                | ~Q(verified_by=F("implemented_by")),
                name="measure_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(power="own") | Q(asked_at__isnull=False), name="measure_other_was_asked"
            ),
        ]


class MeasureStep(StepRow):
    """One step in the life of a measure."""

    record = models.ForeignKey(Measure, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="measure_step_once")
        ]
