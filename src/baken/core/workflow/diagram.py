"""Draws a workflow's table as a state diagram for the documentation."""

from __future__ import annotations

import re

from django.utils.translation import override

from baken.core.workflow.registry import all_bindings
from baken.core.workflow.table import Step, Workflow

MARKERS = ("<!-- states {name} -->", "<!-- /states -->")
_BETWEEN = re.compile(r"<!-- states ([a-z_.]+) -->\n.*?<!-- /states -->", re.DOTALL)


def diagram(table: Workflow) -> str:
    """The states and steps of a table as a Mermaid state diagram, in English.

    Steps between the same two states share one arrow; steps that keep the state are left out.
    """
    with override("en"):
        names = [f"    {state}: {label}" for state, label in table.states.items()]
        arrows = [f"    {a} --> {b}: {', '.join(labels)}" for (a, b), labels in _arrows(table)]
    ends = [f"    {state} --> [*]" for state in table.finals]
    head = ["```mermaid", "stateDiagram-v2", f"    [*] --> {table.initial}"]
    return "\n".join([*head, *names, *arrows, *ends, "```"])


def with_diagrams(text: str) -> str:
    """The text with every marked diagram drawn anew; an unknown workflow stops with its name."""
    tables = {binding.workflow.name: binding.workflow for binding in all_bindings()}

    def draw(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in tables:
            raise LookupError(f"there is no workflow called {name!r}")
        return f"{MARKERS[0].format(name=name)}\n{diagram(tables[name])}\n{MARKERS[1]}"

    return _BETWEEN.sub(draw, text)


def _arrows(table: Workflow) -> list[tuple[tuple[str, str], list[str]]]:
    found: dict[tuple[str, str], list[str]] = {}
    for step in table.steps:
        for source in step.sources:
            for state in step.ways_from(source):
                if state != source:
                    found.setdefault((source, state), []).append(_label(step))
    return list(found.items())


def _label(step: Step) -> str:
    return str(step.label).replace(":", " ")
