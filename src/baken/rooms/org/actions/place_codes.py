"""Gives places and equipment the code for their poster, and withdraws it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.org.models import PlaceCode, Site
from baken.rooms.org.permits import MAKE_POSTER
from baken.rooms.org.queries.parts import place_parts
from baken.rooms.org.queries.places import Place, owner_of, with_codes
from baken.rooms.org.rules.place_codes import LENGTH, code_of


def give_place_codes(*, actor: Actor, places: Sequence[Place], at: datetime) -> list[Place]:
    """Give every place that has none a code; returns them all with their code, in the same order.

    What has a code keeps it. Raises AccessDenied for a place where the actor makes no posters;
    nothing is written then.
    """
    with transaction.atomic():
        for place in places:
            refuse_unless(actor, MAKE_POSTER, owner_of(place))
        records = {one.key: locked(kept_by(one)) for one in sorted(places, key=_order)}
        found = with_codes(list(places))
        return [
            one if one.code else _give(one, records[one.key], actor=actor, at=at) for one in found
        ]


def withdraw_place_code(*, actor: Actor, place: Place, reason: str, at: datetime) -> None:
    """Let the code of a place hold no more: who photographs the poster gets the ordinary form.

    A kiosk that stands there is not shut down by this; it keeps its place. Raises AccessDenied.
    """
    with transaction.atomic():
        refuse_unless(actor, MAKE_POSTER, owner_of(place))
        record = locked(kept_by(place))
        row = PlaceCode.objects.filter(code=place.code, withdrawn_on__isnull=True).first()
        if row is None:
            return
        row.withdrawn_on = clock.local_date(at)
        row.save(update_fields=["withdrawn_on"])
        entry = Entry(
            code="org.place.code_withdrawn",
            from_state=record.state,
            to_state=record.state,
            facts={"code": row.code},
            words={"reason": reason.strip()},
            parts=place_parts([row]),
        )
        signer = signing(actor, MAKE_POSTER, owner_of(place))
        append(record=record, actor=signer, at=at, entry=entry)


def _give(place: Place, record: Any, *, actor: Actor, at: datetime) -> Place:
    row = PlaceCode.objects.create(
        code=code_of(secrets.randbits(5 * LENGTH)),
        kind=place.kind,
        site_id=place.site.id if place.site and place.kind != "equipment" else None,
        building=place.building,
        workplace=place.workplace,
        equipment=place.equipment,
        given_on=clock.local_date(at),
    )
    entry = Entry(
        code="org.place.code_given",
        from_state=record.state,
        to_state=record.state,
        facts={"code": row.code, "kind": row.kind},
        parts=place_parts([row]),
    )
    signer = signing(actor, MAKE_POSTER, owner_of(place))
    append(record=record, actor=signer, at=at, entry=entry)
    return replace(place, code=row.code)


def kept_by(place: Place) -> Any:
    """The record in whose history a code stands: the equipment, or the site."""
    return place.equipment or Site.objects.get(pk=place.site.id if place.site else 0)


def _order(place: Place) -> tuple[str, int]:
    """One order for everybody, so that two who give codes at once wait for each other."""
    record = kept_by(place)
    return (record._meta.label_lower, record.pk)
