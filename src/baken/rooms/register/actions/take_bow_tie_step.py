"""Takes one step of a bow-tie: the only door for pages, API and rooms above alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor, signing, system_actor
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.register.actions import bow_tie_parts, bow_tie_ties, signals
from baken.rooms.register.actions.turn_barriers import turn_barriers
from baken.rooms.register.models import BowTie
from baken.rooms.register.queries.bow_tie_choices import bow_tie_codes

Prepare = Callable[[BowTie, Actor, datetime, Mapping[str, Any]], Change]
PrepareFrom = Callable[[BowTie, Actor, datetime, Mapping[str, Any], Any], Change]


def take_bow_tie_step(
    *,
    actor: Actor,
    record: BowTie,
    step: str,
    at: datetime,
    note: str = "",
    fields: Mapping[str, Any] | None = None,
    seen: int | None = None,
    source: Any = None,
) -> BowTie:
    """Take a step with a bow-tie that the actor can see; returns the fresh record.

    Its barriers are reckoned anew in the same transaction. ``source`` is the record that a signal
    or evidence came from; ``seen`` is the serial of the newest step that the actor knew of. Raises
    StepRefused (state, or somebody was first), AccessDenied (not theirs), FieldsRefused (what was
    filled in).
    """
    with transaction.atomic():
        fresh: BowTie = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=bow_tie_codes)
        signer = signing(actor, row.permit, fresh)
        if source is not None:
            change = _CHANGES_FROM[step](fresh, signer, at, cleaned, source)
        else:
            change = _CHANGES[step](fresh, signer, at, cleaned)
        change = replace(change, values={"touched_at": at, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        turn_barriers(actor=system_actor("barriers"), record=fresh, at=at)
        return fresh


_CHANGES_FROM: Mapping[str, PrepareFrom] = {
    "name_barrier": signals.signalled,
    "note_signal": signals.signalled,
    "note_evidence": signals.note_evidence,
}
_CHANGES: Mapping[str, Prepare] = {
    "describe": bow_tie_ties.describe,
    "add_threat": bow_tie_parts.add_threat,
    "change_threat": bow_tie_parts.change_threat,
    "add_consequence": bow_tie_parts.add_consequence,
    "change_consequence": bow_tie_parts.change_consequence,
    "add_barrier": bow_tie_parts.add_barrier,
    "change_barrier": bow_tie_parts.change_barrier,
    "place_barrier": bow_tie_parts.place_barrier,
    "lift_barrier": bow_tie_parts.lift_barrier,
    "add_factor": bow_tie_parts.add_factor,
    "add_escalation": bow_tie_parts.add_escalation,
    "remove": bow_tie_parts.remove,
    "note_signal": signals.signalled,
    "name_barrier": signals.signalled,
    "close_signal": signals.close_signal,
    "note_evidence": signals.note_evidence,
    "tie_risk": bow_tie_ties.tie_risk,
    "untie_risk": bow_tie_ties.untie_risk,
    "withdraw": bow_tie_ties.withdraw,
    "reinstate": bow_tie_ties.reinstate,
}
