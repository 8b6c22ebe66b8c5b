"""A second reader on what lowers an occurrence: the worst that could have happened, level, category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.second_reading import asked_of
from baken.rooms.reports.rules import CATEGORY, LOWER, LOWERABLE, lowered

Fields = Mapping[str, Any]


def propose_lower(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Ask a second reader to lower it; what stands goes on until they agree. Raises FieldsRefused."""
    before = {name: getattr(occurrence, name) for name in LOWERABLE}
    wanted = {name: int(fields[name]) for name in LOWERABLE if fields.get(name) not in (None, "")}
    lower = lowered(before, wanted)
    if not wanted or set(lower) != set(wanted):
        wrong = [name for name in wanted if name not in lower] or list(LOWERABLE)
        text = _("Choose a value below the one that stands.")
        raise FieldsRefused(dict.fromkeys(wrong, text))
    return _ask(LOWER, actor, at, {"proposed": lower}, fields["reason"])


def dispute_category(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Ask a second reader for another category; the one that was set stands until they decide."""
    wanted = int(fields["category"])
    if wanted == occurrence.category:
        raise FieldsRefused({"category": _("This is the category that stands. Choose another.")})
    facts = {"proposed": {"category": [occurrence.category, wanted]}}
    return _ask(CATEGORY, actor, at, facts, fields["reason"])


def agree_lower(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Lower it as was proposed; why goes along, since the reporter reads it."""
    asked = asked_of(occurrence)
    change = {name: value for name, (_from, value) in asked.proposed.items()}
    lower = lowered({name: getattr(occurrence, name) for name in change}, change)
    return Change(
        values={**change, **_no_more(occurrence), "level_steps": occurrence.level_steps + 1},
        facts={"lowered": lower, **change},
        words={"reason": asked.reason},
    )


def refuse_lower(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What stands stays."""
    return Change(values=_no_more(occurrence), words={"reason": fields["reason"]})


def decide_category(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The category that the second reader decides on: the one that stood, or another."""
    decided = int(fields["category"])
    lower = lowered({"category": occurrence.category}, {"category": decided})
    steps = occurrence.level_steps + bool(lower)
    return Change(
        values={"category": decided, "level_steps": steps, **_no_more(occurrence)},
        facts={"decided": [occurrence.category, decided], **({"lowered": lower} if lower else {})},
        words={"reason": fields["reason"]},
    )


def with_lowering(occurrence: Occurrence, change: Change) -> Change:
    """A revision that tells which category or level it lowers: that goes a level up as well."""
    before = {name: getattr(occurrence, name) for name in ("category", "investigation_level")}
    lower = lowered(before, {name: change.values[name] for name in before})
    if not lower:
        return change
    values = {**change.values, "level_steps": occurrence.level_steps + 1}
    return replace(change, values=values, facts={**change.facts, "lowered": lower})


def refuse_unread_lowering(occurrence: Occurrence, fields: Fields) -> None:
    """A revision alone does not lower the worst that could have happened. Raises FieldsRefused."""
    stands = {"potential_severity": occurrence.potential_severity}
    if lowered(stands, {"potential_severity": int(fields["potential_severity"])}):
        text = _("Lowering this takes a second reader: choose the step “Propose to lower it”.")
        raise FieldsRefused({"potential_severity": text})


def _ask(what: str, actor: Actor, at: datetime, facts: Mapping[str, Any], reason: str) -> Change:
    values = {"second_reading": what, "asked_by": actor.person, "asks_since": at}
    return Change(values=values, facts=facts, words={"reason": reason})


def _no_more(occurrence: Occurrence) -> dict[str, Any]:
    return {"second_reading": None, "asked_by": None, "asks_since": occurrence.raised_at}


CHANGES = {
    "reports.occurrence.propose_lower": propose_lower,
    "reports.occurrence.agree_lower": agree_lower,
    "reports.occurrence.refuse_lower": refuse_lower,
    "reports.occurrence.dispute_category": dispute_category,
    "reports.occurrence.decide_category": decide_category,
}
