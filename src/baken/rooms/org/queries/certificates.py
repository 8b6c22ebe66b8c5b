"""The certificates of whoever acts, that are valid on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from baken.core.access import Actor
from baken.rooms.org.models import Qualification
from baken.rooms.org.queries.holders import person_of_actor


@dataclass(frozen=True)
class Certificate:
    """A qualification with its number, and the last day on which it is valid; None is for good."""

    code: str
    number: str
    valid_until: date | None


def certificates_of(actor: Actor, day: date) -> list[Certificate]:
    """What an actor is qualified for on a day, by their own person; of nobody nothing."""
    person = person_of_actor(actor) if actor.person is not None else None
    if person is None:
        return []
    rows = Qualification.objects.of(person).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), obtained_on__lte=day
    )
    return [
        Certificate(one.code, one.certificate, one.valid_until)
        for one in rows.order_by("code", "pk")
    ]
