"""The tables of counts: what is counted, what is still to be added, and by which tree."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from baken.core.records.privacy import Privacy

NUMBER_BITS = 62


class Counted(models.Model):
    """What a count is of: a root by its prefix, a unit, a month (202611), how closely held, a code."""

    root = models.CharField(max_length=4)
    unit = models.BigIntegerField()
    month = models.PositiveIntegerField()
    confidentiality = models.PositiveSmallIntegerField()
    code = models.TextField()

    kind_of_table: ClassVar[str] = "machinery"

    class Meta:
        abstract = True


class Rollup(Counted):
    """How many records: of the unit itself (``own``), or of the unit and all below it."""

    id = models.BigAutoField(primary_key=True)
    own = models.BooleanField()
    records = models.IntegerField()

    privacy = Privacy(
        retention="machinery",
        public=(
            "id",
            "root",
            "own",
            "unit",
            "month",
            "confidentiality",
            "code",
            "records",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["root", "own", "unit", "month", "confidentiality", "code"],
                name="rollup_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.root} {self.unit} {self.month}: {self.records}"


def no_order() -> int:
    """A number that tells nothing of when it was given; below zero, where no moment lies."""
    return -1 - secrets.randbits(NUMBER_BITS)


class RollupChange(Counted):
    """A record more or less, which the worker has still to fold into the counts.

    Its number follows no order: what somebody did without a name must not stand between two others.
    """

    number = models.BigIntegerField(primary_key=True, default=no_order)
    records = models.IntegerField()

    privacy = Privacy(
        retention="machinery",
        public=("number", "root", "unit", "month", "confidentiality", "code", "records"),
    )

    def __str__(self) -> str:
        return f"{self.root} {self.unit} {self.month}: {self.records:+d}"


class RolledTree(models.Model):
    """The version of the tree by which counts are rolled up; one row, locked by whoever changes them.

    ``complete`` once everything that was there before has been counted. ``recounted_on`` is the day on
    which counts were last compared with the records, ``recounting_at`` since when a worker is at it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=0)
    complete = models.BooleanField(default=False)
    recounted_on = models.DateField(null=True)
    recounting_at = models.DateTimeField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="machinery",
        public=("id", "version", "complete", "recounted_on", "recounting_at"),
    )

    def __str__(self) -> str:
        return str(self.version)


class RolledUnit(models.Model):
    """A unit and the one above it, in the tree by which counts are rolled up."""

    unit = models.BigIntegerField(primary_key=True)
    parent = models.BigIntegerField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(retention="machinery", public=("unit", "parent"))

    def __str__(self) -> str:
        return f"{self.unit} below {self.parent}"
