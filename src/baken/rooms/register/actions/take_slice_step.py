"""Takes one step of a slice of exposure: the only door for pages, API and demo alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.library.queries.hazard_factors import hazard_factors
from baken.rooms.org.queries import tree
from baken.rooms.register.actions.describe_slice import described_slice, quantities_told
from baken.rooms.register.actions.locked_stack import locked_members
from baken.rooms.register.actions.looser_slice import refuse_own_way
from baken.rooms.register.actions.outgrown import end_outgrown
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.queries.choices import choices_of
from baken.rooms.register.queries.slices import members_part, risk_read
from baken.rooms.register.queries.stacks import members_by_slice
from baken.rooms.register.rules.slices import GONE

MOST_RISKS = 50
SEALED = ("group", "task", "place")

Fields = Mapping[str, Any]
Prepare = Callable[[Slice, Actor, datetime, Fields], Change]


def take_slice_step(
    *,
    actor: Actor,
    record: Slice,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Slice:
    """Take a step with a slice that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something
    since, the step is refused. Raises StepRefused (state), AccessDenied (not theirs), FieldsRefused
    (what was filled in). Nothing is written then.
    """
    with transaction.atomic():
        fresh: Slice = locked(record)
        told = _risk_told(actor, fields)
        locked_members(fresh, *told)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        if "factors" in (fields or {}):
            cleaned.setdefault("factors", [])  # said to be none, which is not the same as not said
        before = members_by_slice([fresh])[fresh.pk]
        change = _CHANGES[step](fresh, actor, at, cleaned)
        if not row.by_system:
            refuse_own_way(fresh, step, change, before, actor, at)
        change = replace(change, values={"touched_at": at, **change.values})
        signer = signing(actor, row.permit, fresh)
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        if not row.by_system:
            end_outgrown([one.risk_id for one in _members(fresh)], at=at)
        return fresh


def _risk_told(actor: Actor, fields: Fields | None) -> list[int]:
    """The row number of the risk that the step is about: it is locked before anything is read of it."""
    ref = (fields or {}).get("risk")
    risk = risk_read(actor, ref) if isinstance(ref, str) else None
    return [risk.pk] if risk is not None else []


def _revise(record: Slice, actor: Actor, at: datetime, fields: Fields) -> Change:
    values = described_slice(fields, tree().by_id[record.unit_id], at)
    words = {name: values[name] for name in SEALED}
    return Change(values=values, words=words, seal=SEALED)


def _add(record: Slice, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A risk comes in with the factors that were said, else with those of its hazard."""
    risk = _risk(actor, fields)
    members = _members(record)
    if risk.state in GONE:
        wrong = _("%(risk)s is closed or avoided: people do not meet it any more.")
        raise FieldsRefused({"risk": wrong % {"risk": risk.ref}})
    if any(one.risk_id == risk.pk for one in members):
        wrong = _("%(risk)s is in this slice already.") % {"risk": risk.ref}
        raise FieldsRefused({"risk": wrong})
    if len(members) >= MOST_RISKS:
        raise FieldsRefused({"risk": _("A slice holds at most 50 risks.")})
    factors = (
        fields["factors"] if "factors" in fields else list(hazard_factors().get(risk.hazard, ()))
    )
    quantities = quantities_told(fields.get("quantities"))
    member = SliceMember(
        record=record, risk=risk, factors=factors, quantities=quantities, added_at=at
    )
    member.save()
    return _with(risk, [*members, member], {"factors": factors, "quantities": quantities})


def _revise_risk(record: Slice, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What a risk brings is from now on what is said here, and nothing else."""
    risk, members = _risk(actor, fields), _members(record)
    member = _there(risk, members)
    member.factors = fields.get("factors", [])
    member.quantities = quantities_told(fields.get("quantities"))
    member.save(update_fields=["factors", "quantities"])
    said = {"factors": member.factors, "quantities": member.quantities}
    return _with(risk, members, said)


def _remove(record: Slice, actor: Actor, at: datetime, fields: Fields) -> Change:
    risk, members = _risk(actor, fields), _members(record)
    gone = _there(risk, members)
    left = [one for one in members if one.pk != gone.pk]
    SliceMember.objects.of(record).filter(pk=gone.pk).delete()
    change = _with(risk, left, {})
    return replace(change, words={"reason": fields["reason"]})


def _end(record: Slice, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(values={"ended_at": at}, words={"reason": fields["reason"]})


def _run_out(record: Slice, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(values={"ended_at": at})


def _risk(actor: Actor, fields: Fields) -> Risk:
    risk = risk_read(actor, fields["risk"])
    if risk is None:
        raise FieldsRefused({"risk": _("There is no risk with this reference that you may read.")})
    return risk


def _members(record: Slice) -> list[SliceMember]:
    return list(SliceMember.objects.of(record).order_by("id"))


def _there(risk: Risk, members: list[SliceMember]) -> SliceMember:
    for one in members:
        if one.risk_id == risk.pk:
            return one
    raise FieldsRefused({"risk": _("%(risk)s is not in this slice.") % {"risk": risk.ref}})


def _with(risk: Risk, members: list[SliceMember], said: Mapping[str, Any]) -> Change:
    """The members as they stand now; who may read the history is not told which risk it was."""
    facts = {"member": risk.pk, **said}
    return Change(facts=facts, parts=members_part(members))


_CHANGES: dict[str, Prepare] = {
    "revise": _revise,
    "add_risk": _add,
    "revise_risk": _revise_risk,
    "remove_risk": _remove,
    "end": _end,
    "run_out": _run_out,
}
