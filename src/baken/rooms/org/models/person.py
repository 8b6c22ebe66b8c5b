"""A person, and the history of their entry."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baken.core.access.roots import Root
from baken.core.access.scope import AccessSpec
from baken.core.records.privacy import Privacy
from baken.core.trail.models import StepRow


class Person(Root):
    """Somebody who works for or with the organisation; no citizen number, no medical data.

    ``ref`` is the personnel number, ``unit`` the unit where the person belongs.
    Source: domain reference, organisation, section 1.5.
    """

    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20)
    email = models.EmailField(blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    access = AccessSpec(owner_unit="", confidentiality="")
    read_permit = "org.person.read"
    page_name = "org:person"
    privacy = Privacy(
        retention="person",
        public=("number", "id", "status", "unit", "owner_unit", "confidentiality", "state"),
        personal=("ref", "name", "rank", "email", "account"),
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "number"], name="person_by_unit")]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}".strip()


class PersonStep(StepRow):
    """The history of a person's entry: imported, changed, appointed, delegated to, kept away."""

    record = models.ForeignKey(Person, models.PROTECT, related_name="steps")

    class Meta(StepRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "serial"], name="person_step_once")
        ]
