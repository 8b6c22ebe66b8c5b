"""Draws a bow-tie of the demonstration, lets a risk lean on it, and ties occurrences to its barriers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.org.queries import UnitView
from baken.rooms.register.actions import draw_bow_tie, take_bow_tie_step
from baken.rooms.register.models import BowTie, Risk
from baken.rooms.reports.actions.name_barrier import name_barrier
from baken.rooms.reports.models import Report


def play_bow_tie(
    *,
    actor: Actor,
    unit: UnitView,
    risk: Risk,
    told: Mapping[str, Any],
    reports: Mapping[str, Report],
    at: datetime,
) -> BowTie:
    """The bow-tie as it is told: its parts in their order, the risk, and what occurrences showed of it."""
    record = draw_bow_tie(actor=actor, unit=unit, fields=told["drawn"], at=at)
    steps = [*told["parts"], {"tie_risk": {"risk": risk.ref}}]
    for step, fields in (pair for one in steps for pair in one.items()):
        record = take_bow_tie_step(actor=actor, record=record, step=step, at=at, fields=fields)
    for shown in told["shown"]:
        occurrence = reports[shown["story"]].occurrence
        said = {name: shown[name] for name in ("barrier", "showed", "words")}
        record = name_barrier(actor=actor, occurrence=occurrence, bow_tie=record.ref, at=at, **said)
    return record
