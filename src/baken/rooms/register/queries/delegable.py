"""What a post may decide and pass on, for the org room, which stands below and keeps delegations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from baken.core.instruments.scoring import CLASSES
from baken.rooms.library.queries import code_list, mandate_table
from baken.rooms.org.rules.delegating import Decision
from baken.rooms.register.rules.posts import COMMANDER, Post, may_pass_on


def decisions_to_pass_on(role: str, level: int, named: str) -> Iterator[Decision]:
    """The classes and contexts for which the mandate table lets such a post be delegated."""
    if role != COMMANDER:
        return
    post = Post(person="", unit="", level=level, from_on=date.min, named=named)
    for context in code_list("contexts"):
        for risk_class in CLASSES:
            if may_pass_on(post, mandate_table(), context=context, risk_class=risk_class):
                yield Decision(risk_class, context)
