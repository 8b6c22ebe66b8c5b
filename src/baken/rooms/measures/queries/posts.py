"""By which posts somebody decides on a measure, and whether they act for whoever carried it out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.access.scope import scope_of
from baken.rooms.measures.models import Measure, MeasureStep
from baken.rooms.measures.permits import DECIDE, MANAGE
from baken.rooms.org.queries import UnitView, every_post_of, nearest_holders, tree

OWNING_ROLES = ("commander", "supervisor")
VERIFYING_ROLES = ("safety_adviser",)
CARRIED_OUT = (
    "measures.measure.started",
    "measures.measure.progressed",
    "measures.measure.implemented",
)
NAMES_OWNER = ("measures.measure.decided", "measures.measure.owned")


def acting_unit(measure: Measure) -> UnitView:
    """The unit that acts on a measure."""
    return tree().by_id[measure.owner_unit_id or measure.unit_id]


def owners_of(unit: UnitView, at: datetime) -> dict[str, str]:
    """The names of who can own a measure of a unit, by person: the commander first."""
    return {
        str(one.person): one.name for one in nearest_holders(roles=OWNING_ROLES, unit=unit, at=at)
    }


def verifiers_of(unit: UnitView, at: datetime) -> dict[str, str]:
    """The names of who can verify a measure of a unit, by person."""
    holders = nearest_holders(roles=(*VERIFYING_ROLES, "commander"), unit=unit, at=at)
    return {str(one.person): one.name for one in holders}


def post_of_owner(unit: UnitView, person: uuid.UUID, at: datetime) -> str:
    """The role and unit by which a person leads a unit, such as ``commander 45PAINFBAT``."""
    holders = nearest_holders(roles=OWNING_ROLES, unit=unit, at=at)
    return next((f"{one.role} {one.unit.code}" for one in holders if one.person == person), "")


def level_of_post(actor: Actor, measure: Measure) -> int:
    """The level of the highest post by which somebody decides on a measure; 0 without one."""
    return level_by(actor, DECIDE, measure)


def level_by(actor: Actor, permit: str, record: Any) -> int:
    """The level of the highest post that gives somebody a permit on a record; 0 without one."""
    here, root = tree(), type(record)
    levels = [
        here.by_id[grant.unit].level
        for grant in actor.grants_of(permit)
        if grant.unit is not None and scope_of(actor.by(grant), permit, root).covers(record)
    ]
    return max(levels, default=0)


def top_level(measure: Measure) -> int:
    """The level of the highest unit above the one that acts."""
    return max(one.level for one in tree().line_up(acting_unit(measure)))


def manages_measures_of(actor: Actor, unit: int) -> bool:
    """Whether somebody manages the measures of a unit."""
    return may(actor, MANAGE, Measure(unit_id=unit))


def holds_for_unit(actor: Actor, permit: str, measure: Measure) -> bool:
    """Whether somebody holds a permit for the unit of a measure, or for what is their own."""
    would_be = Measure(
        unit_id=measure.unit_id,
        confidentiality=measure.confidentiality,
        owner_key=measure.owner_key,
    )
    return may(actor, permit, would_be)


def is_own_work(actor: Actor, measure: Measure, at: datetime) -> bool:
    """Whether a measure is somebody's own: they own it, carried it out, or hold a post for who did.

    Source: domain reference, organisation, section 6, rules 1 and 6.
    """
    if actor.person is None:
        return False
    doers = doers_of(measure)
    return actor.person in doers or not doers.isdisjoint(acts_for(actor.person, at))


def doers_of(measure: Measure) -> set[uuid.UUID]:
    """Who owns a measure or ever did, and who ever worked on it, whoever said that it was done."""
    steps = MeasureStep.objects.of(measure).filter(code__in=(*CARRIED_OUT, *NAMES_OWNER))
    found = {measure.owner, measure.implemented_by}
    for code, actor, words in steps.values_list("code", "actor", "words"):
        person = words.get("owner") if code in NAMES_OWNER else actor
        found.add(uuid.UUID(str(person)) if person else None)
    return {one for one in found if one is not None}


def acts_for(person: uuid.UUID, at: datetime) -> set[uuid.UUID]:
    """The people of whom somebody holds a post by delegation now."""
    day = clock.local_date(at)
    return {
        post.source.person
        for post in every_post_of(person, since=day)
        if post.source is not None and post.from_on <= day
    }


def people_to_choose(measure: Measure, at: datetime) -> Mapping[str, Mapping[str, str]]:
    """Who can be named in the fields of a step, by the name of the field."""
    unit = acting_unit(measure)
    return {"owner": owners_of(unit, at), "verifier": verifiers_of(unit, at)}
