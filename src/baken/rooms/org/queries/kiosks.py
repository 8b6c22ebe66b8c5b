"""Kiosks: which device one is, where it stands, and which there are."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from baken.core.access import Actor, may
from baken.rooms.org.models import Kiosk, Site
from baken.rooms.org.permits import MANAGE_KIOSK
from baken.rooms.org.queries.place_reach import codes_within
from baken.rooms.org.queries.places import Place, owner_of, places_of_rows
from baken.rooms.org.rules.place_codes import plain_code

MOST_KIOSKS = 100


@dataclass(frozen=True)
class Standing:
    """A kiosk with its place, and how it is: waiting for its device, at work or shut down."""

    kiosk: Kiosk
    place: Place
    state: str


def kiosk_at(code: str) -> Standing | None:
    """The kiosk of an address that may still report; it has yet to prove which device it is."""
    rows = Kiosk.objects.filter(code=plain_code(code), withdrawn_at__isnull=True)
    return next(iter(_standing(rows)), None)


def is_device_of(kiosk: Kiosk, secret: str) -> bool:
    """Whether a secret is that of the device that was set up as this kiosk."""
    held = kiosk.secret_digest
    return bool(held and secret) and hmac.compare_digest(held, digest_of(secret))


def kiosks_of(actor: Actor, site: Site | None) -> list[Standing]:
    """The kiosks at a site that the actor manages: those at work first, then shut ones, newest first.

    Where one stands counts, and no poster: one whose poster was withdrawn, or whose building is gone,
    is still there to be shut. Without a site: those on equipment that stands at none now.
    """
    here = Q(place__equipment__isnull=True, place__site=site) if site else Q(pk__in=())
    rows = Kiosk.objects.filter(
        here | Q(place__equipment__isnull=False, place__equipment__site=site)
    )
    rows = rows.filter(codes_within(actor, MANAGE_KIOSK))
    return _standing(rows.order_by(F("withdrawn_at").desc(nulls_first=True), "-id")[:MOST_KIOSKS])


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


def _standing(rows: Any) -> list[Standing]:
    kept = list(rows.select_related("place"))
    places = places_of_rows({one.place_id: one.place for one in kept}.values())
    by_code = {place.code: place for place in places}
    return [Standing(one, by_code[one.place.code], _state(one)) for one in kept]


def _state(kiosk: Kiosk) -> str:
    if kiosk.withdrawn_at:
        return "shut"
    return "at_work" if kiosk.secret_digest else "waiting"
