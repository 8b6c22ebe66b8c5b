"""Ends units whose announced last day is over, by the rules by which a person dissolves one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.actions.end_of_unit import end_of_unit
from baken.rooms.org.actions.versions import hold_tree, turn_page
from baken.rooms.org.models import Unit
from baken.rooms.org.queries.lives import due_to_end, is_due

STEP = "dissolve"


def end_units(*, actor: Actor, at: datetime, among: Collection[str] | None = None) -> list[Unit]:
    """Dissolve what was to end before today and can; gives the units that ended.

    A unit on which records still wait, or with units below it, stays until they are gone: it is
    tried again. ``among`` names the codes to look at, all when it is None. Runs for the system only.
    Source: domain reference, organisation, sections 1.1, 8.6 and 12.5.
    """
    if not actor.is_system:
        raise AccessDenied("org.end_units")
    rows = due_to_end(clock.local_date(at))
    if among is not None:
        rows = rows.filter(code__in=among)
    if not rows.exists():
        return []
    with transaction.atomic():
        hold_tree()
        ended = [unit for unit in rows if _ended(unit, actor, at)]
        if ended:
            turn_page()
    return ended


def _ended(unit: Unit, actor: Actor, at: datetime) -> bool:
    fresh = locked(unit)
    if not is_due(fresh, clock.local_date(at)):
        return False
    try:
        check_step(record=fresh, step=STEP, actor=actor, at=at)
    except StepRefused:
        return False
    parts = end_of_unit(actor=actor, unit=fresh, reason="", at=at, last_day=fresh.ends_on)
    change = Change(facts={"on": fresh.ends_on.isoformat()}, parts=parts)
    advance(record=fresh, step=STEP, actor=actor, at=at, change=change)
    return True
