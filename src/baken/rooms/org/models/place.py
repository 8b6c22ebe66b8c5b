"""The code on the poster of a place or of equipment, and the kiosks that stand at such a place."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.records.privacy import Privacy


class PlaceCode(models.Model):
    """The code under which a site, a building, a workplace or equipment is reported about.

    It is drawn at random, so that only who stands before the poster knows it, and it stays the same
    when names, holders or secrets change. ``building`` is the name of a building of the site.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10)
    site = models.ForeignKey(
        "org.Site", models.PROTECT, null=True, related_name="+", db_index=False
    )
    building = models.CharField(max_length=120, blank=True)
    workplace = models.ForeignKey("org.Workplace", models.PROTECT, null=True, related_name="+")
    equipment = models.ForeignKey("org.Equipment", models.PROTECT, null=True, related_name="+")
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "code",
            "kind",
            "site",
            "building",
            "workplace",
            "equipment",
            "given_on",
            "withdrawn_on",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="site", site__isnull=False, building="")
                | (Q(kind="building", site__isnull=False) & ~Q(building=""))
                | Q(kind="workplace", site__isnull=False, workplace__isnull=False)
                | Q(kind="equipment", equipment__isnull=False),
                name="place_code_has_its_place",
            ),
            models.UniqueConstraint(
                fields=["site", "building"],
                condition=Q(kind__in=["site", "building"], withdrawn_on__isnull=True),
                name="one_code_of_site_or_building",
            ),
            models.UniqueConstraint(
                fields=["workplace"],
                condition=Q(kind="workplace", withdrawn_on__isnull=True),
                name="one_code_of_workplace",
            ),
            models.UniqueConstraint(
                fields=["equipment"],
                condition=Q(kind="equipment", withdrawn_on__isnull=True),
                name="one_code_of_equipment",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Kiosk(models.Model):
    """A screen that stands at a place, on which anybody can report without logging in.

    The device proves itself with a secret of its own, of which a digest is kept; it gets it once, for
    a set-up code that lasts an hour. A new set-up code shuts out the device of before.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    place = models.ForeignKey(PlaceCode, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    setup_digest = models.CharField(max_length=64, blank=True)
    setup_until = models.DateTimeField(null=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="organisation",
        public=("id", "code", "name", "place", "made_at", "setup_until", "withdrawn_at"),
        personal=("made_by",),
        secret=("setup_digest", "secret_digest"),
    )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
