"""By which posts somebody answers, owns or judges a recommendation."""

from __future__ import annotations

import uuid
from datetime import datetime

from baken.core.access import Actor, may
from baken.core.access.scope import scope_of
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.recommending import recommending
from baken.rooms.library.rules.recommending import AUDIT, IVD, OFFICE
from baken.rooms.measures.models import Recommendation, RecommendationStep
from baken.rooms.measures.permits import (
    ANSWER,
    FOLLOW_UP,
    JUDGE,
    SPEAK_FOR_AUDIT,
    SPEAK_FOR_IVD,
    SPEAK_FOR_OUTSIDE,
)
from baken.rooms.measures.queries.beside import measures_about
from baken.rooms.measures.queries.posts import acts_for, doers_of
from baken.rooms.measures.rules.recommending import may_enter
from baken.rooms.org.queries import UnitView, holders_above, tree

OWNING = ("commander",)
SPEAKS = {IVD: SPEAK_FOR_IVD, AUDIT: SPEAK_FOR_AUDIT, OFFICE: SPEAK_FOR_OUTSIDE}
BY_ADDRESSEE = tuple(
    f"measures.recommendation.{done}"
    for done in (
        *("appreciated", "owned", "planned", "started", "progressed", "reported_done"),
        "effect_noted",
    )
)


# A file is added by whoever carries it out, or by whoever judges; its facts say by which permit.
FILE_ADDED = "measures.recommendation.file_added"


def addressee_of(record: Recommendation) -> UnitView:
    """The unit that a recommendation is addressed to."""
    return tree().by_id[record.unit_id]


def owners_to_choose(record: Recommendation, at: datetime) -> dict[str, str]:
    """The names of who can own it, by person: the head, and who leads a unit of the level or above.

    Source: domain reference, learning, section 3.
    """
    unit = addressee_of(record)
    found = holders_above(roles=OWNING, units=[unit], at=at)[unit.id]
    head = next((one.unit.id for one in found), None)
    least = recommending().owner_level
    fits = [one for one in found if one.unit.id == head or one.unit.level >= least]
    return {str(one.person): one.name for one in fits}


def post_of_owner_of(record: Recommendation, person: uuid.UUID, at: datetime) -> str:
    """The role and unit by which a person owns it, such as ``commander CLAS``."""
    unit = addressee_of(record)
    found = holders_above(roles=OWNING, units=[unit], at=at)[unit.id]
    return next((f"{one.role} {one.unit.code}" for one in found if one.person == person), "")


def level_of_answer(actor: Actor, record: Recommendation) -> int:
    """The level of the highest post by which somebody answers it; 0 without one."""
    here = tree()
    levels = [
        here.by_id[grant.unit].level
        for grant in actor.grants_of(ANSWER)
        if grant.unit is not None
        and scope_of(actor.by(grant), ANSWER, Recommendation).covers(record)
    ]
    return max(levels, default=0)


def level_to_reject(record: Recommendation) -> int:
    """Of which level a post must be to reject it; never above the top of the tree."""
    top = max(one.level for one in tree().line_up(addressee_of(record)))
    return min(recommending().reject_level, top)


def speaks_for(actor: Actor, record: Recommendation) -> bool:
    """Whether somebody stands for whom a recommendation came from."""
    return may(actor, SPEAKS[recommending().speaker_for(record.source)], record)


def speakers_of(actor: Actor, record: Recommendation) -> tuple[str, ...]:
    """For which kinds of sources somebody stands, of one to this addressee; the product for all."""
    if actor.is_system:
        return tuple(SPEAKS)
    return tuple(kind for kind, permit in SPEAKS.items() if may(actor, permit, record))


def sources_of(actor: Actor) -> tuple[str, ...]:
    """The sources in whose name somebody can stand at all, as codes of the library."""
    kinds = {kind for kind, permit in SPEAKS.items() if actor.holds(permit)}
    known = code_list("recommendation_sources")
    return tuple(one for one in known if recommending().speaker_for(one) in kinds)


def answers_for_addressee(actor: Actor, record: Recommendation, at: datetime) -> bool:
    """Whether somebody answers for the addressee, did so before, or holds a post of who did.

    Source: domain reference, learning, section 3; organisation, section 6, rules 1 and 6.
    """
    if may(actor, ANSWER, record) or may(actor, FOLLOW_UP, record):
        return True
    if actor.person is None:
        return False
    doers = _doers(record)
    return actor.person in doers or not doers.isdisjoint(acts_for(actor.person, at))


def _doers(record: Recommendation) -> set[uuid.UUID]:
    """Who ever answered for the addressee or added a file for it, who owns it, and who carried out what
    was done about it."""
    steps = RecommendationStep.objects.of(record).filter(code__in=(*BY_ADDRESSEE, FILE_ADDED))
    found = {record.owner}
    for code, actor, facts in steps.values_list("code", "actor", "facts"):
        if code != FILE_ADDED or facts.get("permit") != JUDGE:
            found.add(actor)
    found |= {person for one in measures_about(record) for person in doers_of(one)}
    return {uuid.UUID(str(one)) for one in found if one}


def enters_for_source(actor: Actor, record: Recommendation) -> bool:
    """Whether somebody enters recommendations of the source of one, to its addressee."""
    speaker, mine = recommending().speaker_for(record.source), speakers_of(actor, record)
    return may_enter(record.source, speaker=speaker, speaks_for=mine, office=OFFICE)


def sources_to_enter(actor: Actor) -> tuple[str, ...]:
    """The sources of which somebody enters recommendations: the office any, others their own."""
    if actor.holds(SPEAK_FOR_OUTSIDE):
        return tuple(code_list("recommendation_sources"))
    return sources_of(actor)


def permit_to_add_to(actor: Actor, record: Recommendation) -> str:
    """By which permit somebody adds files to a recommendation: carrying it out, or else judging it."""
    carries_out = may(actor, FOLLOW_UP, record)
    return JUDGE if may(actor, JUDGE, record) and not carries_out else FOLLOW_UP
