"""Gathers what the guards of a unit's steps look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.models import CommandLine, Unit
from baken.rooms.org.queries.periods import not_over
from baken.rooms.org.questions import OpenItems, open_items
from baken.rooms.org.rules import changes
from baken.rooms.org.texts import REFUSALS


def unit_facts(record: Unit, actor: Actor, at: datetime) -> changes.UnitFacts:
    """The facts about one unit that its guards decide on; each is asked once, when a guard needs it."""
    today = clock.local_date(at)
    return changes.UnitFacts(
        is_top=record.parent_id is None,
        units_below=cache(Unit.objects.filter(parent=record, state="existing").count),
        lines=cache(
            CommandLine.objects.filter(not_over(today), unit=record, withdrawn_at=None).count
        ),
        waiting=cache(lambda: waiting_for(record)),
    )


def waiting_for(record: Unit) -> str:
    """What waits for a unit, in words; empty when nothing does."""
    return named(items for items in open_items.ask(record.pk) if items.count)


def named(waiting: Iterable[OpenItems]) -> str:
    """What waits for a unit, in a few words of the active language."""
    return ", ".join(f"{items.label}: {items.count}" for items in waiting)


def _speaking(rule: Callable[[Any], changes.No | None]) -> Guard:
    def guard(facts: Any) -> Refusal | None:
        no = rule(facts)
        return Refusal(no.code, _sentence(no.code, facts)) if no else None

    return guard


def _sentence(code: str, facts: changes.UnitFacts) -> str:
    return REFUSALS[code] % {"waiting": facts.waiting()} if code == "open_items" else REFUSALS[code]


GUARDS: Mapping[str, Guard] = {name: _speaking(rule) for name, rule in changes.GUARDS.items()}
