"""A site with its history, who held it when, and the workplaces that units have there."""

from __future__ import annotations

from django.db import models

from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Sites(models.Manager["Site"]):
    """Everybody may see which sites there are: these rows have no guard to go through."""

    def for_system(self, *, reason: str) -> models.QuerySet[Site]:
        """All sites; the reason is for those who read guarded tables the same way."""
        return self.all()


class Site(models.Model):
    """A barracks, base, port or camp. ``holder`` answers for the place itself, others lodge there.

    ``holder`` is who holds it now; ``SiteHolder`` tells of every day.
    ``time_zone`` is an IANA name; ``buildings`` are the names that people use there.
    Source: domain reference, organisation, section 1.4.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    holder = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    location = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="Europe/Amsterdam")
    buildings = models.JSONField(default=list)
    state = models.CharField(max_length=24, default="in_use")

    objects = Sites()

    access = AccessSpec(unit="holder", owner_unit="", confidentiality="")
    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=(
            "id",
            "code",
            "name_nl",
            "name_en",
            "holder",
            "location",
            "time_zone",
            "buildings",
            "state",
        ),
    )

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """What people call it by: its code."""
        return self.code


class SiteHolder(models.Model):
    """Which unit held a site, from a day until a day.

    ``until`` is the last day; empty for the one who holds it now. A day on which the site changed hands
    is a day of each who held it then, if only for some hours; rights of now come from ``Site.holder``.
    """

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="holders", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    until = models.DateField(null=True)

    kind_of_table = "reference"
    privacy = Privacy(retention="organisation", public=("id", "site", "unit", "from_on", "until"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "unit", "from_on"], name="site_holder_once"),
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(until__isnull=True),
                name="one_present_site_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("from_on")),
                name="site_holder_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["until"], name="site_holder_until")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.unit_id} from {self.from_on}"


class SiteStep(StepRow):
    """The history of a site: it came in, was changed, went to another holder."""

    record = models.ForeignKey(Site, models.PROTECT, related_name="steps", db_index=False)

    class Meta(StepRow.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "serial"], name="site_step_once")]


class Workplace(models.Model):
    """The work of one kind that a unit does at a site, with how many people of which functions."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="workplaces", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    type = models.CharField(max_length=40)
    headcount = models.PositiveIntegerField(null=True)
    function_groups = models.JSONField(default=list)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="organisation",
        public=("id", "site", "unit", "type", "headcount", "function_groups"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "unit", "type"], name="workplace_once")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.unit_id}"
