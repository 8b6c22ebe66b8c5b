"""The forms of the steps of a risk: their choices come from the lists of this room and the library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.core.workflow.table import Step, StepField
from baken.rooms.library.queries import code_list
from baken.rooms.register.forms.rows import Row, count_of, fields_of, known_of, rows_of, rows_said
from baken.rooms.register.queries.choices import items_of


def choices_of(name: str) -> list[Choice]:
    """The entries of a list as the choices of a form field; hazards stand under their group."""
    if name == "hazards":
        return hazard_choices()
    return [(code, item.label) for code, item in items_of(name).items()]


def hazard_choices() -> list[Choice]:
    """The hazards, group by group."""
    groups = code_list("hazard_groups")
    by_group: dict[str, list[Choice]] = {code: [] for code in groups}
    for code, item in code_list("hazards").items():
        by_group.setdefault(code.partition(".")[0], []).append((code, item.label))
    return [
        (groups[code].label if code in groups else code, held)
        for code, held in by_group.items()
        if held
    ]


class StepForm(AnyStepForm):
    """The fields a step of a risk or a decision asks for; lists have a few rows of fields each."""

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, step=step, **kwargs)
        self.step = step
        self.rows: dict[str, list[Row]] = {}
        for field in step.fields:
            if field.columns:
                self._add_rows(field)
        self.order_fields([name for one in step.fields for name in self._names_of(one.name)])

    def _add_rows(self, field: StepField) -> None:
        """The fields of a list, with what stands in it now."""
        known = self.initial.get(field.name) or []
        count = count_of(field.name, self.data, known)
        rows = rows_of(field, self.choices_of, count, known)
        self.rows[field.name] = rows
        self.fields.update(fields_of(field, rows, self.choices_of))
        for name, value in known_of(rows, known).items():
            self.fields[name].initial = value

    def step_fields(self) -> dict[str, Any]:
        """What was filled in, without the note; of a list, its rows."""
        inside = {
            name for rows in self.rows.values() for row in rows for name in row.names.values()
        }
        said = {name: value for name, value in super().step_fields().items() if name not in inside}
        return said | {name: rows_said(rows, self.cleaned_data) for name, rows in self.rows.items()}

    def blocks(self) -> Iterator[dict[str, Any]]:
        """The fields in their order: single ones, and lists with a group of fields for every row."""
        for field in self.step.fields:
            if field.name in self.rows:
                yield {"label": field.label, "help": field.help, "rows": self._bound(field.name)}
            elif field.name in self.fields:
                yield {"field": self[field.name]}
        yield {"field": self["note"]}

    def _bound(self, name: str) -> list[dict[str, Any]]:
        return [
            {"label": row.label, "fields": [self[one] for one in row.names.values()]}
            for row in self.rows[name]
        ]

    def _names_of(self, name: str) -> list[str]:
        """The names under which a field of the step stands in the form, in order."""
        if name not in self.rows:
            return [name]
        return [one for row in self.rows[name] for one in row.names.values()]

    def choices_of(self, name: str) -> list[Choice]:
        """The entries of a list."""
        return choices_of(name)

    def help_of(self, name: str) -> dict[str, str]:
        """The description of each entry that has one."""
        return {code: item.description for code, item in items_of(name).items()}
