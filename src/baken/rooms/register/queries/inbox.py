"""What in the register waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Value

from baken.core.access import Actor, may
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.permits import ADVISE, DECIDE, MANAGE, READ
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.workflow import OPEN_STATES

# What a card tells of a risk, and what the guard needs to know whose it is.
CARD = (
    *("ref", "title", "state", "current_class", "urgent", "unit", "owner_unit", "owner", "due_at"),
    "suspended",
    *(
        "raised_to",
        "confidentiality",
        "site",
        "stated_key",
        "scorers",
        "unit__path",
        "owner_unit__path",
    ),
)


@dataclass(frozen=True)
class Waiting:
    """What of risks waits for somebody, by what they are to do with it; the soonest due first."""

    to_decide: list[Risk]
    to_advise_on: list[Risk]
    to_prepare: list[Risk]


def _with_decider(rows: Any, _given: Values) -> Any:
    return rows.filter(state__in=WITH_DECIDER)


def _still_scored(rows: Any, _given: Values) -> Any:
    return rows.filter(state__in=STILL_SCORED)


def _suspended(rows: Any, _given: Values) -> Any:
    return rows.filter(suspended=True)


TO_PREPARE = Heading(MANAGE, _still_scored)
HEADINGS = (
    Heading(DECIDE, _with_decider),
    Heading(ADVISE, _with_decider),
    TO_PREPARE,
    Heading(DECIDE, _suspended),
)


def _with_advice(rows: Any, given: Values) -> Any:
    """The same rows, each with whether this person advised since it was last put up."""
    steps: Any = RiskStep.objects.for_system(reason="filter")
    again = steps.filter(
        record=OuterRef("record"), serial__gt=OuterRef("serial"), code="register.risk.put_up"
    )
    advised = steps.filter(code="register.risk.advised", actor=given["person"])
    own = advised.filter(record=OuterRef("pk"))
    return rows.annotate(is_advised=Exists(own.filter(~Exists(again))))


def _without_advice(rows: Any, _given: Values) -> Any:
    """The same rows for whoever is no person, and so never advised."""
    return rows.annotate(is_advised=Value(value=False))


def risks_waiting(actor: Actor, most: int) -> Waiting:
    """Risks to decide on, to advise on and to score, analyse or put up; at most so many of each.

    Who decides is not asked for advice, and prepares only what they own; who advised since it was put
    up is not asked again. One query.
    """
    found = first_of(
        HEADINGS,
        by=SOONEST,
        root=Risk,
        actor=actor,
        given={"person": actor.person} if actor.person else {},
        most=most,
        related=UNITS,
        fields=CARD,
        along=_with_advice if actor.person else _without_advice,
    )
    before = [one for one in found if one.state in WITH_DECIDER or one.suspended]
    decides = {one.pk for one in found if may(actor, DECIDE, one)}
    others = [one for one in before if one.pk not in decides and not one.suspended]
    asked = [one for one in others if may(actor, ADVISE, one)]
    return Waiting(
        to_decide=[one for one in before if one.pk in decides],
        to_advise_on=[one for one in asked if not one.is_advised],
        to_prepare=[one for one in found if _is_to_prepare(actor, one, one.pk in decides)],
    )


def risks_to_prepare(actor: Actor, most: int) -> list[Risk]:
    """Risks to be scored, analysed or put up, by who does that and does not decide on them."""
    found = first_of(
        (TO_PREPARE,), by=SOONEST, root=Risk, actor=actor, most=most, related=UNITS, fields=CARD
    )
    return [one for one in found if _is_to_prepare(actor, one, may(actor, DECIDE, one))]


def own_risks_underway(actor: Actor, most: int) -> list[Risk]:
    """Open risks that the actor stated, the oldest first."""
    if not actor.own_key or not actor.holds(READ):
        return []
    own = Risk.objects.visible_to(actor, READ).filter(stated_key=actor.own_key)
    rows: Any = own.filter(state__in=OPEN_STATES).select_related(*UNITS).only(*CARD)
    return list(rows.order_by("number")[:most])


def _is_to_prepare(actor: Actor, risk: Risk, decides: bool) -> bool:
    mine = risk.owner == actor.person or not decides
    return risk.state in STILL_SCORED and mine and may(actor, MANAGE, risk)
