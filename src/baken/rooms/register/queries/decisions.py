"""Decisions for an actor: pages of them, those on a risk, and what belongs to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.rooms.register.models import Condition, ConsideredMeasure, Decision, Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.pictures import is_older_picture, picture_holds, picture_shown

UNITS = ("unit", "owner_unit", "risk")


@dataclass(frozen=True)
class DecisionRead:
    """A decision with what belongs to it, and whether the picture it was taken on is still the one."""

    decision: Decision
    conditions: Sequence[Condition]
    considered: Sequence[ConsideredMeasure]
    changed: tuple[str, ...]
    holds: bool
    picture: dict[str, Any]


def decisions_page(
    actor: Actor, *, narrow: Narrow | None = None, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """The newest decisions within the actor's reach."""
    return page_of(
        root=Decision,
        actor=actor,
        permit=READ,
        narrow=narrow,
        related=UNITS,
        cursor=cursor,
        limit=limit,
    )


def decisions_of(actor: Actor, risk: Risk) -> list[Decision]:
    """The decisions on a risk that the actor reads, the newest first."""
    rows = Decision.objects.visible_to(actor, READ).filter(risk=risk)
    return list(rows.select_related(*UNITS).order_by("-number"))


def decision_read(actor: Actor, decision: Decision, at: datetime) -> DecisionRead:
    """A decision that the actor has read through its guard, with its parts and its picture."""
    case = Case(decision.risk, actor, at)
    return DecisionRead(
        decision=decision,
        conditions=list(Condition.objects.of(decision).order_by("nth")),
        considered=list(ConsideredMeasure.objects.of(decision).order_by("id")),
        changed=is_older_picture(decision, case),
        holds=picture_holds(decision),
        picture=picture_shown(actor, decision),
    )
