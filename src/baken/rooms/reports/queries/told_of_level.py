"""In words: to what level something was brought and why, and what a second reader was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, OccurrenceStep, Report, ReportStep
from baken.rooms.reports.queries.levels import RAISED

_RAISED = tuple(RAISED.values())
_REVISED = "reports.occurrence.classified"
_LOWERED = ("reports.occurrence.lower_agreed", "reports.occurrence.category_decided", _REVISED)


def told_of_level(facts: Mapping[str, Any]) -> str:
    """What a step about levels or a second reading says in its facts; nothing for another step."""
    changes = facts.get("proposed") or facts.get("lowered")
    parts = [
        told_changes(changes) if changes else "",
        _why(facts["why"], facts.get("phase", "")) if "why" in facts else "",
        _to(facts["to"]) if "why" in facts else "",
    ]
    return ", ".join(part for part in parts if part)


def told_changes(changes: Mapping[str, Sequence[Any]]) -> str:
    """Such as "worst possible 4 → 2"."""
    names = {
        "potential_severity": _("worst possible"),
        "investigation_level": _("investigation level"),
        "category": _("category"),
    }
    return ", ".join(f"{names[name]} {a} → {b}" for name, (a, b) in changes.items())


def brought_to(record: Report | Occurrence) -> str:
    """That a record lies at a higher level since when; nothing when it does not."""
    if record.raised_to_id is None or record.raised_at is None:
        return ""
    unit = tree().by_id[record.raised_to_id].name
    return _("%(unit)s, since %(day)s") % {"unit": unit, "day": _day(record.raised_at)}


def brought_here(record: Report | Occurrence, facts: Mapping[str, Any]) -> str:
    """For whoever looks at its level: since when it lies there, and why."""
    day = _day(record.raised_at) if record.raised_at else ""
    told = {"day": day, "why": _why(facts["why"], facts.get("phase", ""))}
    return _("It was brought to your level on %(day)s: %(why)s.") % told


def told_to_reporter(report: Report) -> list[str]:
    """What a reporter must know of levels: that it was brought higher, and that it was lowered.

    What was only proposed changed nothing: of a lowering that waits or was refused nothing is told.
    """
    steps: list[Any] = []
    if report.level_steps:
        steps += ReportStep.objects.of(report).filter(code__in=_RAISED)
    fact = report.occurrence.standing if report.occurrence else None
    if fact is not None and fact.level_steps:
        steps += OccurrenceStep.objects.of(fact).filter(code__in=_RAISED + _LOWERED)
    return [_sentence(step) for step in sorted(steps, key=lambda one: one.at) if _matters(step)]


def _matters(step: Any) -> bool:
    return step.code in _RAISED or "lowered" in step.facts


def _sentence(step: Any) -> str:
    day = _day(step.at)
    if step.code in _RAISED:
        told = {"why": _why(step.facts["why"], step.facts.get("phase", "")), "day": day}
        told["unit"] = _name(step.facts["to"])
        text = _("On %(day)s it was brought to the safety adviser of %(unit)s: %(why)s.") % told
    else:
        told = {"day": day, "what": told_changes(step.facts["lowered"])}
        text = _lowered(step.code) % told
    reason = step.words.get("reason", "")
    return _("%(text)s Why: %(reason)s") % {"text": text, "reason": reason} if reason else text


def _day(at: datetime) -> str:
    return date_format(clock.local_date(at), "j F Y")


def _lowered(code: str) -> str:
    if code == _REVISED:
        return _("On %(day)s it was lowered when it was weighed again: %(what)s.")
    return _("On %(day)s it was lowered after a second reader agreed: %(what)s.")


def _why(why: str, phase: str) -> str:
    if why == "stalled":
        phases = {
            "report": _("it was not taken up in time"),
            "weigh": _("it was not taken into handling in time"),
            "tackle": _("it was not done in time"),
            "analyse": _("it was not closed in time"),
        }
        return phases[phase]
    return _("it was lowered") if why == "lowered" else _("it was asked for")


def _to(code: str) -> str:
    return _("to %(unit)s") % {"unit": _name(code)}


def _name(code: str) -> str:
    unit = tree().find(code)
    return unit.name if unit else code
