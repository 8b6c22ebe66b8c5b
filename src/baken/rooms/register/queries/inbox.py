"""What in the register waits for an actor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.lists import soonest
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.permits import ADVISE, DECIDE, MANAGE, READ
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.workflow import OPEN_STATES

WITH_DECIDER = ("decision_pending", "escalated")
# What a card tells of a risk, and what the guard needs to know whose it is.
CARD = (
    *("ref", "title", "state", "current_class", "urgent", "unit", "owner_unit", "owner", "due_at"),
    *("raised_to", "confidentiality", "site", "stated_key", "unit__path", "owner_unit__path"),
)


def risks_to_prepare(actor: Actor, most: int) -> list[Risk]:
    """Risks to be scored, analysed or put up, by who does that and does not decide on them."""
    narrow = Q(state__in=STILL_SCORED)
    found = _soonest(actor, MANAGE, narrow, most)
    return [one for one in found if one.owner == actor.person or not may(actor, DECIDE, one)]


def risks_to_decide(actor: Actor, most: int) -> list[Risk]:
    """Risks that wait for a decision within the actor's reach, the soonest due first."""
    return _soonest(actor, DECIDE, Q(state__in=WITH_DECIDER), most)


def risks_to_advise_on(actor: Actor, most: int) -> list[Risk]:
    """Risks before a decider on which the actor may advise and has not since they were put up."""
    found = _soonest(actor, ADVISE, Q(state__in=WITH_DECIDER), most)
    asked = [one for one in found if not may(actor, DECIDE, one)]
    given = _advised(actor, asked)
    return [one for one in asked if one.pk not in given]


def own_risks_underway(actor: Actor, most: int) -> list[Risk]:
    """Open risks that the actor stated, the oldest first."""
    if not actor.own_key or not actor.holds(READ):
        return []
    own = Risk.objects.visible_to(actor, READ).filter(stated_key=actor.own_key)
    rows: Any = own.filter(state__in=OPEN_STATES).select_related(*UNITS).only(*CARD)
    return list(rows.order_by("number")[:most])


def _advised(actor: Actor, risks: Sequence[Risk]) -> set[int]:
    """Those on which the actor advised after they were last put up; one query, or none."""
    if not risks:
        return set()
    codes = ("register.risk.put_up", "register.risk.advised")
    rows: Any = RiskStep.objects.for_system(reason="filter")
    rows = rows.filter(record__in=[one.pk for one in risks], code__in=codes).order_by("serial")
    found: set[int] = set()
    for number, code, who in rows.values_list("record_id", "code", "actor"):
        if code == codes[0]:
            found.discard(number)
        elif who == actor.person:
            found.add(number)
    return found


def _soonest(actor: Actor, permit: str, narrow: Q, most: int) -> list[Risk]:
    return soonest(
        root=Risk,
        actor=actor,
        permit=permit,
        narrow=lambda rows: rows.filter(narrow),
        most=most,
        related=UNITS,
        fields=CARD,
    )
