"""A unit in the tree as it is now, its steps, and the number of the tree's present version."""

from __future__ import annotations

from django.db import models

from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Units(models.Manager["Unit"]):
    """Everybody may see which units there are: these rows have no guard to go through."""

    def for_system(self, *, reason: str) -> models.QuerySet[Unit]:
        """All units; the reason is for those who read guarded tables the same way."""
        return self.all()


class Unit(models.Model):
    """A node of the organisation as it is now. ``path`` is four digits per level, the parent's first.

    ``level`` runs from 0 (individual) to 7 (ministry). ``restricted`` closes the unit and all
    below it to readers from above; ``independent`` marks overseers outside the line. A dissolved
    unit stays where it was, so that what happened there can still be found. ``ends_on`` is the last
    day: announced while the unit exists, and the day it was once it is dissolved.
    Source: domain reference, organisation, sections 1-3 and 10.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=30, default="unit")
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=60, unique=True)
    site = models.CharField(max_length=80, blank=True)
    strength = models.PositiveIntegerField(null=True)
    restricted = models.BooleanField(default=False)
    independent = models.BooleanField(default=False)
    state = models.CharField(max_length=24, default="existing")
    ends_on = models.DateField(null=True)

    objects = Units()

    access = AccessSpec(unit="itself", owner_unit="", confidentiality="")
    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "code",
            "name_nl",
            "name_en",
            "kind",
            "level",
            "parent",
            "path",
            "site",
            "strength",
            "restricted",
            "independent",
            "state",
            "ends_on",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=0, level__lte=7), name="unit_level_0_to_7"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """What people call it by: its code."""
        return self.code

    @property
    def itself(self) -> Unit:
        """The unit, for those who ask of which unit a record is."""
        return self


class UnitStep(StepRow):
    """The history of a unit: founded, renamed, moved, merged, dissolved."""

    record = models.ForeignKey(Unit, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "serial"], name="unit_step_once")]


class TreeVersion(models.Model):
    """One row that counts changes of the tree, so that a process knows when to read it again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveIntegerField(default=0)

    kind_of_table = "machinery"
    privacy = Privacy(retention="machinery", public=("id", "version"))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_tree_version")]

    def __str__(self) -> str:
        return str(self.version)
