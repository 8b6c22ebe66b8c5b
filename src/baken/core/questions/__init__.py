"""Questions a lower floor asks and the rooms above answer; ``site.wiring`` lists who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
Answer = TypeVar("Answer")


class Question(Generic[P, Answer]):
    """A typed question; every room that has something to say answers with a few values."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answers: list[Callable[P, Iterable[Answer]]] = []

    def answered_by(self, answer: Callable[P, Iterable[Answer]]) -> None:
        """Add a room's answer; called from the wiring only."""
        if answer not in self._answers:
            self._answers.append(answer)

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> list[Answer]:
        """Everybody's answers, in the order of the wiring."""
        return [value for answer in self._answers for value in answer(*args, **kwargs)]


@dataclass(frozen=True)
class InboxCard:
    """Something that needs the actor: what, why them, by when, and the one thing to do.

    ``weight`` orders cards by consequence (high first); ``severity`` is the worst that could have
    happened (0-5) where somebody weighed it, ``risk_class`` the common class of a risk. Of what waits
    for somebody else ``waiting_for`` says for whom.
    """

    ref: str
    title: str
    reason: str
    url: str
    action: str
    due: datetime | None = None
    weight: int = 0
    waiting_for: str = ""
    alarm: bool = False
    severity: int | None = None
    risk_class: str = ""


def pressing(card: InboxCard) -> tuple[bool, int, float]:
    """Sorts an inbox: danger first, then by consequence, then by term."""
    due = card.due.timestamp() if card.due else float("inf")
    return (not card.alarm, -card.weight, due)


def once_each(cards: Iterable[InboxCard]) -> list[InboxCard]:
    """One card per record: of several the first answer's, with the alarm and weight of the worst."""
    kept: dict[str, InboxCard] = {}
    for card in cards:
        known = kept.setdefault(card.ref, card)
        if card.weight > known.weight or card.alarm > known.alarm:
            alarm, weight = known.alarm or card.alarm, max(known.weight, card.weight)
            kept[card.ref] = replace(known, alarm=alarm, weight=weight)
    return list(kept.values())


@dataclass(frozen=True)
class SearchHit:
    """A record found: its kind in words, reference, title, a line of context and address."""

    kind: str
    ref: str
    title: str
    text: str
    url: str
    number: int


@dataclass(frozen=True)
class ThreadNode:
    """One point on the thread of a record: a linked record or a step in a life."""

    kind: str
    title: str
    at: datetime | date | None = None
    whole_day: bool = False
    ref: str = ""
    url: str = ""
    by: str = ""
    post: str = ""
    text: str = ""
    relation: str = ""


@dataclass(frozen=True)
class UnitFigure:
    """A figure on a unit's picture, with the address behind it; None is unknown, never zero.

    ``hides_small``: it counts what was reported, of which one to four is told as "<5" wherever that
    is told of others beside it.
    """

    label: str
    value: int | None
    url: str = ""
    note: str = ""
    hides_small: bool = False


@dataclass(frozen=True)
class InboxAsk:
    """Whose inbox is asked for, at which moment, and how many cards a room may send."""

    actor: Any
    at: datetime
    limit: int = 50


inbox_cards: Question[[InboxAsk], InboxCard] = Question("inbox_cards")
waiting_cards: Question[[InboxAsk], InboxCard] = Question("waiting_cards")
search_hits: Question[[Any, str, int], SearchHit] = Question("search_hits")
thread_nodes: Question[[Any, Any], ThreadNode] = Question("thread_nodes")
unit_figures: Question[[Any, Any, datetime], UnitFigure] = Question("unit_figures")
