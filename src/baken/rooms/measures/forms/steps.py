"""The forms of the steps of a measure: choices from the lists of this room and of the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice
from baken.core.workflow.forms import StepForm as AnyStepForm
from baken.core.workflow.table import Step
from baken.rooms.measures.queries.choices import STANDARD, items_of, standard_for


class StepForm(AnyStepForm):
    """The fields a step of a measure asks for; ``people`` says who can be named in which of them."""

    def __init__(
        self,
        *args: Any,
        step: Step,
        people: Mapping[str, Mapping[str, str]] | None = None,
        hazard: str = "",
        **kwargs: Any,
    ) -> None:
        self.hazard = hazard
        super().__init__(*args, step=step, **kwargs)
        for name, known in (people or {}).items():
            if name in self.fields:
                choices = [("", _("Nobody yet")), *known.items()]
                self.fields[name].choices = choices  # type: ignore[attr-defined]

    def choices_of(self, name: str) -> list[Choice]:
        """The entries of a list; standard measures those against the hazard."""
        found = standard_for(self.hazard) if name == STANDARD else items_of(name)
        return [(code, item.label) for code, item in found.items()]

    def help_of(self, name: str) -> dict[str, str]:
        """The description of each entry that has one."""
        return {code: item.description for code, item in items_of(name).items()}
