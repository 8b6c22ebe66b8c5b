"""What the org room answers: units found by name or code."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.questions import SearchHit
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import tree


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Units whose code or name holds the text."""
    wanted = text.strip().lower()
    if not actor.holds(READ_UNIT) or len(wanted) < 2:
        return
    found = (
        unit for unit in tree().units if wanted in unit.code.lower() or wanted in unit.name.lower()
    )
    for _place, unit in zip(range(most), found, strict=False):
        yield SearchHit(
            kind=_("Unit"),
            ref=unit.code,
            title=unit.name,
            text=unit.site,
            url=reverse("org:unit", args=[unit.code]),
            number=0,
        )
