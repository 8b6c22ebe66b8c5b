"""Takes one step of a decision: a condition is noted, it is suspended, resumed or revoked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.table import Refusal
from baken.core.workflow.unread import refuse_unread
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.actions.locked_stack import locked_in_stack
from baken.rooms.register.actions.outgrown import end_outgrown_beside
from baken.rooms.register.actions.suspension import follow_suspension
from baken.rooms.register.models import Condition, Decision
from baken.rooms.register.queries.asked_conditions import next_asked
from baken.rooms.register.queries.choices import choices_of
from baken.rooms.register.queries.decision_facts import ALERTED
from baken.rooms.register.queries.decision_parts import condition_part
from baken.rooms.register.queries.signatures import is_signed
from baken.rooms.register.rules.conditions import ValueRefused, holds_with
from baken.rooms.register.rules.decisions import BY_HAND, CONDITION, REVOKED, TO_BE_SIGNED
from baken.rooms.register.texts import VALUES

Fields = Mapping[str, Any]


def take_decision_step(
    *,
    actor: Actor,
    record: Decision,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
    proof: str = "",
) -> Decision:
    """Take a step with a decision that the actor can see; returns the fresh record.

    The risk is locked first, as whoever decides on it does. ``seen`` is the serial of the newest step
    that the actor knew of; ``proof`` by which second factor they just showed who they are, without which
    no high or extreme decision holds again. Raises StepRefused, AccessDenied and FieldsRefused as a
    step of a risk does.
    """
    with transaction.atomic():
        risk = locked_in_stack(record.risk, step, at)
        fresh: Decision = locked(record)
        fresh.risk = risk
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        _refuse_unsigned(fresh, step, proof)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        signer = signing(actor, row.permit, fresh)
        change = _CHANGES[step](fresh, at, cleaned)
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        if fresh.state == "ended":
            ask_again(risk, why=fresh.ended_for, at=at)
            end_outgrown_beside(risk, at=at)
        else:
            follow_suspension(risk, fresh, at=at)
        return fresh


def _refuse_unsigned(decision: Decision, step: str, proof: str) -> None:
    """Looked at once more when it is locked: it may have become another decision than the door saw."""
    if is_signed(decision, step) and not proof:
        text = _("This is signed for with a second factor: show it, then send this again.")
        raise StepRefused(step, [Refusal("not_signed", text)])


def _note(decision: Decision, at: datetime, fields: Fields) -> Change:
    """A condition that does not hold suspends at once; when all hold, it waits for a signature.

    To note how a condition stands takes no mandate: who could sign the decision now lets it hold again
    (``resume``). Raises FieldsRefused for a condition that there is none of, and a value that says nothing.
    """
    rows = list(Condition.objects.of(decision).order_by("nth"))
    row = next((one for one in rows if one.nth == fields["condition"]), None)
    if row is None:
        raise FieldsRefused({"condition": _("There is no condition with this number.")})
    try:
        row.holds = holds_with(row.expression, fields["value"])
    except ValueRefused as refused:
        text = str(VALUES[refused.code]) % refused.values
        raise FieldsRefused({"value": text}) from None
    row.value, row.noted_at = fields["value"][:40], at
    row.save(update_fields=["value", "holds", "noted_at"])
    violated = [one.nth for one in rows if one.holds is False]
    why = _suspended_for(decision, violated)
    facts = {"condition": row.nth, "value": row.value, "holds": row.holds, "violated": violated}
    return Change(
        values={"suspended_for": why, "conditions_at": next_asked(decision, rows)},
        facts=facts,
        parts=condition_part(row),
        state="suspended" if why else "in_force",
        news={**facts, "alert": list(ALERTED) if violated else []},
    )


def _suspended_for(decision: Decision, violated: list[int]) -> str:
    if decision.suspended_for == BY_HAND:
        return BY_HAND
    if violated:
        return CONDITION
    return TO_BE_SIGNED if decision.state == "suspended" else ""


def _suspend(decision: Decision, at: datetime, fields: Fields) -> Change:
    return Change(values={"suspended_for": BY_HAND}, words={"reason": fields["reason"]})


def _resume(decision: Decision, at: datetime, fields: Fields) -> Change:
    """What was suspended by hand holds again, unless a condition does not."""
    violated = Condition.objects.of(decision).filter(holds=False).exists()
    if violated:
        raise FieldsRefused({"reason": _("A condition does not hold: note how it stands first.")})
    return Change(values={"suspended_for": ""}, words={"reason": fields["reason"]})


def _revoke(decision: Decision, at: datetime, fields: Fields) -> Change:
    values = {"ended_at": at, "ended_for": REVOKED, "suspended_for": "", "remind_at": None}
    return Change(values=values, words={"reason": fields["reason"]}, news={"why": REVOKED})


_CHANGES: dict[str, Callable[[Decision, datetime, Fields], Change]] = {
    "note_condition": _note,
    "suspend": _suspend,
    "resume": _resume,
    "revoke": _revoke,
}
