"""Which steps an actor can take now, and for the others why not and who can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.workflow.registry import Binding, binding_of
from baken.core.workflow.table import Refusal, Step

# The refusal of a step to which one's appointments give no right: somebody else has it.
NOT_YOURS = "not_yours"


@dataclass(frozen=True)
class StepChoice:
    """A step as shown to an actor: allowed, or the reasons why not."""

    step: Step
    allowed: bool
    refusals: tuple[Refusal, ...] = ()

    @property
    def name(self) -> str:
        """The step's name."""
        return self.step.name

    @property
    def label(self) -> str:
        """The step's label in the active language."""
        return str(self.step.label)


def available_steps(*, record: Any, actor: Actor, at: datetime) -> list[StepChoice]:
    """Every step from the record's state that people take, allowed or with its refusals."""
    binding = binding_of(type(record))
    rows = [s for s in binding.workflow.from_state(record.state) if not s.by_system]
    asked = any(step.guards for step in rows)  # what guards look at can be long work
    facts = binding.facts_of(record, actor, at) if asked else None
    return [_choice(binding, step, record, actor, facts) for step in rows]


def refusals_of(binding: Binding, step: Step, facts: Any) -> tuple[Refusal, ...]:
    """What the step's guards say against it, given the facts."""
    answers = (binding.guards[name](facts) for name in step.guards)
    return tuple(answer for answer in answers if answer is not None)


def _choice(binding: Binding, step: Step, record: Any, actor: Actor, facts: Any) -> StepChoice:
    if not may(actor, step.permit, record):
        refusal = Refusal(NOT_YOURS, _("Your appointments do not give the right to this step."))
        return StepChoice(step, allowed=False, refusals=(refusal,))
    refusals = refusals_of(binding, step, facts)
    return StepChoice(step, allowed=not refusals, refusals=refusals)
