"""How many risks of a unit itself and of each unit below it are in which state, by class.

Read from the counts that are kept, where these tell what somebody sees; else from the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Count, Q

from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.records.rolled import UNDATED
from baken.core.rollups.totals import kept_reach
from baken.rooms.org.queries import UnitView, tops_below, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ

_ALL = Q()
_ALL_MONTHS = (UNDATED, UNDATED)


class RiskCell(NamedTuple):
    """What a count is of: a unit by its id, a state, and a class (empty: not scored)."""

    unit: int
    state: str
    risk_class: str


def risk_cells(actor: Actor, unit: UnitView) -> Counter[RiskCell]:
    """The risks that are not closed, of a unit itself and of each unit below it with all beneath.

    Classes are of what somebody may read; they are counts per class, and no page adds them up. Of a
    state in which people still score, the class may be kept from a reader: see ``WEIGHED``.
    One query, or two where of some units not all is seen.
    """
    inside = tops_below(unit)
    kept = _kept(actor, unit, inside)
    return _live(actor, inside) if kept is None else kept


def _kept(actor: Actor, unit: UnitView, inside: Mapping[int, int]) -> Counter[RiskCell] | None:
    """From the counts that are kept; None where these do not tell, or of few units."""
    reach = kept_reach(actor, READ, Risk, own_apart=True)
    if reach is None or not reach.sees_most_of(inside.keys()):
        return None
    itself = frozenset({unit.id})
    cells = reach.below(
        root=Risk, tops=inside, months=_ALL_MONTHS, version=tree().version, itself=itself
    )
    if cells is None:
        return None
    found = Counter(
        {
            RiskCell(cell.unit, *Risk.rolled.values_in(cell.code)): records
            for cell, records in cells.items()
        }
    )
    partly = {one: top for one, top in inside.items() if one not in reach.units}
    return found + _live(actor, partly, reach.elsewhere()) if partly else found


def _live(actor: Actor, inside: Mapping[int, int], which_of: Q = _ALL) -> Counter[RiskCell]:
    """From the records themselves; ``inside`` says under which unit each unit counts.

    As in the counts that are kept, own ones count where those of others would, and no more: figures of
    units must not grow with who reads them.
    """
    counted = (
        Risk.rolled.counted(Risk.objects.visible_to(actor.as_any_other(), READ))
        .filter(which_of, Among("unit_id", inside))
        .order_by()
        .values_list("unit_id", *Risk.rolled.by)
        .annotate(count=Count("pk"))
    )
    found: Counter[RiskCell] = Counter()
    for unit, state, risk_class, records in counted:
        found[RiskCell(inside[unit], state, risk_class)] += records
    return found
