"""Conditions and considered measures of a decision: read from what was filled in, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import acceptance_terms
from baken.rooms.register.models import Condition, ConsideredMeasure, Decision
from baken.rooms.register.queries.decision_parts import condition_part, measure_parts
from baken.rooms.register.rules.conditions import problem_of_condition
from baken.rooms.register.texts import NO_CONDITION

LONGEST = 300
# How many characters there is room for in what has less.
ROOM = {"expression": 200}


@dataclass(frozen=True)
class Parts:
    """The conditions of a decision, and the measures that were weighed, per level of control.

    Each condition has as ``row`` the number of the row in which it was filled in.
    """

    conditions: tuple[Mapping[str, str], ...] = ()
    considered: Mapping[str, tuple[Mapping[str, str], ...]] | None = None

    @property
    def by_level(self) -> Mapping[str, tuple[Mapping[str, str], ...]]:
        """The measures per level of control."""
        return self.considered or {}


def parts_said(fields: Mapping[str, Any]) -> Parts:
    """What was filled in as rows; empty rows are left out.

    Raises FieldsRefused for a level of control that there is none of, a text that is too long, and a
    condition that is no comparison of something measured.
    """
    errors: dict[str, str] = {}
    conditions = tuple(_conditions(fields.get("conditions") or [], errors))
    considered = _considered(fields.get("alarp") or [], errors)
    if errors:
        raise FieldsRefused(errors)
    return Parts(conditions, considered)


def keep_parts(decision: Decision, parts: Parts) -> None:
    """Store what belongs to a decision that was just stored."""
    conditions, measures = _rows_of(parts)
    for condition in conditions:
        condition.record = decision
    for measure in measures:
        measure.record = decision
    Condition.objects.bulk_create(conditions)
    ConsideredMeasure.objects.bulk_create(measures)


def plain_parts(parts: Parts) -> dict[str, Any]:
    """The same as plain values, for the history of the decision."""
    conditions, measures = _rows_of(parts)
    found = measure_parts(measures)
    for row in conditions:
        found |= condition_part(row)
    return found


def _rows_of(parts: Parts) -> tuple[list[Condition], list[ConsideredMeasure]]:
    conditions = [
        Condition(nth=nth, text=row["text"], expression=row["expression"])
        for nth, row in enumerate(parts.conditions, start=1)
    ]
    measures = [
        ConsideredMeasure(level=level, nth=nth, **row)
        for level, rows in parts.by_level.items()
        for nth, row in enumerate(rows, start=1)
    ]
    return conditions, measures


def _conditions(rows: list[Any], errors: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for nth, row in enumerate(rows, start=1):
        said = {
            name: _text(row, name, f"conditions.{nth}.{name}", errors)
            for name in ("text", "expression")
        }
        if not any(said.values()):
            continue
        where = f"conditions.{nth}.expression"
        problem = problem_of_condition(said["expression"]) if said["expression"] else ""
        if problem and where not in errors:
            told = {"nth": nth, "problem": NO_CONDITION.get(problem, problem)}
            errors[where] = _("Condition %(nth)s: %(problem)s.") % told
        said["text"] = said["text"] or said["expression"]
        found.append({**said, "row": str(nth)})
    return found


def _considered(
    rows: list[Any], errors: dict[str, str]
) -> dict[str, tuple[Mapping[str, str], ...]]:
    terms = acceptance_terms()
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        level = str(row.get("level", ""))[:24]
        place = f"alarp.{level}.{len(found.get(level, ())) + 1}"
        said = {
            name: _text(row, name, f"{place}.{name}", errors) for name in terms.considered_fields
        }
        if not any(said.values()):
            continue
        if level not in terms.control_levels:
            errors[f"{place}.level"] = _("Choose one of the options shown.")
        found.setdefault(level, []).append(said)
    return {level: tuple(rows) for level, rows in found.items()}


def _text(row: Mapping[str, Any], name: str, where: str, errors: dict[str, str]) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str) or "\x00" in value:
        errors[where] = _("This must be text.")
        return ""
    most = ROOM.get(name, LONGEST)
    if len(value) > most:
        errors[where] = _("Use at most %(most)s characters.") % {"most": most}
    return value.strip()
