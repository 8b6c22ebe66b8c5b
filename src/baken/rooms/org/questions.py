"""What the org room asks of the rooms above it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from baken.core.questions import Question
from baken.rooms.org.rules.delegating import Decision
from baken.rooms.org.rules.handovers import Terms


@dataclass(frozen=True)
class OpenItems:
    """Records of one kind that wait for a unit to act: how many, and where they are handed over."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class UnitPage:
    """A page about a unit in a room above: its label and address."""

    label: str
    url: str


# What else there is to look at of a unit, for whoever asks.
unit_pages: Question[[Any, Any], UnitPage] = Question("unit_pages")

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


@dataclass(frozen=True)
class CommandChange:
    """Whose post changes hands: the unit of the post, from whom to whom, and from which moment on."""

    unit: int
    outgoing: uuid.UUID
    incoming: uuid.UUID
    starts_at: datetime


@dataclass(frozen=True)
class HandoverMatter:
    """Something that still waits to be taken over: a record by its kind and reference.

    ``ask`` is one of the codes of ``rules.handovers``; ``one_by_one`` says that it is looked at by
    itself. The lowest ``rank`` stands first. ``due_on`` is by when something must be done about it.
    """

    kind: str
    ref: str
    risk_class: str
    ask: str
    one_by_one: bool
    rank: int
    due_on: date | None = None


@dataclass(frozen=True)
class Way:
    """One thing to do about a matter: what the button says, and the address of the step."""

    label: str
    url: str


@dataclass(frozen=True)
class MatterShown:
    """A matter as a reader may see it: its title, page, state and class, and what can be done about it.

    ``outcome`` is what became of it; empty while it still waits for whoever takes over.
    """

    kind: str
    ref: str
    title: str
    url: str
    state: str
    risk_class: str = ""
    outcome: str = ""
    until: date | None = None
    ways: tuple[Way, ...] = ()


Refs = Sequence[tuple[str, str]]
# What must be taken over with a post, as it stands now: asked again as long as the handover runs.
handover_matters: Question[[CommandChange], HandoverMatter] = Question("handover_matters")
# Matters by kind and reference, as far as an actor sees them; what is not answered is not theirs to see.
matters_shown: Question[[Any, CommandChange, Refs], MatterShown] = Question("matters_shown")
# What became of matters that do not wait any more: kind, reference and a code of an outcome.
matter_outcomes: Question[[CommandChange, Refs], tuple[str, str, str]] = Question("matter_outcomes")
# The terms of a handover. There is one answer.
handover_terms: Question[[], Terms] = Question("handover_terms")
