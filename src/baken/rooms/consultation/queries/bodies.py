"""Which bodies can be asked, what they are called, and who speaks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from baken.core.access import Actor
from baken.core.access.roles import load_roles, role_label
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.rules import SPEAKERS
from baken.rooms.org.queries import Holder, UnitView, nearest_holders, tree
from baken.rooms.org.queries.sites import CouncilView, every_council


def councils_by_code() -> Mapping[str, CouncilView]:
    """Every council by its code, from the central one down."""
    return {one.code: one for one in every_council()}


def councils_for(unit: UnitView | None) -> list[tuple[str, str]]:
    """The councils as choices: those of a unit and above it first, the nearest in front."""
    found = list(every_council())
    line = [one.id for one in tree().line_up(unit)] if unit else []
    place = {number: nth for nth, number in enumerate(line)}
    found.sort(key=lambda one: (place.get(one.unit, len(line)), one.code))
    return [(one.code, council_name(one)) for one in found]


def council_name(council: CouncilView) -> str:
    """What a council is called in the active language."""
    english = (get_language() or "nl").startswith("en")
    return council.name_en if english and council.name_en else council.name_nl


def body_names(records: Iterable[Consultation]) -> dict[int, str]:
    """What the body of each of some consultations is called, by row number; one query."""
    kept = list(records)
    asked = any(one.council_id for one in kept)
    councils = {one.id: one for one in every_council()} if asked else {}
    here = tree()
    return {
        one.pk: council_name(councils[one.council_id])
        if one.council_id
        else here.by_id[one.body_unit_id].name
        for one in kept
    }


def body_name(record: Consultation) -> str:
    """What the body of a consultation is called."""
    return body_names([record])[record.pk]


def posts_of_speakers(record: Consultation, at: datetime) -> list[str]:
    """The post by which people speak for the body now, as a title; nothing when nobody does."""
    return sorted({f"{role_label(one.role)} {one.unit.code}" for one in speakers_of(record, at)})


def signing_as_speaker(actor: Actor, record: Consultation) -> Actor:
    """Somebody who speaks for the body, to sign with the post by which they do, whatever else they hold."""
    if actor.person is None:
        return actor
    role, unit = load_roles(settings.ROLES_FILE)[SPEAKERS[record.body]], record.body_unit_id
    return actor.signed(f"{role.nl} {tree().by_id[unit].code}")


def speakers_of(record: Consultation, at: datetime) -> list[Holder]:
    """Who holds the body's role on its own unit: they speak for it, and nobody above it does."""
    unit = tree().by_id[record.body_unit_id]
    nearest = nearest_holders(roles=(SPEAKERS[record.body],), unit=unit, at=at)
    return [one for one in nearest if one.unit.id == unit.id]
