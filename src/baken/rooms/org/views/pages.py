"""What the lists of this room share: the tabs above them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.rooms.org.permits import READ_EQUIPMENT


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The ways into the organisation: units, locations and, for whoever may see it, equipment."""
    places = [("tree", _("Units")), ("sites", _("Locations"))]
    if actor.holds(READ_EQUIPMENT):
        places.append(("equipment-list", _("Equipment")))
    return [
        {"label": label, "url": reverse(f"org:{name}"), "current": name == current}
        for name, label in places
    ]
