"""Gathers what the guards of a step look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.sheets import rules
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.queries.filled import whole_of
from baken.rooms.sheets.rules import Facts
from baken.rooms.sheets.texts import REFUSALS


def sheet_facts(record: Sheet, _actor: Actor, _at: datetime) -> Facts:
    """The facts about one sheet that its guards decide on."""
    whole = whole_of(record)
    return Facts(
        troubles=len(whole.outcome.troubles),
        refusals=len(whole.outcome.refusals),
        rivals=len(whole.rivals),
    )


def _refusing(needs: Callable[[Facts], str]) -> Guard:
    def guard(facts: Facts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


GUARDS: Mapping[str, Guard] = {
    "is_complete": _refusing(rules.needs_complete),
    "nothing_to_settle": _refusing(rules.needs_one_answer_each),
}
