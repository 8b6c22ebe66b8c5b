"""The fields of a report and its occurrence that a mapping can fill, and what each may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from baken.rooms.library.queries import code_list
from baken.rooms.reports.actions.legacy_rows import LegacyInjury
from baken.rooms.reports.schemas.mapping import values
from baken.rooms.reports.schemas.mapping.conditions import compile_condition
from baken.rooms.reports.schemas.mapping.expressions import Slot, compile_value
from baken.rooms.reports.schemas.mapping.problems import (
    MISSING,
    Expression,
    Notes,
    Row,
    RowUnfit,
    Test,
)

MOST_INJURED = 1_000
LINE = 200
_INJURY_KEYS = (
    "when",
    "count",
    "person_kind",
    "outcome",
    "permanent",
    "hospital_admission",
    "absence_days",
    "known_at",
)


@dataclass(frozen=True)
class Filled:
    """A field with the expression that fills it and what it may hold."""

    name: str
    expression: Expression
    keep: values.Keep
    required: bool = False

    def of(self, row: Row) -> Any:
        """The value for a row, MISSING when it stays empty. Raises RowUnfit, naming the field."""
        value = self.expression(row)
        if values.is_nothing(value):
            if self.required:
                raise RowUnfit(f"{self.name}: no value")
            return MISSING
        try:
            return self.keep(value)
        except RowUnfit as problem:
            raise RowUnfit(f"{self.name}: {problem}") from None


def keepers() -> dict[str, values.Keep]:
    """What each field may hold, by its name."""
    severities = values.whole(0, 5)
    return {
        "happened_at": values.moment,
        "place": values.line_of(LINE),
        "title": values.line_of(LINE),
        "summary": values.text,
        "kind": values.one_of(code_list("kinds"), "kinds"),
        "category": values.whole(0, 4),
        "actual_severity": severities,
        "potential_severity": severities,
        "subjects": values.some_of(code_list("subjects"), "subjects"),
        "domains": values.some_of(code_list("domains"), "domains"),
        "context": values.one_of(code_list("contexts"), "contexts"),
    }


def fill(name: str, raw: Any, keep: values.Keep, notes: Notes, **facts: Any) -> Filled:
    """A field with its expression compiled; ``facts``: place, many, keep_lines, required."""
    slot = Slot(
        many=facts.get("many", False),
        keep_lines=facts.get("keep_lines", False),
        check=lambda value: values.problem_with(keep, value),
    )
    expression = compile_value(raw, facts.get("place", name), slot, notes)
    return Filled(name, expression, keep, facts.get("required", False))


def compile_fields(raw: Any, notes: Notes) -> list[Filled]:
    """The fields of the block ``fields``, without the injuries."""
    known = keepers()
    if not isinstance(raw, Mapping):
        notes.problem("fields", "expected the fields of the report, with at least kind")
        return []
    notes.known_keys(raw, "fields", (*known, "injuries"))
    if "kind" not in raw:
        notes.problem("fields.kind", "is required")
    return [
        fill(
            name,
            raw[name],
            keep,
            notes,
            place=f"fields.{name}",
            many=name in ("subjects", "domains"),
            required=name == "kind",
        )
        for name, keep in known.items()
        if name in raw
    ]


@dataclass(frozen=True)
class InjuryLine:
    """One entry under ``injuries``: when it holds, how many it gives, and what they are."""

    when: Test | None
    count: Filled | None
    fields: list[Filled]

    def of(self, row: Row) -> Iterator[LegacyInjury]:
        """The injuries it gives for a row; no count in the row is none."""
        if self.when is not None and not self.when(row):
            return
        times = self.count.of(row) if self.count else 1
        if times is MISSING or not times:
            return
        found = {field.name.rpartition(".")[2]: field.of(row) for field in self.fields}
        injury = LegacyInjury(**{k: v for k, v in found.items() if v is not MISSING})
        yield from [injury] * times


def compile_injuries(raw: Any, notes: Notes) -> list[InjuryLine]:
    """The entries under ``injuries``."""
    if not isinstance(raw, list):
        notes.problem("fields.injuries", "expected a list")
        return []
    return [_injury(entry, f"fields.injuries[{n}]", notes) for n, entry in enumerate(raw)]


def _injury(raw: Any, place: str, notes: Notes) -> InjuryLine:
    if not isinstance(raw, Mapping) or not notes.known_keys(raw, place, _INJURY_KEYS):
        notes.problem(place, f"expected an entry with the keys {', '.join(_INJURY_KEYS)}")
        return InjuryLine(None, None, [])
    if "outcome" not in raw:
        notes.problem(f"{place}.outcome", "is required")
    keep: dict[str, values.Keep] = {
        "person_kind": values.one_of(code_list("person_kinds"), "person_kinds"),
        "outcome": values.one_of(code_list("injury_outcomes"), "injury_outcomes"),
        "permanent": values.flag,
        "hospital_admission": values.flag,
        "absence_days": values.whole(0, 30_000),
        "known_at": values.moment,
    }
    fields = [
        fill(f"{place}.{name}", raw[name], how, notes, required=name == "outcome")
        for name, how in keep.items()
        if name in raw
    ]
    how_many = values.whole(0, MOST_INJURED)
    count = fill(f"{place}.count", raw["count"], how_many, notes) if "count" in raw else None
    when = compile_condition(raw["when"], f"{place}.when", notes) if "when" in raw else None
    return InjuryLine(when, count, fields)
