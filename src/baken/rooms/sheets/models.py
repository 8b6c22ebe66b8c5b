"""A filled-in instrument with its answers, what was said beside them, repetitions, scores and copy."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow

PLACE = ("record", "key", "repetition")


class Sheet(Root):
    """A filled-in instrument (blad): one version of one instrument, for one unit.

    ``instrument`` and ``version`` name the definition, ``sha256`` is what it was when the sheet was begun.
    ``serves`` is the kind of record it serves; that record is tied by ``core.links``. ``earlier`` is the
    sheet it follows on. ``serial`` counts the changes to what was filled in. ``asked``, ``answered`` and
    ``gaps`` are how many questions are asked now, answered, and answered by what is not in order;
    ``worst_now`` and ``worst_after`` the worst class of its risks, as they are and once measures work.
    Source: house rule on instruments as data; domain reference, instruments, sections 2 and 3.
    """

    title = models.CharField(max_length=200)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    serves = models.CharField(max_length=20)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    serial = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    worst_now = models.CharField(max_length=8, blank=True)
    worst_after = models.CharField(max_length=8, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField(null=True)
    touched_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    prefix = "BL"
    read_permit = "sheets.sheet.read"
    page_name = "sheets:sheet"
    search_fields = ("title",)
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
            "instrument",
            "version",
            "sha256",
            "serves",
            "earlier",
            "serial",
            "asked",
            "answered",
            "gaps",
            "worst_now",
            "worst_after",
            "begun_at",
            "touched_at",
            "frozen_at",
        ),
        personal=("begun_by",),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "number", "state", "confidentiality"], name="sheet_by_unit"
            ),
            models.Index(
                fields=["owner_unit", "number", "state", "confidentiality"],
                condition=Q(owner_unit__isnull=False),
                name="sheet_by_owner",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="sheet_says_what"),
            models.CheckConstraint(
                condition=Q(state="frozen", frozen_at__isnull=False)
                | (~Q(state="frozen") & Q(frozen_at__isnull=True)),
                name="sheet_frozen_says_when",
            ),
        ]


class SheetAnswer(models.Model):
    """What was answered to a question, in one repetition; ``serial`` is the change that made it so.

    ``value`` is an answer as ``core.instruments.filling`` checks it, ``reason`` says why the question does
    not apply, ``by`` and ``post`` who answered. Several people answer one sheet: each answer keeps its own.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Sheet, models.CASCADE, related_name="answers", db_index=False)
    key = models.CharField(max_length=64)
    repetition = models.CharField(max_length=40, blank=True)
    serial = models.PositiveIntegerField()
    value = models.JSONField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    post = models.CharField(max_length=200, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=("id", "record", "key", "repetition", "serial", "at", "post"),
        personal=("value", "reason", "by"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=PLACE, name="sheet_answer_once")]

    def __str__(self) -> str:
        return f"answer to {self.key}"


class SheetRival(models.Model):
    """An answer given without knowing of another that was given meanwhile: both stay until one is chosen."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Sheet, models.CASCADE, related_name="rivals", db_index=False)
    key = models.CharField(max_length=64)
    repetition = models.CharField(max_length=40, blank=True)
    serial = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    post = models.CharField(max_length=200, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=("id", "record", "key", "repetition", "serial", "at", "post"),
        personal=("value", "reason", "by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="sheet_rival_once")
        ]

    def __str__(self) -> str:
        return f"second answer to {self.key}"


class SheetRepetition(models.Model):
    """One of the things that a section is filled in for: a machine, a workplace, a group of people."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Sheet, models.CASCADE, related_name="repetitions", db_index=False)
    section = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=("id", "record", "section", "name", "label", "at"),
        personal=("by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "name"], name="sheet_repetition_once"),
            models.UniqueConstraint(
                fields=["record", "section", "label"], name="sheet_repetition_label_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SheetScore(models.Model):
    """How one person scored a risk that an answer brought, ``current`` or ``residual``; the worst counts.

    ``choice`` gives the value on every axis of the model, ``argument`` why.
    Source: domain reference, instruments, section 4.1 (at least two people score; store spread).
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Sheet, models.CASCADE, related_name="scores", db_index=False)
    key = models.CharField(max_length=64)
    repetition = models.CharField(max_length=40, blank=True)
    moment = models.CharField(max_length=8)
    choice = models.JSONField()
    argument = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    post = models.CharField(max_length=200, blank=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=("id", "record", "key", "repetition", "moment", "choice", "argument", "at", "post"),
        personal=("by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=[*PLACE, "moment", "by"], name="sheet_score_once"),
            models.CheckConstraint(
                condition=Q(moment__in=["current", "residual"]), name="sheet_score_moment_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"score of {self.key}"


class SheetEvidence(models.Model):
    """A photo or document that goes with an answer; the file itself lies with the sheet."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Sheet, models.CASCADE, related_name="evidence", db_index=False)
    key = models.CharField(max_length=64)
    repetition = models.CharField(max_length=40, blank=True)
    file = models.UUIDField()
    taken_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment",
        public=("id", "record", "key", "repetition", "file", "taken_on", "at"),
        personal=("by",),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=[*PLACE, "file"], name="sheet_evidence_once")]

    def __str__(self) -> str:
        return f"evidence of {self.key}"


class SheetCopy(models.Model):
    """A sheet as it was frozen: every text, answer, author and score, independent of any definition.

    ``content`` is a document of its own (``rules/frozen.py`` says of what shape), ``sha256`` its checksum.
    """

    record = models.OneToOneField(
        Sheet, models.CASCADE, related_name="copy", primary_key=True, db_index=False
    )
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = GuardedManager()

    kind_of_table = "child"
    privacy = Privacy(
        retention="assessment", public=("record", "sha256", "made_at"), personal=("content",)
    )

    def __str__(self) -> str:
        return f"copy of {self.record_id}"


class SheetStep(StepRow):
    """One step in the life of a sheet."""

    record = models.ForeignKey(Sheet, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "serial"], name="sheet_step_once")]
