"""Who hears that a risk went up, came back, or lies with nobody, as keys that notices go by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.models import Decision, Risk, RiskStep
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.red_barriers import keys_of_superiors, owner_of
from baken.rooms.register.queries.told_up import BODIES, COMMANDER
from baken.rooms.register.rules.resolution import ACCEPT
from baken.rooms.register.rules.signing import ESCALATE

OWNER, OWNER_SUPERIOR = "owner", "owner_superior"
# Who holds the role that the escalation table names, on the unit that acts or nearest above it.
_ROLES: Mapping[str, str] = {
    "safety_adviser": "safety_adviser",
    "duty_officer": "duty_officer",
    **BODIES,
}
_DEPARTMENT_ROLES = ("safety_adviser",)


def keys_of_level(risk: Risk, at: datetime) -> list[str]:
    """The commanders of the unit that it was handed up to; else of the unit that acts."""
    return _holders((COMMANDER,), risk.raised_to_id or risk.owner_unit_id or risk.unit_id, at)


def keys_above(risk: Risk, at: datetime) -> list[str]:
    """The commanders one level above the unit that it lies with."""
    here = tree()
    unit = here.by_id[risk.raised_to_id or risk.owner_unit_id or risk.unit_id]
    return _holders((COMMANDER,), unit.parent_id, at) if unit.parent_id else []


def keys_of_who_put_up(risk: Risk) -> list[str]:
    """Whoever put it up for decision last."""
    rows = RiskStep.objects.of(risk).filter(code="register.risk.put_up").order_by("-serial")
    return _keys(rows.values_list("actor", flat=True)[:1])


def keys_of_askers(risk: Risk, at: datetime) -> list[str]:
    """Whoever handed it up since it was put up; of what rose by itself, who decides on it below."""
    since = risk.asked_at or at
    rows: Any = Decision.objects.for_system(reason="deliver").filter(risk=risk, kind=ESCALATE)
    asked = _keys(rows.filter(signed_at__gte=since).values_list("signer", flat=True))
    return asked or keys_of_level(risk, at)


def keys_for_rise(risk: Risk, to: str, at: datetime) -> list[str]:
    """Whom the escalation table names; where nobody is, the commander of the unit that acts.

    Source: domain reference, irm, section 6.
    """
    acts = risk.owner_unit_id or risk.unit_id
    if to == OWNER:
        found = _keys(owner_of(risk, at))
    elif to == OWNER_SUPERIOR:
        found = keys_of_superiors(risk, at)
    else:
        found = _holders((_ROLES[to],), acts, at) if to in _ROLES else keys_of_level(risk, at)
    return found or _holders((COMMANDER,), acts, at)


def keys_of_safety_department(risk: Risk, at: datetime) -> list[str]:
    """The safety department of the organisation part, when no rule or no post is found for a risk.

    Nothing when somebody can decide. Source: domain reference, irm, section 5.
    """
    if not Case(risk, system_actor("register"), at).resolution(ACCEPT).refusal:
        return []
    here = tree()
    part = here.part_of(here.by_id[risk.owner_unit_id or risk.unit_id])
    return _holders(_DEPARTMENT_ROLES, part.id, at)


def _holders(roles: tuple[str, ...], unit: int, at: datetime) -> list[str]:
    found = nearest_holders(roles=roles, unit=tree().by_id[unit], at=at)
    return _keys(one.person for one in found)


def _keys(people: Iterable[uuid.UUID | None]) -> list[str]:
    return sorted({own_key_of(one) for one in people if one is not None})
