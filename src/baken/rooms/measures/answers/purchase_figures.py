"""The figures of a unit: open purchases, those about no risk, and what is left of the year's money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import counts_up_to
from baken.core.lists.figures import figure_of
from baken.core.questions import UnitFigure
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import READ_PURCHASE
from baken.rooms.measures.queries.lists import OPEN
from baken.rooms.measures.queries.purchase_lists import about_risk, purchases_in_state
from baken.rooms.measures.queries.purchase_money import is_rush, money_of, today_at
from baken.rooms.org.queries import tree

MOST_COUNTED = 1000
WITHOUT_RISK = 1  # the place of those among the figures


def purchase_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Purchases of a unit and below; a unit outside the actor's reach has no figure but "unknown"."""
    if not any(grant.reach.ranges for grant in actor.grants_of(READ_PURCHASE)):
        return
    here = tree()
    ids = here.ids_in((unit.range,))
    seen = bool(ids & actor.units_of(READ_PURCHASE))
    asked = list(_asked(here.among("unit_id", ids)))
    conditions = [condition for _label, condition, _shows in asked]
    conditions.append(here.among("unit_id", ids))
    narrows = [partial(_narrowed, condition=condition) for condition in conditions]
    counts = _counted(actor, narrows) if seen else []
    url = f"{reverse('measures:purchases')}?unit={unit.code}"
    for place, (label, _condition, shows) in enumerate(asked):
        figure = figure_of(
            actor=actor,
            permit=READ_PURCHASE,
            units=ids,
            label=label,
            url=f"{url}{shows}",
            count=partial(counts.__getitem__, place),
            most=MOST_COUNTED,
        )
        yield figure if place != WITHOUT_RISK else _with_share(figure, counts)
    yield from _left(actor, unit, at)


def _asked(inside: Q) -> Iterable[tuple[str, Q, str]]:
    """Label, condition and filter of the list of every figure."""
    yield _("Open small purchases"), inside & purchases_in_state(OPEN), f"&state={OPEN}"
    yield _("Small purchases about no risk"), inside & about_risk("no"), "&risk=no"


def _with_share(figure: UnitFigure, counts: list[int]) -> UnitFigure:
    """The figure of those about no risk, with their share in all; without one where not all were counted.

    Source: domain reference, vms, section 15, test 4.
    """
    if not figure.value or counts[-1] >= MOST_COUNTED:
        return figure
    share = _("%(percent)s %% of all") % {"percent": round(100 * figure.value / counts[-1])}
    return replace(figure, note=", ".join(part for part in (share, figure.note) if part))


def _left(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Towards the end of the year: how many euros of it the unit itself has left, and when that is odd.

    A unit without a mandate has no money of its own. Source: domain reference, vms, section 6.
    """
    today, rules = today_at(unit, at), purchasing()
    if today.month < rules.left_from_month or unit.level < rules.mandate_level:
        return
    label = _("Euros left for small purchases this year")
    if unit.id not in actor.units_of(READ_PURCHASE):
        yield UnitFigure(label=label, value=None)
        return
    money = money_of(unit.id, today.year)
    if not money.given:
        return
    rush = is_rush(unit.id, today, money)
    note = _("much of the year was ordered in its last month") if rush else ""
    url = f"{reverse('measures:budgets')}?unit={unit.code}"
    yield UnitFigure(label=label, value=max(money.left, 0) // 100, url=url, note=note)


def _counted(actor: Actor, narrows: list[Any]) -> list[int]:
    return counts_up_to(
        root=Purchase, actor=actor, permit=READ_PURCHASE, narrows=narrows, most=MOST_COUNTED
    )


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
