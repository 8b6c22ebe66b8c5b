"""Merges an occurrence into another one: what it was stays with it, what it knew counts there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, signing
from baken.core.links.registry import tie
from baken.core.rollups.changes import counting
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.embargo import under_one_embargo
from baken.rooms.reports.actions.lapse import grounds_of, harm_and_codes, lapse_now
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE
from baken.rooms.reports.queries.merges import MERGED_FROM
from baken.rooms.reports.rules import CLASSES
from baken.rooms.reports.rules.legacy import worst

Bring = Callable[[Occurrence, Occurrence, Actor, datetime], None]


def merge(occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The reports move to the other occurrence; this one points at it and takes no more steps."""
    target = locked(named_target(actor, str(fields["occurrence"]), occurrence))
    return join(occurrence=occurrence, target=target, actor=actor, at=at, bring=keep_the_worst)


def join(
    *, occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime, bring: Bring
) -> Change:
    """Let everything of an occurrence follow into a locked other one; gives what changes about it.

    What was merged into this one before points at the other one too: always one hop. ``bring`` adds
    what this one knew to the other one, in a step of its own. The step of this one keeps what undoing
    it needs: the state (of the row itself), the terms, its level, and what came along.
    """
    rows = Report.objects.for_system(reason="advance").filter(occurrence=occurrence)
    inside = Occurrence.objects.for_system(reason="advance").filter(merged_into=occurrence)
    reports, earlier = (
        list(found.order_by("number").values_list("ref", flat=True)) for found in (rows, inside)
    )
    signer = signing(actor, HANDLE, occurrence)
    follow(rows, "occurrence", target, signer, at)
    follow(inside, "merged_into", target, signer, at)
    embargo_at = under_one_embargo(occurrence, target, actor=signer, at=at)
    bring(occurrence, target, signing(actor, HANDLE, target), at)
    tie(source=occurrence, relation="merged_into", target=target, at=at)
    return Change(
        values={
            "merged_into": target,
            "closed_at": at,
            "due_at": None,
            "embargo_at": embargo_at,
        },
        facts={"into": target.ref, **_stood(occurrence), "reports": reports, "earlier": earlier},
    )


def _stood(occurrence: Occurrence) -> dict[str, Any]:
    """How far an occurrence was: its terms, and the level that it was brought to."""
    moments = ("due_at", "closed_at", "raised_at")
    found = {name: _told(getattr(occurrence, name)) for name in moments}
    level = occurrence.raised_to_id
    return {**found, "raised_to": tree().by_id[level].code if level else None}


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


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
    for record in rows.order_by("number").select_for_update(of=("self",)):
        setattr(record, field, target)
        record.save(update_fields=[field])
        entry = Entry(
            code=f"reports.{record._meta.model_name}.{how}",
            from_state=record.state,
            to_state=record.state,
            facts={"into": target.ref},
        )
        append(record=record, actor=actor, at=at, entry=entry)


def set_classes(holder: Occurrence, classes: Mapping[str, Any]) -> None:
    """Write the classes of an occurrence; what is counted by them follows."""
    with counting(holder):
        for name, value in classes.items():
            setattr(holder, name, value)
        holder.save(update_fields=list(classes))


def worse_of(one: Occurrence, other: Occurrence) -> dict[str, int | None]:
    """The worse of both for every class, of which either may not be known."""
    return {name: worst((getattr(one, name), getattr(other, name))) for name in CLASSES}


def keep_the_worst(occurrence: Occurrence, target: Occurrence, signer: Actor, at: datetime) -> None:
    """What the merged one knew counts: the worse class, its injuries, damage and codes go along.

    They stand on the other occurrence as well, in a step of its own that says what it was before and
    which rows came from where; those of the merged one stay untouched.
    """
    stood = grounds_of(target)
    before = {name: stood[name] for name in CLASSES}
    classes = worse_of(occurrence, target)
    set_classes(target, classes)
    brought = {
        "injuries": copy_rows(Injury.objects.of(occurrence), target),
        "damages": copy_rows(Damage.objects.of(occurrence), target),
        "codes": bring_codes(occurrence, target),
    }
    lapsed = lapse_now(target, stood, at)
    entry = Entry(
        code=MERGED_FROM,
        from_state=target.state,
        to_state=target.state,
        facts={"from": occurrence.ref, **classes, "before": before, "brought": brought, **lapsed},
        parts=harm_and_codes(target),
    )
    append(record=target, actor=signer, at=at, entry=entry)


def bring_codes(occurrence: Occurrence, target: Occurrence) -> list[list[str]]:
    """The codes of one occurrence that another one lacked, and has from now on."""
    there = set(OccurrenceCode.objects.of(target).values_list("scheme", "code"))
    rows = OccurrenceCode.objects.of(occurrence).order_by("id").values_list("scheme", "code")
    fresh = [(scheme, code) for scheme, code in rows if (scheme, code) not in there]
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=target, scheme=scheme, code=code) for scheme, code in fresh
    )
    return [[scheme, code] for scheme, code in fresh]


def copy_rows(rows: Iterable[Any], target: Occurrence) -> dict[str, str]:
    """Copies of rows for another occurrence: the id of each copy with that of its source."""
    pairs = [(_copy(row, target), row) for row in sorted(rows, key=lambda row: row.pk)]
    for model in {type(row) for row, _source in pairs}:
        model.objects.bulk_create(copy for copy, _source in pairs)
    return {str(copy.pk): str(source.pk) for copy, source in pairs}


def _copy(row: Any, target: Occurrence) -> Any:
    fresh = type(row)(record=target)
    for field in row._meta.concrete_fields:
        if field.name not in ("id", "record"):
            setattr(fresh, field.attname, getattr(row, field.attname))
    return fresh
