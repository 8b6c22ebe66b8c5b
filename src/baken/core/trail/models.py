"""The step row every root's history is made of, and the daily seal over all of them."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any, ClassVar

from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy

STEP_PRIVACY = Privacy(
    retention="trail",
    public=(
        "number",
        "record",
        "serial",
        "code",
        "from_state",
        "to_state",
        "at",
        "facts",
        "commitments",
        "previous",
        "hash",
    ),
    personal=("actor", "words"),
    secret=("salts",),
)


class StepRow(models.Model):
    """One step in the life of a record; never changed, only added.

    ``facts`` are public values set by the step. ``words`` holds what may be erased (who, note, free
    text); ``commitments`` binds them, and the sealed fields of the record, into the chain.
    A room's concrete row adds ``record``, a foreign key to its root with ``related_name="steps"``.
    """

    number: Any = RowNumberField(primary_key=True)
    serial = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    salts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = GuardedManager()

    kind_of_table: ClassVar[str] = "child"
    privacy: ClassVar[Privacy] = STEP_PRIVACY

    class Meta:
        abstract = True
        ordering = ["serial"]

    def __str__(self) -> str:
        return f"{self.serial} {self.code}"

    def content(self) -> dict[str, Any]:
        """What the row's hash covers."""
        return {
            "record": self.record_id,  # type: ignore[attr-defined]
            "serial": self.serial,
            "code": self.code,
            "from": self.from_state,
            "to": self.to_state,
            "at": self.at.astimezone(UTC),
            "facts": self.facts,
            "commitments": self.commitments,
        }


class AdministeredStep(models.Model):
    """That a step was taken within an administration session: which session, and where it stands.

    ``ref`` is empty for steps about persons and accounts, whose references name somebody.
    """

    number: Any = RowNumberField(primary_key=True)
    session = models.UUIDField()
    table = models.CharField(max_length=60)
    ref = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="security_log", public=("number", "session", "table", "ref", "code", "at")
    )

    class Meta:
        indexes = [models.Index(fields=["session", "number"], name="steps_of_administration")]

    def __str__(self) -> str:
        return f"{self.session} {self.code}"


class Seal(models.Model):
    """The Merkle root over the step rows of one table since the seal before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    table = models.CharField(max_length=60)
    serial = models.PositiveIntegerField()
    at = models.DateTimeField()
    after_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="trail",
        public=(
            "id",
            "table",
            "serial",
            "at",
            "after_number",
            "last_number",
            "rows",
            "root",
            "previous",
            "hash",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "serial"], name="one_seal_per_serial")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.serial}"
