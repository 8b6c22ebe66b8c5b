"""A small purchase: what a commander buys at short term, from whose money, and whether it helped."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow

FILTERS = ("state", "confidentiality", "category", "due_at")
_KEYED = ("number", "unit", "owner_unit", "confidentiality")
_DECIDED = ("approved", "ordered", "received", "in_use", "effect_checked", "closed")
_EFFECT_CHECKED = ("effect_checked", "closed")


class Purchase(Root):
    """A small purchase (kleine aanschaf, ZKA): what is bought outside the regular route, and why.

    What it serves is tied to it; without that ``no_risk`` is a code of the library and
    ``no_risk_reason`` says more. ``amount_cents`` is in euro cents without VAT, ``total_cents`` with it.
    ``supplier_key`` recognises the supplier however the name was typed. ``confirmed`` are codes of what
    was confirmed of the product. ``risk_class`` is that of the worst that it serves, as known at its last
    step before the effect was checked, ``class_after`` the class found then.

    ``budget_unit`` is the unit whose money of ``budget_year`` it is. ``checks`` are the outcomes of the
    automatic checks as code and outcome; ``needs_finance`` and ``levels_up`` are what the step of the
    mandate asked, ``splits`` that it is one of several that belong together.
    ``asker_key`` recognises who asked without naming them. ``due_at`` is when the next step is owed.
    ``effect`` is yes, partly or no: did what stayed of the risk fall.
    Source: domain reference, vms, section 6.
    """

    title = models.CharField(max_length=200)
    description = models.TextField()
    category = models.CharField(max_length=32)
    supplier = models.CharField(max_length=200)
    supplier_key = models.CharField(max_length=200)
    amount_cents = models.BigIntegerField()
    total_cents = models.BigIntegerField()
    needed_by = models.DateField(null=True)
    why_regular_not = models.TextField()
    no_risk = models.CharField(max_length=24, blank=True)
    no_risk_reason = models.TextField(blank=True)
    confirmed = models.JSONField(default=list)
    framework_reason = models.TextField(blank=True)
    risk_class = models.CharField(max_length=8, blank=True)
    budget_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    budget_year = models.PositiveSmallIntegerField()
    checks = models.JSONField(default=list)
    needs_finance = models.BooleanField(default=False)
    levels_up = models.PositiveSmallIntegerField(default=0)
    splits = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asker_key = models.CharField(max_length=64, null=True)
    touched_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    finance_checked_at = models.DateTimeField(null=True)
    finance_checked_by = models.UUIDField(null=True)
    cosigned_at = models.DateTimeField(null=True)
    cosigned_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_level = models.PositiveSmallIntegerField(default=0)
    ordered_at = models.DateTimeField(null=True)
    ordered_by = models.UUIDField(null=True)
    order_number = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    invoice_number = models.CharField(max_length=80, blank=True)
    in_use_at = models.DateTimeField(null=True)
    in_use_by = models.UUIDField(null=True)
    effect = models.CharField(max_length=6, blank=True)
    class_after = models.CharField(max_length=8, blank=True)
    effect_checked_at = models.DateTimeField(null=True)
    effect_checked_by = models.UUIDField(null=True)
    is_example = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)

    prefix = "ZK"
    access = AccessSpec(own="asker_key")
    read_permit = "measures.purchase.read"
    page_name = "measures:purchase"
    search_fields = ("title", "description", "supplier")
    privacy = Privacy(
        retention="purchase",
        public=(
            *("number", "id", "ref", "unit", "owner_unit", "confidentiality", "state"),
            *("title", "description", "category", "supplier", "supplier_key", "amount_cents"),
            *("total_cents", "needed_by", "why_regular_not", "no_risk", "no_risk_reason"),
            *("confirmed", "framework_reason", "risk_class", "budget_unit", "budget_year"),
            *("checks", "needs_finance", "levels_up", "splits", "asked_at", "touched_at"),
            *("due_at", "checked_at", "finance_checked_at", "cosigned_at", "decided_at"),
            *("decided_level", "ordered_at", "order_number", "received_at", "invoice_number"),
            *("in_use_at", "effect", "class_after", "effect_checked_at", "is_example"),
            *("closed_at", "cancelled_at"),
        ),
        personal=(
            *("asked_by", "asker_key", "checked_by", "finance_checked_by", "cosigned_by"),
            *("decided_by", "ordered_by", "received_by", "in_use_by", "effect_checked_by"),
            *("closed_by", "cancelled_by"),
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number", *FILTERS], name="purchase_by_unit"),
            models.Index(
                fields=["owner_unit", "number", *FILTERS],
                condition=Q(owner_unit__isnull=False),
                name="purchase_by_owner_unit",
            ),
            models.Index(fields=["state", *_KEYED], name="purchase_by_state"),
            models.Index(fields=["category", *_KEYED], name="purchase_by_category"),
            models.Index(
                fields=["asker_key", "number"],
                condition=Q(asker_key__isnull=False),
                name="purchase_by_asker_key",
            ),
            models.Index(
                fields=["state", "due_at", *_KEYED],
                condition=Q(due_at__isnull=False),
                name="purchase_due_in_state",
            ),
            models.Index(
                fields=["asker_key", "due_at"],
                condition=Q(due_at__isnull=False, asker_key__isnull=False),
                name="purchase_due_asker",
            ),
            models.Index(
                fields=["budget_unit", "budget_year", "state", "total_cents"],
                name="purchase_of_budget",
            ),
            models.Index(
                fields=["budget_unit", "checked_at", "state", "category", "supplier_key"],
                condition=Q(checked_at__isnull=False),
                name="purchase_together",
            ),
            models.Index(
                fields=["ordered_at", "category", "supplier_key"],
                condition=Q(ordered_at__isnull=False),
                name="purchase_ordered",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="purchase_has_title"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, total_cents__gte=F("amount_cents")),
                name="purchase_costs_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED) | Q(decided_at__isnull=False),
                name="purchase_decided_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_EFFECT_CHECKED)
                | (Q(effect_checked_at__isnull=False) & ~Q(effect="")),
                name="purchase_effect_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False),
                name="purchase_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="purchase_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(effect_checked_by__isnull=True)
                | Q(ordered_by__isnull=True)
                | ~Q(effect_checked_by=F("ordered_by")),
                name="purchase_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(effect_checked_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(effect_checked_by=F("asked_by")),
                name="purchase_effect_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected")
                | Q(decided_by__isnull=True)
                | Q(cosigned_by__isnull=True)
                | ~Q(decided_by=F("cosigned_by")),
                name="purchase_signed_by_two",
            ),
        ]


class PurchaseQuote(models.Model):
    """What a supplier asks for it: ``cents`` without VAT; ``file`` is a file of the purchase.

    Of one supplier the newest counts; those before it stay as they were.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Purchase, models.CASCADE, related_name="quotes", db_index=False)
    nth = models.PositiveSmallIntegerField()
    supplier = models.CharField(max_length=200)
    supplier_key = models.CharField(max_length=200)
    cents = models.BigIntegerField()
    file = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="purchase",
        public=("id", "record", "nth", "supplier", "supplier_key", "cents", "file", "added_at"),
        personal=("added_by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "nth"], name="purchase_quote_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="purchase_quote_asks_something"),
        ]

    def __str__(self) -> str:
        return self.supplier


class PurchaseBudget(models.Model):
    """The money of a unit for small purchases in a year, in euro cents with VAT.

    Without ``cents`` it is what the library says of the level. Who decides on money of a unit locks this
    row first, so that two at once never spend the same.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    cents = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    set_at = models.DateTimeField(null=True)
    set_by = models.UUIDField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="purchase",
        public=("id", "unit", "year", "cents", "reason", "set_at"),
        personal=("set_by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="purchase_budget_once"),
            models.CheckConstraint(
                condition=Q(cents__isnull=True) | (Q(cents__gte=0) & Q(set_at__isnull=False)),
                name="purchase_budget_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class PurchaseStep(StepRow):
    """One step in the life of a small purchase."""

    record = models.ForeignKey(Purchase, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="purchase_step_once")
        ]
