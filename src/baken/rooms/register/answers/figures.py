"""The figures of a unit: its open risks by class, what waits for a decision, and what is suspended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core.access import Actor
from baken.core.lists import counts_and_oldest
from baken.core.lists.figures import figure_of
from baken.core.questions import UnitFigure
from baken.core.records.numbers import moment_of_number
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.cells import RiskCell, risk_cells
from baken.rooms.register.queries.lists import NO_LONGER_SCORED, SCORED, SUSPENDED, in_state
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.states import WEIGHED

MOST_COUNTED = 1000
PENDING = "decision_pending"
_SUSPENDED = lazy("Suspended decisions on risks")


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Open risks of a unit and below, class by class, worst first; classes are never added up.

    The class of what people still score is kept from who is to score: such risks are counted apart.
    A unit outside the actor's reach has no figure but "unknown".
    """
    if not any(grant.reach.ranges for grant in actor.grants_of(READ)):
        return
    here = tree()
    ids = here.ids_in((unit.range,))
    seen = bool(ids & actor.units_of(READ))
    cells = risk_cells(actor, unit) if seen else Counter()
    suspended, oldest = _beside(actor, here.among("unit_id", ids)) if seen else (0, None)
    url = f"{reverse('register:risks')}?unit={unit.code}"
    counted = ((*one, None) for one in _by_class(cells))
    not_holding = (_SUSPENDED, suspended, f"&state={SUSPENDED}", MOST_COUNTED)
    for label, count, shows, most in (*counted, not_holding):
        yield figure_of(
            actor=actor,
            permit=READ,
            units=ids,
            label=str(label),
            url=f"{url}{shows}",
            count=partial(int, count),
            most=most,
        )
    if oldest is not None:
        days = max(0, (at - moment_of_number(oldest)).days)
        label = _("Oldest risk that waits for a decision, in days since it was stated")
        yield UnitFigure(label=label, value=days, url=f"{url}&state={PENDING}")


def _by_class(cells: Counter[RiskCell]) -> Iterable[tuple[str, int, str]]:
    """Label, count and filter of the list of every figure, the worst class first."""
    weighed: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for cell, records in cells.items():
        states[cell.state] += records
        if cell.state in WEIGHED:
            weighed[cell.risk_class] += records
    for code, item in reversed(code_list("risk_classes").items()):
        label = _("Open risks: %(class)s") % {"class": item.label.lower()}
        yield label, weighed[code], f"&state={NO_LONGER_SCORED}&risk_class={code}"
    scored = sum(states[state] for state in STILL_SCORED)
    yield _("Open risks: still being scored"), scored, f"&state={SCORED}"
    yield _("Risks that wait for a decision"), states[PENDING], f"&state={PENDING}"


def _beside(actor: Actor, inside: Q) -> tuple[int, int | None]:
    """How many decisions are suspended, and the risk that waits longest for one; one query."""
    counts, oldest = counts_and_oldest(
        root=Risk,
        actor=actor,
        permit=READ,
        narrows=[partial(_narrowed, condition=inside & in_state(SUSPENDED))],
        most=MOST_COUNTED,
        oldest=partial(_narrowed, condition=inside & Q(state=PENDING)),
    )
    return counts[0], oldest


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
