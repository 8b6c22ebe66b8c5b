"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.accounts.permits import MANAGE_SERVICES, READ_ADMINISTRATION
from baken.rooms.notices.queries import unread_count
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.reports.permits import (
    COUNT,
    CREATE,
    CREATE_FOR,
    READ,
    READ_NOTIFICATION_SUMMARY,
    READ_OCCURRENCE,
    READ_SUMMARY,
    TRY_ROUTES,
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, name, unread notices and languages; an error page before log-in gets little."""
    actor: Actor | None = getattr(request, "actor", None)
    common = {"product_name": "Baken", "languages": settings.LANGUAGES, "demo": settings.DEMO}
    if actor is None or actor.is_nobody:
        return common
    return {
        **common,
        "user_name": actor.name,
        "user_account": actor.account,
        "unread_notices": unread_count(actor),
        "palette_source": reverse("api:palette") if actor.holds(READ_UNIT) else "",
        "shortcuts": "on" if request.user.single_keys else "off",  # type: ignore[union-attr]
        "account_links": account_links(actor),
        "administers_until": actor.administers.until if actor.administers else None,
        "nav": [
            {"label": label, "url": url, "current": _is_current(request, url)}
            for label, url in places(actor)
        ],
    }


def places(actor: Actor) -> list[tuple[str, str]]:
    """Where this actor has something to look for."""
    places = [(_("Inbox"), reverse("site:home"))]
    if actor.holds(CREATE):
        places.append((_("My reports"), reverse("reports:own")))
    if any(grant.reach.ranges for grant in actor.grants_of(READ)):
        places.append((_("Reports"), reverse("reports:reports")))
    if actor.holds(READ_OCCURRENCE) or actor.holds(READ_SUMMARY):
        places.append((_("Occurrences"), reverse("reports:occurrences")))
    elif actor.holds(COUNT):
        places.append((_("Counts"), reverse("reports:counts")))
    if any(grant.reach.ranges for grant in actor.grants_of(READ_NOTIFICATION_SUMMARY)):
        places.append((_("Duties to notify"), reverse("reports:notifications")))
    if actor.holds(CREATE_FOR):
        places.append((_("Enter for somebody"), reverse("reports:desk")))
    places.append((_("Organisation"), reverse("org:tree")))
    return places


def account_links(actor: Actor) -> list[dict[str, str]]:
    """What stands under one's own name."""
    links = [
        {"label": _("My posts"), "url": reverse("org:own-posts")},
        {"label": _("Log-in and security"), "url": reverse("accounts:own")},
    ]
    if actor.duty or actor.administers:
        links.append({"label": _("Administration"), "url": reverse("site:administration")})
    if actor.holds(MANAGE_SERVICES):
        links.append({"label": _("Service accounts"), "url": reverse("site:services")})
    if actor.holds(TRY_ROUTES):
        links.append({"label": _("Where reports go"), "url": reverse("reports:routes")})
    if actor.holds(READ_ADMINISTRATION):
        links.append({"label": _("Who administered"), "url": reverse("site:administrations")})
    return links


def _is_current(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url + "/"))
