"""Figures over HTTP: a count that may be hidden, and what then is told of it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from baken.core.export.figures import Figure


class CountFigure(BaseModel):
    """One count. `value` is null where it is hidden, never zero."""

    value: int | None
    hidden: bool = Field(description="True where the number is not told.")
    small: bool = Field(description="True where all that is told is that it is under five.")
    at_least: int | None = Field(description="The least a hidden number is, where that is told.")


def told(figure: Figure) -> dict[str, Any]:
    """A figure as programs get it."""
    return {
        "value": figure.exact,
        "hidden": figure.exact is None,
        "small": figure.is_small,
        "at_least": figure.at_least or None,
    }
