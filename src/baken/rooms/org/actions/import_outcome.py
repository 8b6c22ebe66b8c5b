"""What an import of the organisation did, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class ImportOutcome:
    """How many rows were made, changed and left alone, and problems."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def note(self, what: str, verdict: str) -> None:
        """Count one row; made and changed ones are named."""
        setattr(self, verdict, getattr(self, verdict) + 1)
        if verdict != "unchanged":
            self.changes.append(f"{what} {verdict}")


def update_row(record: Any, values: dict[str, Any]) -> str:
    """Bring a row in line with what a file says; gives the verdict. What was withdrawn stays so."""
    if getattr(record, "withdrawn_at", None) is not None:
        return "unchanged"
    different = {name: v for name, v in values.items() if getattr(record, name) != v}
    if not different:
        return "unchanged"
    for name, value in different.items():
        setattr(record, name, value)
    record.save(update_fields=list(different))
    return "changed"
