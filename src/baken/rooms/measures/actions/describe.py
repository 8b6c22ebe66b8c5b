"""What describes a measure: read from what was filled in, and refused where the order of controls is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.rules.control import needs_end, needs_justification
from baken.rooms.measures.rules.money import cents_of
from baken.rooms.measures.rules.priority import needs_reason, usual_priority
from baken.rooms.measures.texts import REFUSALS
from baken.rooms.measures.workflow import DESCRIPTION, SEALED

_ELSEWHERE = ("budget", "priority")
_DAYS = ("start_on", "due_on", "ends_on")


def described(
    fields: Mapping[str, Any],
    weight: tuple[str, int | None],
    others: Sequence[Measure],
    *,
    today: date,
) -> dict[str, Any]:
    """The fields of a measure as columns, with its weight: class and severity of the worst it serves.

    ``others`` are the measures that stand for the same, ``today`` is the day where the unit lives.
    Raises FieldsRefused with a sentence per field.
    Source: domain reference, instruments, section 5.
    """
    risk_class, severity = weight
    values: dict[str, Any] = {
        one.name: fields.get(one.name, "") for one in DESCRIPTION if one.name not in _ELSEWHERE
    }
    for day in _DAYS:
        values[day] = values[day] or None
    values |= {"risk_class": risk_class, "severity": severity}
    usual = usual_priority(risk_class, severity)
    values["priority"] = int(fields.get("priority", usual))
    values["priority_chosen"] = "priority" in fields
    values["budget_cents"] = cents_of(fields["budget"]) if "budget" in fields else None
    errors = _wrong(fields, values, [one.control_level for one in others])
    errors |= _wrong_days(values, today)
    if errors:
        raise FieldsRefused(errors)
    return values


def _wrong(
    fields: Mapping[str, Any], values: Mapping[str, Any], beside: Sequence[str]
) -> dict[str, Any]:
    """What is wrong with what was filled in, by its field."""
    levels = (values["control_level"], *beside)
    risk_class, severity = values["risk_class"], values["severity"]
    found: dict[str, Any] = {}
    if needs_justification(levels) and not values["justification"]:
        found["justification"] = REFUSALS["no_justification"]
    if needs_end(levels) and values["ends_on"] is None:
        found["ends_on"] = REFUSALS["ppe_without_end"]
    differs = needs_reason(values["priority"], risk_class=risk_class, severity=severity)
    if differs and not values["priority_reason"]:
        found["priority_reason"] = REFUSALS["priority_unexplained"]
    if "budget" in fields and values["budget_cents"] is None:
        found["budget"] = _("Give an amount in euros, such as 2500 or 2.500,00.")
    if values["budget_cents"] and not values["budget_source"]:
        found["budget_source"] = _("Say from which money this comes.")
    return found


def _wrong_days(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    start, due, ends = values["start_on"], values["due_on"], values["ends_on"]
    found = {}
    if start is not None and due is not None and due < start:
        found["due_on"] = _("This is before the day on which it starts.")
    if ends is not None and ends < today:
        found["ends_on"] = _("This day is over.")
    return found


def facts_of_description(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the history tells of a description besides its words."""
    names = ("control_level", "standard", "priority", "risk_class", "expected_residual")
    money = ("budget_cents", "budget_source")
    days = {name: values[name].isoformat() if values[name] else "" for name in _DAYS}
    return {name: values[name] for name in (*names, *money)} | days


def words_of_description(values: Mapping[str, Any]) -> dict[str, str]:
    """The words that the history keeps of a description: all that somebody decides on."""
    return {name: values[name] for name in SEALED}
