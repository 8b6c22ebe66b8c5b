"""A second reader on what lowers an occurrence: the worst that could have happened, level, category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.reports.actions.bring_up import LOWERED, bring_up
from baken.rooms.reports.actions.lapse import no_more
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.second_reading import asked_of
from baken.rooms.reports.rules import CATEGORY, LOWER, LOWERABLE, lowered
from baken.rooms.reports.texts import REFUSALS

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
    """Lower it as was proposed; why goes along, since the reporter reads it.

    Raises StepRefused when something else stands than what was proposed to lower.
    """
    asked = asked_of(occurrence)
    if any(getattr(occurrence, name) != stood for name, (stood, _to) in asked.proposed.items()):
        text = str(REFUSALS["nothing_proposed"])
        raise StepRefused("agree_lower", [Refusal("changed_since_asked", text)])
    change = {name: value for name, (_from, value) in asked.proposed.items()}
    lower = lowered({name: getattr(occurrence, name) for name in change}, change)
    agreed = Change(
        values={**change, **no_more(occurrence)}, facts=change, words={"reason": asked.reason}
    )
    return _brings_up(occurrence, agreed, lower, at)


def refuse_lower(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What stands stays."""
    return Change(values=no_more(occurrence), words={"reason": fields["reason"]})


def decide_category(occurrence: Occurrence, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The category that the second reader decides on: the one that stood, or another."""
    decided = int(fields["category"])
    lower = lowered({"category": occurrence.category}, {"category": decided})
    change = Change(
        values={"category": decided, **no_more(occurrence)},
        facts={"decided": [occurrence.category, decided]},
        words={"reason": fields["reason"]},
    )
    return _brings_up(occurrence, change, lower, at)


def with_lowering(occurrence: Occurrence, change: Change, at: datetime) -> Change:
    """A revision that tells which category or level it lowers: that goes a level up as well."""
    before = {name: getattr(occurrence, name) for name in ("category", "investigation_level")}
    lower = lowered(before, {name: change.values[name] for name in before})
    return _brings_up(occurrence, change, lower, at)


def refuse_unread_lowering(occurrence: Occurrence, fields: Fields) -> None:
    """A revision alone does not lower the worst that could have happened. Raises FieldsRefused."""
    stands = {"potential_severity": occurrence.potential_severity}
    if lowered(stands, {"potential_severity": int(fields["potential_severity"])}):
        text = _("Lowering this takes a second reader: choose the step “Propose to lower it”.")
        raise FieldsRefused({"potential_severity": text})


def _brings_up(
    occurrence: Occurrence, change: Change, lower: Mapping[str, Any], at: datetime
) -> Change:
    """A change that says what it lowers and brings it a level up, when it lowers anything."""
    if not lower:
        return change
    values = {**change.values, "level_steps": occurrence.level_steps + 1}
    told = replace(change, values=values, facts={**change.facts, "lowered": lower})
    return told.followed_by(lambda record: bring_up(record=record, at=at, why=LOWERED))


def _ask(what: str, actor: Actor, at: datetime, facts: Mapping[str, Any], reason: str) -> Change:
    values = {"second_reading": what, "asked_by": actor.person, "asks_since": at}
    return Change(values=values, facts=facts, words={"reason": reason})


CHANGES = {
    "reports.occurrence.propose_lower": propose_lower,
    "reports.occurrence.agree_lower": agree_lower,
    "reports.occurrence.refuse_lower": refuse_lower,
    "reports.occurrence.dispute_category": dispute_category,
    "reports.occurrence.decide_category": decide_category,
}
