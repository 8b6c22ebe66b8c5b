"""What each step of an occurrence sets besides its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, signing
from baken.core.links.registry import tie
from baken.core.rollups.changes import counting
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.classify import (
    classification,
    due_of,
    keep_parts,
    lead_of,
)
from baken.rooms.reports.actions.duties_follow import duties_into, duties_to_owner
from baken.rooms.reports.actions.harm import keep_harm
from baken.rooms.reports.actions.immediate import note_immediate
from baken.rooms.reports.actions.owner import change_of_owner
from baken.rooms.reports.actions.weigh_duties import weigh_again
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.queries.duties import snapshot_of
from baken.rooms.reports.queries.parts import code_part, harm_parts

CLASSES = ("category", "actual_severity", "potential_severity", "investigation_level")


def _classify(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    before = snapshot_of(occurrence)
    change = classification(occurrence=occurrence, actor=actor, at=at, fields=fields)
    keep_parts(occurrence, fields, at)
    signer = signing(actor, TRIAGE, occurrence)
    weigh_again(occurrence=occurrence, before=before, values=change.values, actor=signer, at=at)
    return change


def _assign(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    lead = lead_of(occurrence, fields, at)
    due = due_of(fields, at) or occurrence.due_at
    return Change(
        values={"lead": lead, "due_at": due},
        facts={"due_at": due.isoformat() if due else None},
        words={"lead": str(lead)},
    )


def _make_ready(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(words={"result": fields["result"]})


def _close(occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return Change(values={"closed_at": at, "due_at": None})


def _reopen(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(values={"closed_at": None}, words={"reason": fields["reason"]})


def _merge(occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The reports move to the other occurrence; this one points at it and takes no more steps.

    What was merged into this one before points at the other one too: always one hop.
    """
    visible = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).exclude(pk=occurrence.pk)
    target = visible.filter(Occurrence.ref_condition(str(fields["occurrence"]))).first()
    if target is None or target.state in ("merged", "closed"):
        raise FieldsRefused({"occurrence": _("There is no such open occurrence in your reach.")})
    if not Occurrence.objects.visible_to(actor, HANDLE).filter(pk=target.pk).exists():
        raise FieldsRefused({"occurrence": _("You read that one but do not handle it.")})
    reports = Report.objects.for_system(reason="advance").filter(occurrence=occurrence)
    signer = signing(actor, HANDLE, occurrence)
    _follow(reports, "occurrence", target, signer, at)
    earlier = Occurrence.objects.for_system(reason="advance").filter(merged_into=occurrence)
    _follow(earlier, "merged_into", target, signer, at)
    fresh = locked(target)
    before = snapshot_of(fresh)
    _keep_the_worst(occurrence, fresh, actor, at)
    duties_into(occurrence=occurrence, target=fresh, actor=signer, at=at)
    weigh_again(occurrence=fresh, before=before, values=None, actor=signer, at=at)
    tie(source=occurrence, relation="merged_into", target=target, at=at)
    return Change(
        values={"merged_into": target, "closed_at": at, "due_at": None},
        facts={"into": target.ref},
    )


def _keep_the_worst(occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime) -> None:
    """What the merged one knew is not lost: the worse class, its injuries, damage and codes go along.

    They are revised on the other occurrence like any classification, in a step of its own.
    """
    injuries = [*Injury.objects.of(target), *Injury.objects.of(occurrence)]
    damages = [*Damage.objects.of(target), *Damage.objects.of(occurrence)]
    rows = [*OccurrenceCode.objects.of(target), *OccurrenceCode.objects.of(occurrence)]
    codes = list(dict.fromkeys((row.scheme, row.code) for row in rows))
    worst = {name: _worse(getattr(target, name), getattr(occurrence, name)) for name in CLASSES}
    with counting(target):
        for name, value in worst.items():
            setattr(target, name, value)
        target.save(update_fields=list(worst))
    keep_harm(
        occurrence=target,
        injuries=[_copy(row, target) for row in injuries],
        damages=[_copy(row, target) for row in damages],
    )
    OccurrenceCode.objects.of(target).delete()
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=target, scheme=scheme, code=code) for scheme, code in codes
    )
    entry = Entry(
        code="reports.occurrence.merged_from",
        from_state=target.state,
        to_state=target.state,
        facts={"from": occurrence.ref, **worst},
        parts={**harm_parts(injuries, damages), **code_part(codes)},
    )
    append(record=target, actor=signing(actor, HANDLE, target), at=at, entry=entry)


def _worse(one: int | None, other: int | None) -> int | None:
    known = [value for value in (one, other) if value is not None]
    return max(known, default=None)


def _copy(row: Any, target: Occurrence) -> Any:
    fresh = type(row)(record=target)
    for field in row._meta.concrete_fields:
        if field.name not in ("id", "record"):
            setattr(fresh, field.attname, getattr(row, field.attname))
    return fresh


def _follow(rows: Any, field: str, target: Occurrence, actor: Actor, at: datetime) -> None:
    """Let records point at the other occurrence, each with a row in its own history."""
    for record in rows.select_for_update(of=("self",)):
        setattr(record, field, target)
        record.save(update_fields=[field])
        entry = Entry(
            code=f"reports.{record._meta.model_name}.moved_along",
            from_state=record.state,
            to_state=record.state,
            facts={"into": target.ref},
        )
        append(record=record, actor=actor, at=at, entry=entry)


def _hand_over(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    change = change_of_owner(occurrence, fields["owner_unit"])
    owner, signer = change.values["owner_unit_id"], signing(actor, HANDLE, occurrence)
    duties_to_owner(occurrence=occurrence, owner=owner, actor=signer, at=at)
    return change


CHANGES = {
    "reports.occurrence.classify": _classify,
    "reports.occurrence.assign": _assign,
    "reports.occurrence.make_ready": _make_ready,
    "reports.occurrence.close": _close,
    "reports.occurrence.reopen": _reopen,
    "reports.occurrence.merge": _merge,
    "reports.occurrence.hand_over": _hand_over,
    "reports.occurrence.note_immediate": note_immediate,
}
