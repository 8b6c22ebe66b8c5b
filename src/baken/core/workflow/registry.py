"""Ties a root to its workflow, its guards and the function that gathers facts for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Workflow

FactsOf = Callable[[Any, Actor, datetime], Any]


@dataclass(frozen=True)
class Binding:
    """A root with its workflow, guards by name, and how facts for the guards are gathered."""

    root: type[Any]
    workflow: Workflow
    guards: Mapping[str, Guard]
    facts_of: FactsOf
    announce: str
    extra: dict[str, Any] = field(default_factory=dict)


_bindings: dict[type[Any], Binding] = {}


def bind(
    *,
    root: type[Any],
    workflow: Workflow,
    guards: Mapping[str, Guard],
    facts_of: FactsOf,
    announce: str,
) -> None:
    """Declare, once at start, the workflow of a root; ``announce`` is its event's name."""
    _bindings[root] = Binding(root, workflow, guards, facts_of, announce)


def binding_of(root: type[Any]) -> Binding:
    """The binding of a root."""
    return _bindings[root]


def all_bindings() -> list[Binding]:
    """Every workflow there is, in a fixed order."""
    return sorted(_bindings.values(), key=lambda binding: binding.workflow.name)
