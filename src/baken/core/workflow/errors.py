"""What the workflow says no with."""

from __future__ import annotations

from collections.abc import Sequence

from baken.core.workflow.table import Refusal


class StepRefused(Exception):
    """The step is not possible from this state or a guard refuses it; an answer 409."""

    def __init__(self, step: str, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(refusal) for refusal in refusals))
        self.step = step
        self.refusals = tuple(refusals)


class FieldsRefused(Exception):
    """What was filled in does not fit; an answer 400 with a message per field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = errors
