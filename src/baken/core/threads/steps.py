"""A step in the life of a record as its thread shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baken.core.questions import ThreadNode
from baken.core.trail.signature import signed_by
from baken.core.workflow.registry import binding_of

# Of a long life the newest steps; the history holds all.
MOST_STEPS = 100


def step_node(
    *, root: type[Any], step: Any, title_of: Callable[[str], str], text: str
) -> ThreadNode:
    """A step of a record of ``root``: by the label of its row, with who took it and where it led.

    ``title_of`` says what an event is called that is no step of the workflow. Of who acted as nobody
    only the day is told.
    """
    workflow = binding_of(root).workflow
    row = next((one for one in workflow.steps if one.trail == step.code), None)
    return ThreadNode(
        kind="step",
        title=str(row.label) if row else title_of(step.code),
        at=step.at,
        whole_day=step.actor is None and not step.words.get("post"),
        **signed_by(step),
        text=text,
        relation=str(workflow.states.get(step.to_state, step.to_state)),
    )
