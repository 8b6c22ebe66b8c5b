"""Kiosks: which device one is, where it stands, and which there are."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.lists import USUAL_ROWS, Page, newest
from baken.rooms.org.models import Kiosk, Site
from baken.rooms.org.permits import MANAGE_KIOSK
from baken.rooms.org.queries.place_reach import codes_within
from baken.rooms.org.queries.places import Place, owner_of, places_of_rows
from baken.rooms.org.rules.place_codes import plain_code

OPEN, SHUT = "open", "shut"


@dataclass(frozen=True)
class Standing:
    """A kiosk with its place, and how it is: waiting for its device, at work or shut down."""

    kiosk: Kiosk
    place: Place
    state: str


def kiosk_at(code: str) -> Standing | None:
    """The kiosk of an address that may still report; it has yet to prove which device it is."""
    rows = Kiosk.objects.filter(code=plain_code(code), withdrawn_at__isnull=True)
    return next(iter(_standing(rows.select_related("place"))), None)


def is_device_of(kiosk: Kiosk, secret: str) -> bool:
    """Whether a secret is that of the device that was set up as this kiosk."""
    held = kiosk.secret_digest
    return bool(held and secret) and hmac.compare_digest(held, digest_of(secret))


def kiosks_of(
    actor: Actor,
    site: Site | None,
    *,
    state: str = "",
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The kiosks at a site that the actor manages, newest first; ``state`` is open, shut or both.

    Where one stands counts, and no poster: one whose poster was withdrawn, or whose building is gone,
    is still there to be shut. Without a site: those on equipment that stands at none now.
    Raises BadCursor when the cursor is not one of ours.
    """
    here = Q(place__equipment__isnull=True, place__site=site) if site else Q(pk__in=())
    rows = Kiosk.objects.filter(
        here | Q(place__equipment__isnull=False, place__equipment__site=site)
    )
    if state:
        rows = rows.filter(withdrawn_at__isnull=state == OPEN)
    rows = rows.filter(codes_within(actor, MANAGE_KIOSK)).select_related("place")
    page = newest(rows, cursor, limit)
    return Page(_standing(page.items), page.next_cursor)


def kiosk_managed(actor: Actor, code: str) -> Standing | None:
    """One kiosk that may still report, for whoever manages it."""
    found = kiosk_at(code)
    return found if found and may_manage_kiosk(actor, found.place) else None


def may_manage_kiosk(actor: Actor, place: Place) -> bool:
    """Whether somebody sets up and shuts down kiosks at a place."""
    return may(actor, MANAGE_KIOSK, owner_of(place))


def digest_of(secret: str) -> str:
    """What is kept of a secret or a set-up code: without the server's secret it tells nothing."""
    message = b"kiosk" + secret.encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def is_waiting(kiosk: Kiosk, at: datetime) -> bool:
    """Whether a set-up code still holds."""
    return kiosk.setup_until is not None and at < kiosk.setup_until


def _standing(kiosks: Iterable[Kiosk]) -> list[Standing]:
    kept = list(kiosks)
    places = places_of_rows({one.place_id: one.place for one in kept}.values())
    by_code = {place.code: place for place in places}
    return [Standing(one, by_code[one.place.code], _state(one)) for one in kept]


def _state(kiosk: Kiosk) -> str:
    if kiosk.withdrawn_at:
        return SHUT
    return "at_work" if kiosk.secret_digest else "waiting"
