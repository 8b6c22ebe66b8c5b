"""What is asked of whoever proposes a measure."""

from __future__ import annotations

from typing import Any

from django import forms

from baken.rooms.measures.forms.steps import StepForm
from baken.rooms.measures.workflow import PROPOSING
from baken.rooms.measures.workflow.fields import ALARP, EFFECT, PLAN

# What stands folded away until somebody knows more.
LATER = tuple(one.name for one in (*PLAN, *EFFECT, *ALARP) if one.name != "due_on")


class ProposeForm(StepForm):
    """A measure in words; what it serves stands in the address."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, step=PROPOSING, **kwargs)
        del self.fields["note"]

    def step_fields(self) -> dict[str, Any]:
        """What describes the measure, without the key of the form."""
        return {name: value for name, value in super().step_fields().items() if name != "key"}

    @property
    def first(self) -> list[Any]:
        """The fields that everybody fills in."""
        return [self[name] for name in self.fields if name not in (*LATER, "key")]

    @property
    def more(self) -> list[Any]:
        """The fields for who knows more."""
        return [self[name] for name in LATER]

    @property
    def opens_more(self) -> bool:
        """Whether something that is folded away was refused or filled in before."""
        return any(bound.errors or bound.value() for bound in self.more)
