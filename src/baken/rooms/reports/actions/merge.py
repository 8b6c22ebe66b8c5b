"""Merges an occurrence into another one: what it was stays with it, what it knew counts there."""

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
from baken.rooms.reports.actions.embargo import under_one_embargo
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE
from baken.rooms.reports.queries.parts import code_part, harm_parts

CLASSES = ("category", "actual_severity", "potential_severity", "investigation_level")


def merge(occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The reports move to the other occurrence; this one points at it and takes no more steps.

    What was merged into this one before points at the other one too: always one hop. The step keeps
    what undoing it needs: the state (of the row itself), the term, and which reports came along.
    """
    target = named_target(actor, str(fields["occurrence"]), occurrence)
    rows = Report.objects.for_system(reason="advance").filter(occurrence=occurrence)
    reports = list(rows.order_by("number").values_list("ref", flat=True))
    signer = signing(actor, HANDLE, occurrence)
    follow(rows, "occurrence", target, signer, at)
    earlier = Occurrence.objects.for_system(reason="advance").filter(merged_into=occurrence)
    follow(earlier, "merged_into", target, signer, at)
    fresh = locked(target)
    embargo_at = under_one_embargo(occurrence, fresh, actor=signer, at=at)
    _keep_the_worst(occurrence, fresh, actor, at)
    tie(source=occurrence, relation="merged_into", target=target, at=at)
    due = occurrence.due_at.isoformat() if occurrence.due_at else None
    return Change(
        values={
            "merged_into": target,
            "closed_at": at,
            "due_at": None,
            "embargo_at": embargo_at,
        },
        facts={"into": target.ref, "due_at": due, "reports": reports},
    )


def named_target(actor: Actor, ref: str, occurrence: Occurrence) -> Occurrence:
    """The open occurrence that was named and that the actor handles; raises FieldsRefused."""
    visible = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).exclude(pk=occurrence.pk)
    target = visible.filter(Occurrence.ref_condition(ref)).first()
    if target is not None and target.state == "merged" and target.merged_into is not None:
        raise FieldsRefused({"occurrence": merged_already(target)})
    if target is None or target.state in ("merged", "closed"):
        raise FieldsRefused({"occurrence": _("There is no such open occurrence in your reach.")})
    if not Occurrence.objects.visible_to(actor, HANDLE).filter(pk=target.pk).exists():
        raise FieldsRefused({"occurrence": _("You read that one but do not handle it.")})
    return target


def merged_already(target: Occurrence) -> str:
    """That the occurrence that was named went into another one, and into which."""
    where = {"ref": target.ref, "into": target.standing.ref}
    return _("%(ref)s was merged into %(into)s. Name that one.") % where


def follow(
    rows: Any,
    field: str,
    target: Occurrence,
    actor: Actor,
    at: datetime,
    *,
    how: str = "moved_along",
) -> None:
    """Let records point at another occurrence, each with a row in its own history."""
    for record in rows.select_for_update(of=("self",)):
        setattr(record, field, target)
        record.save(update_fields=[field])
        entry = Entry(
            code=f"reports.{record._meta.model_name}.{how}",
            from_state=record.state,
            to_state=record.state,
            facts={"into": target.ref},
        )
        append(record=record, actor=actor, at=at, entry=entry)


def worse(one: int | None, other: int | None) -> int | None:
    """The worse of two classes, of which either may not be known."""
    known = [value for value in (one, other) if value is not None]
    return max(known, default=None)


def harm_and_codes(holder: Occurrence) -> dict[str, Any]:
    """The injuries, damage and codes of an occurrence now, as its history vouches for them."""
    rows = OccurrenceCode.objects.of(holder)
    codes = [(row.scheme, row.code) for row in rows]
    parts = harm_parts(Injury.objects.of(holder), Damage.objects.of(holder))
    return {**parts, **code_part(codes)}


def set_classes(holder: Occurrence, classes: Mapping[str, int | None]) -> None:
    """Write the classes of an occurrence; what is counted by them follows."""
    with counting(holder):
        for name, value in classes.items():
            setattr(holder, name, value)
        holder.save(update_fields=list(classes))


def _keep_the_worst(occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime) -> None:
    """What the merged one knew counts: the worse class, its injuries, damage and codes go along.

    They stand on the other occurrence as well, in a step of its own that says what it was before and
    which rows came from where; those of the merged one stay untouched.
    """
    before = {name: getattr(target, name) for name in CLASSES}
    worst = {name: worse(before[name], getattr(occurrence, name)) for name in CLASSES}
    set_classes(target, worst)
    brought = {
        "injuries": _copies(Injury, occurrence, target),
        "damages": _copies(Damage, occurrence, target),
        "codes": bring_codes(occurrence, target),
    }
    entry = Entry(
        code="reports.occurrence.merged_from",
        from_state=target.state,
        to_state=target.state,
        facts={"from": occurrence.ref, **worst, "before": before, "brought": brought},
        parts=harm_and_codes(target),
    )
    append(record=target, actor=signing(actor, HANDLE, target), at=at, entry=entry)


def bring_codes(occurrence: Occurrence, target: Occurrence) -> list[list[str]]:
    """The codes of one occurrence that another one lacked, and has from now on."""
    there = set(OccurrenceCode.objects.of(target).values_list("scheme", "code"))
    rows = OccurrenceCode.objects.of(occurrence).order_by("id").values_list("scheme", "code")
    fresh = [(scheme, code) for scheme, code in rows if (scheme, code) not in there]
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=target, scheme=scheme, code=code) for scheme, code in fresh
    )
    return [[scheme, code] for scheme, code in fresh]


def _copies(model: Any, occurrence: Occurrence, target: Occurrence) -> dict[str, str]:
    """Copies of the rows of one occurrence for another: the id of each copy with that of its source."""
    pairs = [(_copy(row, target), row) for row in model.objects.of(occurrence).order_by("pk")]
    model.objects.bulk_create(copy for copy, _source in pairs)
    return {str(copy.pk): str(source.pk) for copy, source in pairs}


def _copy(row: Any, target: Occurrence) -> Any:
    fresh = type(row)(record=target)
    for field in row._meta.concrete_fields:
        if field.name not in ("id", "record"):
            setattr(fresh, field.attname, getattr(row, field.attname))
    return fresh
