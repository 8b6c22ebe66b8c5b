"""Root records: the guarded abstract models that rooms build on."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import uuid6
from django.conf import settings
from django.db import models
from django.db.models import Q

from baken.core.access.managers import GuardedManager
from baken.core.access.reach import Confidentiality
from baken.core.access.scope import AccessSpec
from baken.core.records.numbers import RowNumberField
from baken.core.records.rolled import Rolled

_roots: dict[str, type[Root]] = {}


def ordered_uuid() -> uuid.UUID:
    """A UUIDv7: unique outside, ordered in time."""
    return uuid.UUID(int=uuid6.uuid7().int)


class Root(models.Model):
    """A record that people refer to: row number, UUID, reference, unit, confidentiality, state.

    ``number`` sorts by time (core.records). ``owner_unit`` is empty when the unit itself owns.
    A room's root names its prefix, its access fields and the permit that shows it; ``rolled`` says by
    what its records are counted, when they are, and ``rolled_also`` by what else.
    """

    number: Any = RowNumberField(primary_key=True)
    id = models.UUIDField(unique=True, default=ordered_uuid, editable=False)
    ref = models.CharField(max_length=20, unique=True)
    unit = models.ForeignKey(settings.UNIT_MODEL, models.PROTECT, related_name="+", db_index=False)
    owner_unit = models.ForeignKey(
        settings.UNIT_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    confidentiality = models.PositiveSmallIntegerField(
        default=Confidentiality.NORMAL,
        choices=[(int(level), level.name.lower()) for level in Confidentiality],
    )
    state = models.CharField(max_length=24)

    objects = GuardedManager()

    access: ClassVar[AccessSpec] = AccessSpec()
    prefix: ClassVar[str] = ""
    read_permit: ClassVar[str] = ""
    summary_permit: ClassVar[str] = ""
    kind_of_table: ClassVar[str] = "root"
    page_name: ClassVar[str] = ""
    rolled: ClassVar[Rolled | None] = None
    rolled_also: ClassVar[tuple[Rolled, ...]] = ()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.prefix:
            _roots[cls.prefix] = cls

    def __str__(self) -> str:
        return self.ref

    @property
    def acting_unit(self) -> Any:
        """The unit that must act: the owner unit, or the unit when none was named."""
        return self.owner_unit or self.unit

    @classmethod
    def visible_with(cls) -> tuple[str, ...]:
        """The permits that show at least something of these records, the widest view first."""
        return tuple(permit for permit in (cls.read_permit, cls.summary_permit) if permit)

    @classmethod
    def ref_condition(cls, ref: str) -> Q:
        """How a record is found by its reference number or UUID; nonsense finds nothing."""
        try:
            return Q(id=uuid.UUID(ref))
        except ValueError:
            wanted = ref.strip().upper()[:20]
            return Q(ref=wanted) if wanted.isprintable() else Q(pk__in=[])


def root_classes() -> dict[str, type[Root]]:
    """Every root by its reference prefix."""
    return dict(_roots)


def root_of_ref(ref: str) -> type[Root] | None:
    """The root whose references look like this one."""
    return _roots.get(ref.strip().upper().split("-", 1)[0])
