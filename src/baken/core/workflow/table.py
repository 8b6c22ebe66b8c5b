"""The frozen tables a workflow is made of. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Why a step is not possible now: a stable code and a sentence for the user."""

    code: str
    text: Any

    def __str__(self) -> str:
        return str(self.text)


Guard = Callable[[Any], Refusal | None]


@dataclass(frozen=True)
class StepField:
    """Something a step asks for. ``kind``: text, long_text, choice, codes, boolean, integer,
    date, moment, person, occurrence, rows, shown (what a page or an answer gave out beforehand: it
    says what was looked at, and no person types it). ``choices`` names a code list of the library,
    ``columns`` are what each of the ``rows`` holds.
    """

    name: str
    label: Any
    kind: str = "text"
    required: bool = False
    choices: str = ""
    help: Any = ""
    columns: tuple[StepField, ...] = ()


@dataclass(frozen=True)
class Step:
    """One row: from which states, to which state (empty: stays), who, under which guards.

    ``targets`` are the states of a step that goes back to where the record was: the change says
    which of them, and without one it goes to ``target``. ``notice`` names who is told afterwards;
    ``deadline`` names the term that starts to run. ``by_system``: it follows from the facts, and no
    door lets anybody but the product take it. ``on_sight``: it is taken on what the screen
    showed, so that it is refused when anybody did anything since, whatever the state.
    """

    name: str
    label: Any
    sources: tuple[str, ...]
    target: str
    permit: str
    trail: str
    guards: tuple[str, ...] = ()
    fields: tuple[StepField, ...] = ()
    notice: str = ""
    deadline: str = ""
    by_system: bool = False
    targets: tuple[str, ...] = ()
    on_sight: bool = False

    @property
    def asks_seen(self) -> bool:
        """Whether a screen says which step it knew as the newest: the state alone does not tell."""
        return self.on_sight or not self.target

    def leads_to(self, state: str) -> str:
        """The state after the step when taken from ``state``."""
        return self.target or state

    def ways_from(self, state: str) -> tuple[str, ...]:
        """Every state that the step can lead to when taken from ``state``."""
        return self.targets or (self.leads_to(state),)


@dataclass(frozen=True)
class Workflow:
    """The whole table of a root; ``initial`` is the state after the first trail entry."""

    name: str
    initial: str
    states: dict[str, Any]
    steps: tuple[Step, ...]
    finals: tuple[str, ...] = ()
    _by_name: dict[str, Step] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({step.name: step for step in self.steps})

    def step(self, name: str) -> Step | None:
        """The row of that name, or None."""
        return self._by_name.get(name)

    def by_hand(self, name: str) -> Step | None:
        """The row of that name that people take, or None: no page leads to what the product does."""
        step = self.step(name)
        return None if step is None or step.by_system else step

    def from_state(self, state: str) -> tuple[Step, ...]:
        """The rows that start in a state."""
        return tuple(step for step in self.steps if state in step.sources)
