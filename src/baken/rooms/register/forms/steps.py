"""The forms of the steps of a risk: their choices come from the lists of this room and the library."""

from __future__ import annotations

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.rooms.library.queries import code_list
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
    """The fields a step of a risk asks for."""

    def choices_of(self, name: str) -> list[Choice]:
        """The entries of a list."""
        return choices_of(name)

    def help_of(self, name: str) -> dict[str, str]:
        """The description of each entry that has one."""
        return {code: item.description for code, item in items_of(name).items()}
