"""What the lists of this room share: the tabs above them and the ways to further pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import Page
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


def pages(request: HttpRequest, found: Page) -> dict[str, str]:
    """Addresses of the next page and of the first one, with the same filters."""
    query = request.GET.copy()
    here = query.pop("cursor", None)
    first = f"?{query.urlencode()}" if here else ""
    query["cursor"] = found.next_cursor
    following = f"?{query.urlencode()}" if found.next_cursor else ""
    return {"next_url": following, "previous_url": first, "label": _("Pages of this list")}


def filtered(request: HttpRequest, form: Any) -> bool:
    """Whether some filter was set."""
    return any(request.GET.get(name) for name in form.fields)
