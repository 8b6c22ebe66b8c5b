"""The figures of a unit: its open measures, what is overdue, and what is to be verified."""

from __future__ import annotations

from collections.abc import Iterable
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
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.lists import OPEN, in_state, overdue
from baken.rooms.measures.rules.states import IMPLEMENTED
from baken.rooms.org.queries import tree

MOST_COUNTED = 1000


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Measures of a unit and below; a unit outside the actor's reach has no figure but "unknown"."""
    if not any(grant.reach.ranges for grant in actor.grants_of(READ)):
        return
    here = tree()
    ids = here.ids_in((unit.range,))
    asked = list(_asked(here.among("unit_id", ids), at))
    seen = bool(ids & actor.units_of(READ))
    narrows = [partial(_narrowed, condition=condition) for _label, condition, _shows in asked]
    counts = _counted(actor, narrows) if seen else []
    url = f"{reverse('measures:measures')}?unit={unit.code}"
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


def _asked(inside: Q, at: datetime) -> Iterable[tuple[str, Q, str]]:
    """Label, condition and filter of the list of every figure."""
    yield _("Open measures"), inside & in_state(OPEN), f"&state={OPEN}"
    yield _("Overdue measures"), inside & overdue(at), "&overdue=yes"
    done = inside & Q(state=IMPLEMENTED)
    yield _("Measures to be verified"), done, f"&state={IMPLEMENTED}"


def _counted(actor: Actor, narrows: list[Any]) -> list[int]:
    return counts_up_to(root=Measure, actor=actor, permit=READ, narrows=narrows, most=MOST_COUNTED)


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
