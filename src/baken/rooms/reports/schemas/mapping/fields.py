"""The fields of a report and its occurrence that a mapping can fill, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.rooms.library.queries import code_list
from baken.rooms.reports.schemas.mapping import values
from baken.rooms.reports.schemas.mapping.expressions import Slot, compile_value
from baken.rooms.reports.schemas.mapping.problems import (
    MISSING,
    Expression,
    Notes,
    Row,
    RowUnfit,
)

LINE = 200


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
    """The fields of the block ``fields``, without injuries and damages."""
    known = keepers()
    if not isinstance(raw, Mapping):
        notes.problem("fields", "expected the fields of the report, with at least kind")
        return []
    notes.known_keys(raw, "fields", (*known, "injuries", "damages"))
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
