"""The forms of this room's steps: their choices come from the code lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.rooms.library.queries import code_list


def choices_of(name: str) -> list[Choice]:
    """The items of a code list as the choices of a form field."""
    lists = code_list(name).items()
    if name == "severities":
        return [(code, f"{code} – {item.label}") for code, item in lists]
    return [(code, item.label) for code, item in lists]


class StepForm(AnyStepForm):
    """The fields a step of a report or an occurrence asks for."""

    nothing_chosen = {"investigation_level": _("From category and severities")}

    def choices_of(self, name: str) -> list[Choice]:
        """The items of a code list of the library."""
        return choices_of(name)

    def help_of(self, name: str) -> dict[str, str]:
        """The description of each item."""
        return {code: item.text("description") for code, item in code_list(name).items()}
