"""What every root record has, and the register that hands out reference numbers."""

from __future__ import annotations

import uuid

from django.db import models

from baken.core.records.privacy import Privacy


class ReferenceCounter(models.Model):
    """The last reference number given out per prefix and year, and the day its pool was filled."""

    id = models.BigAutoField(primary_key=True)
    prefix = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    opened_on = models.DateField(null=True)

    privacy = Privacy(retention="trail", public=("id", "prefix", "year", "last", "opened_on"))
    kind_of_table = "machinery"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_per_prefix_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"


class ReferencePool(models.Model):
    """Numbers set apart for anonymous records, taken in random order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    prefix = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    taken = models.BooleanField(default=False)

    privacy = Privacy(retention="trail", public=("id", "prefix", "year", "serial", "taken"))
    kind_of_table = "machinery"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year", "serial"], name="pool_serial_once")
        ]
        indexes = [models.Index(fields=["prefix", "year", "taken"], name="pool_free")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.serial:06}"
