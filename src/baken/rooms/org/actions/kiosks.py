"""Sets a kiosk up, lets its device prove itself once, and shuts it down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.place_codes import give_place_codes, kept_by
from baken.rooms.org.models import Kiosk, PlaceCode
from baken.rooms.org.permits import MANAGE_KIOSK
from baken.rooms.org.queries.kiosks import digest_of, is_waiting
from baken.rooms.org.queries.parts import kiosk_parts
from baken.rooms.org.queries.places import Place, owner_of
from baken.rooms.org.rules.place_codes import LENGTH, code_of, plain_code

SETUP_TIME = timedelta(hours=1)


@dataclass(frozen=True)
class SetUp:
    """A kiosk with the code that sets its device up; the code is told here and nowhere else."""

    kiosk: Kiosk
    setup_code: str


def set_up_kiosk(*, actor: Actor, place: Place, name: str, at: datetime) -> SetUp:
    """Let there be a kiosk at a place; its device is whoever enters the set-up code within an hour.

    Raises AccessDenied, and FieldsRefused for a name that is empty or taken at this place.
    """
    plain = name.strip()[:80]
    if not plain:
        raise FieldsRefused({"name": _("Give the kiosk a name, such as where it stands.")})
    with transaction.atomic():
        refuse_unless(actor, MANAGE_KIOSK, owner_of(place))
        (coded,) = give_place_codes(actor=actor, places=[place], at=at)
        record = locked(kept_by(coded))
        row = PlaceCode.objects.get(code=coded.code)
        if Kiosk.objects.filter(place=row, name=plain, withdrawn_at__isnull=True).exists():
            taken = _(
                "There is a kiosk of this name here. Set it up again, or choose another name."
            )
            raise FieldsRefused({"name": taken})
        kiosk = Kiosk(code=_drawn(), name=plain, place=row, made_at=at, made_by=actor.person)
        setup_code = _open(kiosk, at)
        kiosk.save(force_insert=True)
        entry = Entry(code="org.place.kiosk_set_up", **_told(record, kiosk))
        append(record=record, actor=_signed(actor, coded), at=at, entry=entry)
    return SetUp(kiosk, setup_code)


def renew_kiosk(*, actor: Actor, kiosk: Kiosk, place: Place, at: datetime) -> SetUp:
    """Give a new set-up code; the device of before may report no more. Raises AccessDenied."""
    with transaction.atomic():
        refuse_unless(actor, MANAGE_KIOSK, owner_of(place))
        record = locked(kept_by(place))
        fresh = Kiosk.objects.get(pk=kiosk.pk)
        setup_code = _open(fresh, at)
        fresh.save(update_fields=["setup_digest", "setup_until", "secret_digest"])
        entry = Entry(code="org.place.kiosk_renewed", **_told(record, fresh))
        append(record=record, actor=_signed(actor, place), at=at, entry=entry)
    return SetUp(fresh, setup_code)


def pair_kiosk(*, actor: Actor, kiosk: Kiosk, place: Place, typed: str, at: datetime) -> str:
    """Let the device that enters the set-up code be the kiosk; returns its secret, told once.

    ``actor`` is the product: whoever stands at the device is nobody yet. Returns nothing when the
    code is wrong, used or too old.
    """
    with transaction.atomic():
        record = locked(kept_by(place))
        fresh = Kiosk.objects.get(pk=kiosk.pk)
        fits = secrets.compare_digest(fresh.setup_digest, digest_of(plain_code(typed)))
        if not (fits and is_waiting(fresh, at)) or fresh.withdrawn_at:
            return ""
        secret = secrets.token_urlsafe(32)
        fresh.setup_digest, fresh.setup_until = "", None
        fresh.secret_digest = digest_of(secret)
        fresh.save(update_fields=["setup_digest", "setup_until", "secret_digest"])
        entry = Entry(code="org.place.kiosk_paired", **_told(record, fresh))
        append(record=record, actor=actor, at=at, entry=entry)
    return secret


def shut_kiosk(*, actor: Actor, kiosk: Kiosk, place: Place, at: datetime) -> None:
    """Let a kiosk report no more, for good. Raises AccessDenied."""
    with transaction.atomic():
        refuse_unless(actor, MANAGE_KIOSK, owner_of(place))
        record = locked(kept_by(place))
        fresh = Kiosk.objects.get(pk=kiosk.pk)
        if fresh.withdrawn_at:
            return
        fresh.withdrawn_at = at
        fresh.setup_digest = fresh.secret_digest = ""
        fresh.save(update_fields=["withdrawn_at", "setup_digest", "secret_digest"])
        entry = Entry(code="org.place.kiosk_shut", **_told(record, fresh))
        append(record=record, actor=_signed(actor, place), at=at, entry=entry)


def _open(kiosk: Kiosk, at: datetime) -> str:
    """Let a new set-up code hold for an hour, and no device be this kiosk until it is entered."""
    setup_code = _drawn()
    kiosk.setup_digest, kiosk.setup_until = digest_of(setup_code), at + SETUP_TIME
    kiosk.secret_digest = ""
    return setup_code


def _told(record: Any, kiosk: Kiosk) -> dict[str, Any]:
    """What stands in the history of the place, which vouches for the kiosk as it is now."""
    return {
        "from_state": record.state,
        "to_state": record.state,
        "facts": {"kiosk": kiosk.code},
        "words": {"kiosk_name": kiosk.name},
        "parts": kiosk_parts([kiosk]),
    }


def _signed(actor: Actor, place: Place) -> Actor:
    return signing(actor, MANAGE_KIOSK, owner_of(place))


def _drawn() -> str:
    return code_of(secrets.randbits(5 * LENGTH))
