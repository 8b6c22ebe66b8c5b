"""A risk: a scenario that can harm, who carries it, and how it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.records.rolled import Rolled
from baken.core.trail.models import StepRow
from baken.rooms.register.rules.states import DECIDED

FILTERS = ("state", "confidentiality", "current_class", "hazard")
_KEYED = ("number", "unit", "owner_unit", "confidentiality")


class Risk(Root):
    """A risk (risico): one written scenario for the people of a unit, with the class it has.

    ``hazard`` is a code of the library, ``context`` says in what kind of work it is met. ``group`` are
    the people exposed, ``exposed`` about how many. Classes are common ones (low, medium, high,
    extreme; empty: not scored): ``initial`` without controls, ``current`` as it is now, ``target`` when
    measures are done, ``residual`` as it was decided on; ``urgent`` belongs to the current one.
    ``domains`` are those that it touches beside what its hazard brings: over each an authority has the
    last word. ``breaches_limit`` says that a limit or prohibition of law is broken, ``legal_basis`` why
    it may be where that holds. ``due_at`` is when the next step of the workflow must be done,
    ``asked_at`` when a decision was asked for that is not there yet, ``raised_to`` the level that it was
    handed up to. ``suspended``: there is a decision and it does not hold now. ``paused_until`` is until
    when its clock was made to stand still, ``retry_at`` when the product, which failed on it, tries again.
    ``stated_key`` recognises who stated it without naming them.
    ``scorers`` holds, by kind of score, the ids of who gave one in its newest turn: lists ask it of
    every row, and need not look in the scores.
    Source: domain reference, integral risk management, section 3.
    """

    title = models.CharField(max_length=200)
    scenario = models.TextField()
    hazard = models.CharField(max_length=60)
    context = models.CharField(max_length=20, default="non_operational")
    activity = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    group = models.CharField(max_length=200, blank=True)
    exposed = models.PositiveIntegerField(null=True)
    site = models.ForeignKey(
        "org.Site", models.PROTECT, null=True, related_name="+", db_index=False
    )
    scoring_model = models.CharField(max_length=40)
    scoring_version = models.PositiveSmallIntegerField()
    initial_class = models.CharField(max_length=8, blank=True)
    current_class = models.CharField(max_length=8, blank=True)
    target_class = models.CharField(max_length=8, blank=True)
    residual_class = models.CharField(max_length=8, blank=True)
    urgent = models.BooleanField(default=False)
    confidence = models.CharField(max_length=8, blank=True)
    domains = models.JSONField(default=list)
    breaches_limit = models.BooleanField(default=False)
    legal_basis = models.TextField(blank=True)
    owner = models.UUIDField(null=True)
    raised_to = models.ForeignKey(
        "org.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    identified_at = models.DateTimeField()
    scored_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    rises = models.PositiveSmallIntegerField(default=0)
    rises_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    suspended = models.BooleanField(default=False)
    review_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    stated_key = models.CharField(max_length=64, null=True)
    scorers = models.JSONField(default=dict)

    prefix = "R"
    rolled = Rolled(by=("state", "current_class"), unless=("closed",), by_month=False)
    access = AccessSpec(own="stated_key", site="site")
    read_permit = "register.risk.read"
    page_name = "register:risk"
    search_fields = ("title", "scenario")
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
            "scenario",
            "hazard",
            "context",
            "activity",
            "from_on",
            "until_on",
            "group",
            "exposed",
            "site",
            "scoring_model",
            "scoring_version",
            "initial_class",
            "current_class",
            "target_class",
            "residual_class",
            "urgent",
            "confidence",
            "domains",
            "breaches_limit",
            "legal_basis",
            "raised_to",
            "identified_at",
            "scored_at",
            "touched_at",
            "due_at",
            "asked_at",
            "rises",
            "rises_at",
            "paused_until",
            "retry_at",
            "suspended",
            "review_on",
            "closed_at",
        ),
        personal=("owner", "stated_key", "scorers"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number", *FILTERS], name="risk_by_unit"),
            models.Index(
                fields=["owner_unit", "number", *FILTERS],
                condition=Q(owner_unit__isnull=False),
                name="risk_by_owner_unit",
            ),
            models.Index(
                fields=["unit", "state", "current_class", "owner_unit", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="risk_held_elsewhere",
            ),
            models.Index(fields=["state", *_KEYED], name="risk_by_state"),
            models.Index(fields=["current_class", *_KEYED, "state"], name="risk_by_class"),
            models.Index(fields=["hazard", *_KEYED], name="risk_by_hazard"),
            models.Index(
                fields=["site", *_KEYED],
                condition=Q(site__isnull=False),
                name="risk_by_site",
            ),
            models.Index(
                fields=["state", "due_at", *_KEYED],
                condition=Q(due_at__isnull=False),
                name="risk_due_in_state",
            ),
            models.Index(
                fields=["rises_at"], condition=Q(rises_at__isnull=False), name="risk_rises"
            ),
            models.Index(
                fields=["due_at", *_KEYED],
                condition=Q(suspended=True),
                name="risk_suspended",
            ),
            models.Index(
                fields=["owner", "due_at"], condition=Q(due_at__isnull=False), name="risk_due_owner"
            ),
            models.Index(
                fields=["stated_key", "number"],
                condition=Q(stated_key__isnull=False),
                name="risk_by_stater",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThan(Length(Trim("scenario")), 0), name="risk_has_scenario"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(until_on__gte=models.F("from_on")),
                name="risk_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state="identified") | ~Q(current_class=""),
                name="risk_is_scored_when_analysed",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="risk_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(suspended=False) | Q(state__in=DECIDED),
                name="risk_suspended_has_decision",
            ),
        ]


class RiskCategory(models.Model):
    """What kind of harm a risk does: safety, health, environment and so on."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Risk, models.CASCADE, related_name="categories", db_index=False)
    code = models.CharField(max_length=24)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(retention="risk", public=("id", "record", "code"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "code"], name="risk_category_once")
        ]
        indexes = [models.Index(fields=["code", "record"], name="risk_by_category")]

    def __str__(self) -> str:
        return self.code


class RiskStep(StepRow):
    """One step in the life of a risk."""

    record = models.ForeignKey(Risk, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "serial"], name="risk_step_once")]
