"""What of measures can be taken away in a file, within what the actor may read and take away."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor, Confidentiality
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.core.export.marking import LEVELS
from baken.rooms.library.queries import label_of
from baken.rooms.measures.exports.purchases import PURCHASES
from baken.rooms.measures.exports.recommendations import RECOMMENDATIONS
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import EXPORT
from baken.rooms.measures.queries.exports import takable_measures
from baken.rooms.measures.texts import ANSWERS, PRIORITY_LABELS, SOURCES
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import tree

MOST_ROWS = 20_000  # over HTTP, in one request; the command line has no such limit


def measure_columns() -> list[Column]:
    """A measure as the API gives it; who owns, carried out or verified it is no part of it."""
    return [
        _of("id", _("Identifier"), str),
        _of("ref", _("Reference")),
        _of("title", _("What is done?")),
        _of("description", _("How")),
        _of("control_level", _("Level of control"), word=_listed("control_levels")),
        _of("justification", _("Why is nothing higher possible?")),
        _of("risk_class", _("Risk class"), word=_listed("risk_classes")),
        _of("severity", _("Severity"), kind="number"),
        _of("priority", _("Priority"), str, word=lambda code: str(PRIORITY_LABELS[code])),
        Column("unit", _("Unit"), lambda one: _code(one.unit_id), word=_unit_name),
        Column(
            "owner_unit",
            _("Unit that acts"),
            lambda one: _code(one.owner_unit_id),
            word=_unit_name,
        ),
        _of("budget_cents", _("Money, in euro cents"), kind="number"),
        _of("budget_source", _("From which money"), word=lambda code: str(SOURCES[code])),
        _of("start_on", _("To be started on"), kind="day"),
        _of("due_on", _("To be done by"), kind="day"),
        _of("interim", _("Interim measure")),
        _of("expected_residual", _("Class that is expected to stay"), word=_listed("risk_classes")),
        _of("success_criterion", _("When does it work?")),
        _of("ends_on", _("Last day of personal protection"), kind="day"),
        Column(
            "asked_unit",
            _("Unit that was asked"),
            lambda one: _code(one.asked_unit_id),
            word=_unit_name,
        ),
        _of("asked_party", _("Party that was asked")),
        _of("answer", _("The answer"), word=lambda code: str(ANSWERS[code])),
        _of("postponed", _("How often it was put off"), kind="number"),
        Column("confidentiality", _("Confidentiality"), _confidentiality, word=_held),
        _of("state", _("State"), word=lambda state: str(MEASURE.states[state])),
        _of("proposed_at", _("Proposed"), kind="moment"),
        _of("decided_at", _("Decided"), kind="moment"),
        _of("due_at", _("Owed by"), kind="moment"),
        _of("implemented_at", _("Done"), kind="moment"),
        _of("verified_at", _("Verified"), kind="moment"),
        _of("cancelled_at", _("Given up"), kind="moment"),
    ]


def _of(name: str, label: Any, turned: Any = None, **more: Any) -> Column:
    read = attrgetter(name)
    value = (lambda record: turned(read(record))) if turned else read
    return Column(name, label, value, privacy=Measure.privacy.class_of(name) or "public", **more)


def _listed(name: str) -> Any:
    return lambda code: label_of(name, code)


def _code(unit: int | None) -> str | None:
    return None if unit is None else tree().by_id[unit].code


def _unit_name(code: str) -> str:
    return tree().by_code[code].name


def _confidentiality(record: Measure) -> str:
    return str(record.get_confidentiality_display())


def _held(level: str) -> str:
    return str(LEVELS[Confidentiality[level.upper()]])


def _source(actor: Actor) -> Source | None:
    if not actor.holds(EXPORT):
        return None
    mine = takable_measures(actor)

    def records(ask: Ask, level: int) -> Iterator[Measure]:
        for page in mine.pages(ask, level):
            yield from page

    return Source(measure_columns(), records, mine.level)


MEASURES = ExportKind("measures", _("Measures"), (EXPORT,), _source)
KINDS = (MEASURES, RECOMMENDATIONS, PURCHASES)
