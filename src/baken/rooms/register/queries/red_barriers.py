"""Which risks a failing barrier reaches, and who must hear of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.models import Barrier, BowTie, Decision, Risk
from baken.rooms.register.queries.bow_ties import bow_tie_of, risk_numbers
from baken.rooms.register.rules.barriers import RED

GRAVE = ("high", "extreme")
# A decision holds that lets the risk go on.
IN_FORCE = ("accepted", "treating", "monitored")
COMMANDER = "commander"


def risks_hit_by(barrier: Barrier) -> list[Risk]:
    """The high and extreme risks that lean on a barrier while a decision lets them go on.

    A risk is as grave as its current class or the class that it was decided on, whichever is worse.
    Read by the product itself: whoever may read the risk, a barrier that fails reaches it.
    Source: domain reference, irm, sections 6 and 9.
    """
    rows = Risk.objects.for_system(reason="barriers").filter(
        pk__in=risk_numbers(barrier.record), state__in=IN_FORCE
    )
    found = rows.select_related("unit", "owner_unit").order_by("number")
    return [one for one in found if {one.current_class, one.residual_class} & set(GRAVE)]


def failing_under(risk: Risk) -> tuple[BowTie, list[Barrier]] | None:
    """The bow-tie in use that a high or extreme risk leans on, with what of it fails; None without.

    Read by the product itself, as ``risks_hit_by``: whoever shows it looks at who may read the bow-tie.
    """
    number = bow_tie_of(risk) if risk.current_class in GRAVE else None
    if number is None:
        return None
    rows: Any = BowTie.objects.for_system(reason="barriers").filter(pk=number, state="in_use")
    record = rows.first()
    if record is None:
        return None
    failing = list(Barrier.objects.of(record).filter(status=RED).order_by("id"))
    return (record, failing) if failing else None


def owner_of(risk: Risk, at: datetime) -> Iterable[uuid.UUID]:
    """Who carries a risk: its owner, or without one the commander of the unit that acts."""
    if risk.owner is not None:
        return [risk.owner]
    unit = tree().by_id[risk.owner_unit_id or risk.unit_id]
    return [one.person for one in nearest_holders(roles=(COMMANDER,), unit=unit, at=at)]


def signers_of(risk: Risk) -> Iterable[uuid.UUID]:
    """Who signed the newest decision on a risk, also when it has just ended."""
    rows = Decision.objects.for_system(reason="barriers").filter(risk=risk)
    return rows.order_by("-number").values_list("signer", flat=True)[:1]


def keys_to_tell(risk: Risk, at: datetime) -> list[str]:
    """By which keys those are told whom a failing barrier concerns: who carries the risk, who signed."""
    people = {*owner_of(risk, at), *signers_of(risk)}
    return sorted(own_key_of(one) for one in people)


def keys_of_superiors(risk: Risk, at: datetime) -> list[str]:
    """By which keys the commander is told one level above the unit that acts."""
    here = tree()
    above = here.by_id[risk.owner_unit_id or risk.unit_id].parent_id
    if above is None:
        return []
    found = nearest_holders(roles=(COMMANDER,), unit=here.by_id[above], at=at)
    return sorted(own_key_of(one.person) for one in found)
