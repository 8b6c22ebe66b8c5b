"""A battalion with risks, measures and reports for tests of its picture."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from baken.core.access import Actor, Confidentiality, Grant, Reach
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.recount import begin_counts
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ as READ_MEASURE
from baken.rooms.measures.tests.factories import propose
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ as READ_RISK
from baken.rooms.register.tests.factories import make_risk_in
from baken.rooms.reports.permits import READ, READ_SUMMARY


def reader_of(code: str, up_to: Confidentiality = Confidentiality.SENSITIVE) -> Actor:
    """Somebody who reads everything of a unit and all below it, up to a confidentiality."""
    here = tree()
    unit = here.by_code[code]
    reach = Reach(ranges=(unit.range,), unit_ids=here.ids_in((unit.range,)))
    permits = (READ, READ_SUMMARY, READ_RISK, READ_MEASURE)
    grants = tuple(Grant(permit, up_to, reach) for permit in permits)
    return Actor(kind="person", own_key="mine", grants=grants, all_units=here.all_ids)


def risk_in(unit: Any, state: str, risk_class: str, at: datetime, **values: Any) -> Risk:
    """A risk of a unit, in a state, of a class, with what else it carries."""
    risk = make_risk_in(unit=unit, state=state, at=at)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(current_class=risk_class, **values)
    risk.refresh_from_db()
    return risk


def overdue_measure(cast: Any, at: datetime, *, days: int, risk_class: str) -> Measure:
    """A measure of the company on which something was owed so many days ago."""
    served = make_risk_in(unit=cast.company, state="treating", at=at)
    measure = propose(cast.commander.actor, served, at)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=measure.pk)
    rows.update(due_at=at - timedelta(days=days), risk_class=risk_class)
    return measure


def begin_counting() -> None:
    """The counts that are kept begin, on today's tree."""
    here = tree()
    parents = {one.id: one.parent_id for one in here.units}
    follow_tree(version=here.version, parents=parents)
    begin_counts()
    fold_changes()
