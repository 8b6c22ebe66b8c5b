"""What the org room asks of the rooms above it."""

from __future__ import annotations

from typing import Protocol

from baken.core.questions import Question


class Coded(Protocol):
    """An entry of a code list: a stable code with its label in the active language."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...


# The entries of a code list by its name, in their order: kinds of equipment, qualifications …
code_items: Question[[str], Coded] = Question("code_items")
