"""Notes what is wrong with a barrier, or that one held; rooms above say here what a record of theirs says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.register.actions.signals import REPORT
from baken.rooms.register.actions.take_bow_tie_step import take_bow_tie_step
from baken.rooms.register.models import BowTie


def note_signal(
    *,
    actor: Actor,
    record: BowTie,
    barrier: str,
    words: str,
    at: datetime,
    source: Any = None,
    kind: str = REPORT,
    more: Mapping[str, Any] | None = None,
) -> BowTie:
    """Note that a record names a barrier, by its code such as ``b3``; returns the fresh bow-tie.

    ``source`` is the report, occurrence, inspection or whatever it came from, which the caller has
    read. Who reads the bow-tie may say that a report names a barrier; every other kind takes who
    manages it. ``more`` holds ``grade``, ``covered`` and ``since`` as the step asks for them. Raises
    as a step does, also when the same record was noted at the same barrier before.
    """
    fields = {"barrier": barrier, "words": words, **(more or {})}
    step = "name_barrier" if kind == REPORT else "note_signal"
    if kind != REPORT:
        fields["kind"] = kind
    return take_bow_tie_step(
        actor=actor, record=record, step=step, at=at, fields=fields, source=source
    )


def note_held(
    *,
    actor: Actor,
    record: BowTie,
    barrier: str,
    kind: str,
    on: str,
    words: str,
    at: datetime,
    source: Any,
) -> BowTie:
    """Note as evidence that a barrier held in a record, ``source``; returns the fresh bow-tie.

    The caller has read the record. ``kind`` is one of the kinds of evidence, ``on`` the day in ISO
    form. It takes who manages the bow-tie.
    Raises as a step does, also when the same record showed it of the same barrier before.
    """
    fields = {"barrier": barrier, "kind": kind, "on": on, "words": words}
    return take_bow_tie_step(
        actor=actor, record=record, step="note_evidence", at=at, fields=fields, source=source
    )
