"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from baken.core.access import Actor
from baken.rooms.notices.queries import unread_count
from baken.rooms.org.permits import READ_UNIT
from baken.site.doors import menu_of


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
        "account_links": [{"label": name, "url": url} for name, url in menu_of(actor, "account")],
        "administers_until": actor.administers.until if actor.administers else None,
        "footer_links": [{"label": label, "url": url} for label, url in menu_of(actor, "foot")],
        "nav": [
            {"label": label, "url": url, "current": _is_current(request, url)}
            for label, url in menu_of(actor, "page")
        ],
    }


def _is_current(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url + "/"))
