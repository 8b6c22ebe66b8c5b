"""The figures of a unit: its open risks by class, what waits for a decision, and what is suspended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import counts_and_oldest
from baken.core.lists.figures import figure_of
from baken.core.questions import UnitFigure
from baken.core.records.numbers import moment_of_number
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.independent import in_class
from baken.rooms.register.queries.lists import OPEN, SUSPENDED, in_state

MOST_COUNTED = 1000
UNSCORED, PENDING = "unscored", "decision_pending"


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Open risks of a unit and below, class by class, worst first; classes are never added up.

    A unit outside the actor's reach has no figure but "unknown".
    """
    if not any(grant.reach.ranges for grant in actor.grants_of(READ)):
        return
    here = tree()
    ids = here.ids_in((unit.range,))
    inside = here.among("unit_id", ids)
    asked = list(_asked(actor, inside))
    seen = bool(ids & actor.units_of(READ))
    narrows = [partial(_narrowed, condition=condition) for _label, condition, _filter in asked]
    waiting = partial(_narrowed, condition=inside & Q(state=PENDING))
    counts, oldest = _counted(actor, narrows, waiting) if seen else ([], None)
    url = f"{reverse('register:risks')}?unit={unit.code}"
    for place, (label, _condition, shows) in enumerate(asked):
        yield figure_of(
            actor=actor,
            permit=READ,
            units=ids,
            label=label,
            url=f"{url}{shows}",
            count=partial(counts.__getitem__, place),
            most=MOST_COUNTED,
        )
    if oldest is not None:
        days = max(0, (at - moment_of_number(oldest)).days)
        label = _("Oldest risk that waits for a decision, in days since it was stated")
        yield UnitFigure(label=label, value=days, url=f"{url}&state={PENDING}")


def _asked(actor: Actor, inside: Q) -> Iterable[tuple[str, Q, str]]:
    """Label, condition and filter of the list of every figure, the worst class first."""
    opened = inside & in_state(OPEN)
    for code, item in reversed(code_list("risk_classes").items()):
        label = _("Open risks: %(class)s") % {"class": item.label.lower()}
        yield label, opened & in_class(actor, code), f"&state={OPEN}&risk_class={code}"
    unscored = _("Open risks: not yet scored")
    yield unscored, opened & in_class(actor, ""), f"&state={OPEN}&risk_class={UNSCORED}"
    waiting = _("Risks that wait for a decision")
    yield waiting, inside & Q(state=PENDING), f"&state={PENDING}"
    suspended = _("Suspended decisions on risks")
    yield suspended, inside & in_state(SUSPENDED), f"&state={SUSPENDED}"


def _counted(actor: Actor, narrows: list[Any], oldest: Any) -> tuple[list[int], int | None]:
    """The count of every narrowing, and the risk that was stated first of another; one query."""
    return counts_and_oldest(
        root=Risk,
        actor=actor,
        permit=READ,
        narrows=narrows,
        most=MOST_COUNTED,
        oldest=oldest,
    )


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
