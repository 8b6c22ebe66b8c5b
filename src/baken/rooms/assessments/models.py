"""An assessment with what it rests on, what it covers, its findings, reviews and follow-ups."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.access.withheld import Withheld
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow
from baken.rooms.assessments.permits import FOLLOW

IN_FORCE = ("in_force", "review_due", "under_revision", "superseded", "expired")


class Assessment(Root):
    """An assessment (RI&E): what can go wrong in a unit, how bad it is, and what is done about it.

    ``kind`` is that of its instrument. ``scope`` says what it is about: organisation, sites, groups of
    people, workplaces; ``headcount`` how many people. ``kept_at`` is filled until it is in force: until
    then only who follows assessments reads it. ``scopes`` are the fields in which experts review it beside
    the system review. ``due_on`` is the last day of what is next. ``valid_until`` and ``review_on`` are
    days; ``reason`` says why it must be looked at again. ``earlier`` is the one it replaces, ``decided_by``
    who signed it for the unit.
    Source: Working Conditions Act 5; domain reference, instruments, sections 2 and 6.
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    scope = models.TextField()
    headcount = models.PositiveIntegerField()
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    scopes = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField(null=True)
    touched_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_post = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField(null=True)
    review_on = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    reason_text = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    prefix = "A"
    access = AccessSpec(
        withheld=Withheld(
            field="kept_at", keys=(FOLLOW,), why=_("This assessment is not in force yet.")
        )
    )
    read_permit = "assessments.assessment.read"
    page_name = "assessments:assessment"
    search_fields = ("title", "scope")
    privacy = Privacy(
        retention="assessment",
        public=(
            "number",
            "id",
            "ref",
            "unit",
            "owner_unit",
            "confidentiality",
            "state",
            "title",
            "kind",
            "scope",
            "headcount",
            "earlier",
            "scopes",
            "begun_at",
            "touched_at",
            "kept_at",
            "in_force_at",
            "decided_post",
            "valid_until",
            "review_on",
            "reason",
            "reason_text",
            "ended_at",
        ),
        personal=("begun_by", "decided_by"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="assessment_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="assessment_by_owner",
            ),
            models.Index(
                fields=["state", "review_on", "valid_until"],
                condition=Q(review_on__isnull=False),
                name="assessment_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(scope="") & Q(headcount__gt=0),
                name="assessment_says_what",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_FORCE, in_force_at__isnull=False, kept_at__isnull=True)
                | (~Q(state__in=IN_FORCE) & Q(in_force_at__isnull=True, kept_at__isnull=False)),
                name="assessment_in_force_says_when",
            ),
        ]


class AssessmentBasis(models.Model):
    """One thing an assessment must rest on or cover: it is used, or left out with an argument.

    ``sort`` is ``input`` (something it rests on) or ``group`` (a main risk group that it covers), ``code``
    which; ``standing`` is open, settled or left_out; ``text`` says where it is, or why it is left out.
    Source: domain reference, instruments, section 6.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Assessment, models.CASCADE, related_name="basis", db_index=False)
    sort = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    standing = models.CharField(max_length=8, default="open")
    text = models.TextField(blank=True)
    at = models.DateTimeField(null=True)
    by = models.UUIDField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=("id", "record", "sort", "code", "standing", "text", "at"),
        personal=("by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "sort", "code"], name="assessment_basis_once"
            ),
            models.CheckConstraint(
                condition=Q(standing="open", text="", at__isnull=True)
                | (Q(standing__in=["settled", "left_out"], at__isnull=False) & ~Q(text="")),
                name="assessment_basis_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.code}"


class AssessmentFinding(models.Model):
    """A gap that leads to a risk: the answer that brought it, and the risk it became in the register.

    ``risk`` is that of the register by its row number and reference; ``key`` and ``repetition`` say at
    which answer of the sheet it stands, ``nth`` which line of a list of risks. ``native`` is its class on
    the sheet in words of the scoring model there, ``common`` the class that all models share.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Assessment, models.CASCADE, related_name="findings", db_index=False)
    key = models.CharField(max_length=64)
    repetition = models.CharField(max_length=40, blank=True)
    nth = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    common = models.CharField(max_length=8, blank=True)
    scoring_model = models.CharField(max_length=40, blank=True)
    scoring_version = models.PositiveSmallIntegerField(null=True)
    native = models.CharField(max_length=20, blank=True)
    root_cause = models.TextField(blank=True)
    risk_number = models.BigIntegerField()
    risk_ref = models.CharField(max_length=20)
    at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=(
            "id",
            "record",
            "key",
            "repetition",
            "nth",
            "title",
            "label",
            "common",
            "scoring_model",
            "scoring_version",
            "native",
            "root_cause",
            "risk_number",
            "risk_ref",
            "at",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "key", "repetition", "nth"], name="assessment_finding_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentReview(models.Model):
    """What one certified expert judged: the system as a whole, or the risks of a field.

    ``scope`` is ``system`` or a field; ``criteria`` gives for each group of criteria yes, partly or no with
    evidence; ``outcome`` is approved, with_conditions or rejected. ``certificate`` was valid on the day.
    Source: Working Conditions Act 14; domain reference, instruments, section 6 (expert review).
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Assessment, models.CASCADE, related_name="reviews", db_index=False)
    scope = models.CharField(max_length=40)
    criteria = models.JSONField()
    outcome = models.CharField(max_length=16)
    conditions = models.TextField(blank=True)
    conditions_due_on = models.DateField(null=True)
    certificate = models.CharField(max_length=80)
    certificate_code = models.CharField(max_length=40)
    certificate_until = models.DateField(null=True)
    reviewed_on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    post = models.CharField(max_length=200, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=(
            "id",
            "record",
            "scope",
            "criteria",
            "outcome",
            "conditions",
            "conditions_due_on",
            "certificate_code",
            "reviewed_on",
            "at",
            "post",
        ),
        personal=("certificate", "certificate_until", "by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "rejected"])
                | (Q(outcome="with_conditions") & ~Q(conditions="")),
                name="assessment_review_says_conditions",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.scope}"


class AssessmentCondition(models.Model):
    """A condition that an expert attached to a positive review: who meets it, and by when.

    ``asked_by`` is the expert, ``latest_on`` the day by which they asked it, ``owner`` who sees to it and
    ``due_on`` by when, at the latest on that day. ``standing`` is open, met, or lapsed when the field was
    reviewed anew; ``how`` says how it was met, ``noted_by`` who says so, by ``post``. ``told_at`` is when
    owner and superior were told that it is overdue.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        Assessment, models.CASCADE, related_name="conditions", db_index=False
    )
    nth = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    asked_by = models.UUIDField()
    latest_on = models.DateField()
    owner = models.UUIDField(null=True)
    due_on = models.DateField()
    standing = models.CharField(max_length=8, default="open")
    how = models.TextField(blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.UUIDField(null=True)
    post = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=(
            *("id", "record", "nth", "scope", "text", "latest_on", "due_on", "standing", "how"),
            *("noted_at", "post", "told_at"),
        ),
        personal=("asked_by", "owner", "noted_by"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(standing="open"), name="assessment_condition_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "nth"], name="assessment_condition_once"),
            models.CheckConstraint(
                condition=~Q(standing="met") | (Q(noted_at__isnull=False) & ~Q(how="")),
                name="assessment_condition_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"condition {self.nth}"


class AssessmentFollowUp(models.Model):
    """A further inventory (nadere inventarisatie) that answers ask for: work with an owner and a term.

    There is one for each instrument, however many answers ask for it. ``standing`` is open, done or
    dropped; ``text`` says what came of it.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        Assessment, models.CASCADE, related_name="follow_ups", db_index=False
    )
    instrument = models.CharField(max_length=40)
    owner = models.UUIDField(null=True)
    due_on = models.DateField()
    standing = models.CharField(max_length=8, default="open")
    text = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=(
            "id",
            "record",
            "instrument",
            "due_on",
            "standing",
            "text",
            "opened_at",
            "ended_at",
        ),
        personal=("owner",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "instrument"], name="assessment_follow_up_once"
            ),
            models.CheckConstraint(
                condition=Q(standing="open", ended_at__isnull=True)
                | (Q(standing__in=["done", "dropped"], ended_at__isnull=False) & ~Q(text="")),
                name="assessment_follow_up_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.instrument


class AssessmentStep(StepRow):
    """One step in the life of an assessment."""

    record = models.ForeignKey(Assessment, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="assessment_step_once")
        ]
