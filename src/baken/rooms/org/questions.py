"""What the org room asks of the rooms above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from baken.core.questions import Question
from baken.rooms.org.rules.delegating import Decision


@dataclass(frozen=True)
class OpenItems:
    """Records of one kind that wait for a unit to act: how many, and where they are handed over."""

    label: str
    count: int
    url: str


open_items: Question[[int], OpenItems] = Question("open_items")
# What somebody in a role on a unit may decide, as codes of classes and contexts; asked before an
# appointment is made or delegated, so that nobody gives away what they may not decide themselves.
decisions_of_post: Question[[str, int], str] = Question("decisions_of_post")

# What the holder of a role may decide on and pass on: of the role, the level of the unit and the name of
# the post there; asked before a post is delegated. Nothing: by such a post nothing is decided on risks.
decisions_to_pass_on: Question[[str, int, str], Decision] = Question("decisions_to_pass_on")


class Coded(Protocol):
    """An entry of a code list: a stable code with its label in the active language."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...


# The entries of a code list by its name, in their order: kinds of equipment, qualifications …
code_items: Question[[str], Coded] = Question("code_items")
