"""What belongs to risks and decisions in other tables, as plain values the trail vouches for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.register.models import Advice, Condition, ConsideredMeasure, Risk, RiskOption

_CONDITION = ("nth", "text", "expression", "value", "holds", "noted_at")
_MEASURE = (
    "level",
    "nth",
    "measure",
    "effect_on_score",
    "cost",
    "time",
    "feasibility",
    "rejected_because",
)
_OPTION = ("nth", "what", "task", "people", "money", "time", "expected_class")
_ADVICE = ("kind", "outcome", "words", "adviser", "adviser_name", "document", "post", "at")


def condition_part(row: Condition) -> dict[str, Any]:
    """One condition and how it stands."""
    return {f"condition.{row.nth}": plain_row(row, _CONDITION)}


def measure_parts(rows: Iterable[ConsideredMeasure]) -> dict[str, Any]:
    """The measures that were considered."""
    return {f"considered.{one.level}.{one.nth}": plain_row(one, _MEASURE) for one in rows}


def advice_part(row: Advice) -> dict[str, Any]:
    """One advice."""
    return {f"advice.{row.pk}": plain_row(row, _ADVICE)}


def plain_options(rows: Iterable[RiskOption]) -> list[dict[str, Any]]:
    """Options as plain values, to wait first."""
    return [plain_row(one, _OPTION) for one in sorted(rows, key=lambda row: row.nth)]


def options_part(rows: Iterable[RiskOption]) -> dict[str, Any]:
    """The options of a risk together: writing them replaces those of before."""
    return {"options": plain_options(rows)}


def parts_of_decisions(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these decisions."""
    for row in Condition.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in condition_part(row).items())
    for one in ConsideredMeasure.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((one.record_id, key, value) for key, value in measure_parts([one]).items())


def parts_of_risks(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these risks."""
    for row in Advice.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in advice_part(row).items())
    options: dict[int, list[RiskOption]] = {}
    for option in RiskOption.objects.for_system(reason="trail").filter(record__in=numbers):
        options.setdefault(option.record_id, []).append(option)
    for number, rows in options.items():
        yield from ((number, key, value) for key, value in options_part(rows).items())
    yield from files_of_records(Risk, numbers)
