"""What measures ask about risks that they serve."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from baken.core.access import Actor, may
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.measures.questions import Key, Served
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.independent import CURRENT, scorers_of
from baken.rooms.register.queries.lists import risk_meant
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.states import OPEN_STATES

_TABLE = Risk._meta.label_lower


def served_meant(actor: Actor, ref: str) -> Iterable[Served]:
    """The risk that somebody means by a reference, when they read it."""
    risk = risk_meant(actor, ref) if ref.startswith(f"{Risk.prefix}-") else None
    if risk is not None:
        yield _served(risk, manages=may(actor, MANAGE, risk))


def served_of(keys: Collection[Key]) -> Iterator[Served]:
    """The risks among these keys, whoever may read them; one query."""
    numbers = [number for table, number in keys if table == _TABLE]
    if not numbers:
        return
    rows: Any = Risk.objects.for_system(reason="served").filter(pk__in=numbers)
    for risk in rows.order_by("number"):
        yield _served(risk, manages=False)


def _served(risk: Risk, *, manages: bool) -> Served:
    shown = _class_shown(risk)
    return Served(
        key=(_TABLE, risk.pk),
        ref=risk.ref,
        title=risk.title,
        unit=risk.unit_id,
        owner_unit=risk.owner_unit_id,
        confidentiality=risk.confidentiality,
        risk_class=shown,
        severity=None,
        hazard=risk.hazard,
        manages=manages,
        is_open=risk.state in OPEN_STATES,
        withholds=bool(risk.current_class) and not shown,
        record=risk,
    )


def _class_shown(risk: Risk) -> str:
    """The class as it is now; while somebody is still to score by themselves it is told to nobody."""
    scorers = scorers_of([risk]).get((risk.pk, CURRENT), frozenset())
    waits = risk.state in STILL_SCORED and 0 < len(scorers) < assessment().turn
    return "" if waits else risk.current_class
