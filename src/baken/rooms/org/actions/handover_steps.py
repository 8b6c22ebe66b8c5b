"""Takes one step of a handover of command: the one door for pages and API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.org.actions.handover_items import bring_up_to_date
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.handovers import refs_of
from baken.rooms.org.rules.handovers import TAKEN_OVER, in_one_act

Fields = Mapping[str, Any]


def take_handover_step(
    *,
    actor: Actor,
    record: Handover,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Handover:
    """Take a step with a handover that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of. Raises StepRefused (state, guard
    or unread), AccessDenied (not theirs), FieldsRefused (what was filled in); nothing is written then.
    Source: domain reference, organisation, section 8.
    """
    with transaction.atomic():
        fresh = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=codes_of)
        change = _CHANGES[step](fresh, cleaned, at)
        advance(record=fresh, step=step, actor=actor, at=at, note=note.strip(), change=change)
        return fresh


def _write(record: Handover, cleaned: Fields, at: datetime) -> Change:
    said = {"narrative": cleaned["narrative"]}
    return Change(values=said, words=said, seal=("narrative",))


def _write_item(record: Handover, cleaned: Fields, at: datetime) -> Change:
    """Words about one item; the item stands in the history by its reference."""
    wanted = cleaned["item"].strip().upper()[:20]
    rows = HandoverItem.objects.of(record).filter(ref=wanted)
    if not rows.update(narrative=cleaned["narrative"]):
        raise FieldsRefused({"item": _("This is no item of this handover.")})
    return Change(facts={"item": wanted}, words={"about_item": cleaned["narrative"]})


def _take_over(record: Handover, cleaned: Fields, at: datetime) -> Change:
    """All in one act: what is low, and what is only to be known."""
    bring_up_to_date(record, at=at)
    rows = HandoverItem.objects.of(record).filter(outcome="").order_by("place")
    taken = [row for row in rows if in_one_act(row.ask, row.one_by_one)]
    return Change(facts={"items": refs_of(taken)}, then=lambda _record: _mark(record, taken, at))


def _complete(record: Handover, cleaned: Fields, at: datetime) -> Change:
    bring_up_to_date(record, at=at)
    rest = list(HandoverItem.objects.of(record).filter(outcome=""))
    said = {"reservations": cleaned.get("reservations") or ""}
    return Change(
        values={**said, "ended_at": at, "look_at": None},
        words={name: text for name, text in said.items() if text},
        seal=("reservations",),
        facts={"with_reservations": bool(said["reservations"])},
        then=lambda _record: _mark(record, rest, at),
    )


def _mark(record: Handover, rows: list[HandoverItem], at: datetime) -> None:
    for row in rows:
        row.outcome, row.outcome_at = TAKEN_OVER, at
    HandoverItem.objects.of(record).bulk_update(rows, ["outcome", "outcome_at"])


_CHANGES = {
    "write": _write,
    "write_item": _write_item,
    "take_over": _take_over,
    "complete": _complete,
}
