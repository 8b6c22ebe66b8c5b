"""How something was rated where it was found, by a scale on which the register does not decide.

Source: domain reference, integral risk management, sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FIRST = "source_"
_NAMES = ("model", "version", "native", "common")


@dataclass(frozen=True)
class SourceScore:
    """A class by a model and version, in words of that model (``native``) and as the common class.

    Without a model nothing was rated, or what people gave was carried over as their scores.
    """

    model: str = ""
    version: int = 0
    native: str = ""
    common: str = ""


def facts_of(source: SourceScore | None) -> dict[str, Any]:
    """What the history of a risk keeps of it; nothing of what was not rated."""
    if source is None or not source.model:
        return {}
    return {f"{_FIRST}{name}": getattr(source, name) for name in _NAMES}


def source_score_in(facts: Mapping[str, Any]) -> SourceScore | None:
    """What the history of a risk says of it; None when it says nothing."""
    given = {name: facts.get(f"{_FIRST}{name}", "") for name in _NAMES}
    return SourceScore(**given) if given["model"] else None
