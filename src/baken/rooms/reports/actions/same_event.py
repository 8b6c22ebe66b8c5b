"""One event that two older systems told of: two occurrences become one, or are kept apart for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.links.registry import tie
from baken.core.rollups.changes import counting
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.embargo import under_one_embargo
from baken.rooms.reports.actions.follow import follow
from baken.rooms.reports.models import (
    Damage,
    Injury,
    KeptApart,
    Occurrence,
    OccurrenceCode,
    Report,
)
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE
from baken.rooms.reports.queries.parts import code_part, harm_parts
from baken.rooms.reports.rules.legacy import (
    BOTH,
    fuller_harm,
    severity_of_all,
    systems_together,
    worst,
)

CLASSES = ("category", "actual_severity", "potential_severity", "investigation_level")


def same_event(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """The reports move to the other occurrence, which was told of by another system.

    Nobody is counted twice: of two lists of injured people the fuller one stands.
    """
    target = _target(occurrence, actor, fields)
    if not Occurrence.objects.visible_to(actor, HANDLE).filter(pk=target.pk).exists():
        raise FieldsRefused({"occurrence": _("You read that one but do not handle it.")})
    return join(occurrence=occurrence, target=locked(target), actor=actor, at=at)


def keep_apart(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """Remember that two are not one, so that nobody is asked again."""
    target = _target(occurrence, actor, fields)
    first, second = sorted((occurrence.pk, target.pk))
    KeptApart.objects.for_system(reason="advance").get_or_create(record_id=first, other_id=second)
    return Change(facts={"other": target.ref}, words={"reason": fields["reason"]})


def join(*, occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime) -> Change:
    """Let everything of an occurrence follow into a locked other one; gives what changes about it."""
    reports = Report.objects.for_system(reason="advance").filter(occurrence=occurrence)
    follow(reports, "occurrence", target, actor, at)
    earlier = Occurrence.objects.for_system(reason="advance").filter(merged_into=occurrence)
    follow(earlier, "merged_into", target, actor, at)
    embargo_at = under_one_embargo(occurrence, target, actor=actor, at=at)
    _tell(occurrence, target, actor, at)
    tie(source=occurrence, relation="merged_into", target=target, at=at)
    return Change(
        values={"merged_into": target, "closed_at": at, "due_at": None, "embargo_at": embargo_at},
        facts={"into": target.ref},
    )


def _target(occurrence: Occurrence, actor: Actor, fields: Mapping[str, Any]) -> Occurrence:
    visible = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).exclude(pk=occurrence.pk)
    target = visible.filter(Occurrence.ref_condition(str(fields["occurrence"]))).first()
    if target is None or target.state == "merged":
        raise FieldsRefused({"occurrence": _("There is no such occurrence in your reach.")})
    if set(_names(target)) & set(_names(occurrence)):
        text = _("The same system told of both: for that system they are two events.")
        raise FieldsRefused({"occurrence": text})
    return target


def _names(one: Occurrence) -> list[str]:
    return one.systems.split(BOTH) if one.systems else []


def _tell(occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime) -> None:
    """What the one knew goes along: the worse class, its subjects, and the fuller list of harm."""
    injuries = _fuller(Injury, target, occurrence)
    damages = _fuller(Damage, target, occurrence)
    rows = [*OccurrenceCode.objects.of(target), *OccurrenceCode.objects.of(occurrence)]
    codes = list(dict.fromkeys((row.scheme, row.code) for row in rows))
    classes = {name: worst((getattr(target, name), getattr(occurrence, name))) for name in CLASSES}
    classes["actual_severity"] = severity_of_all(
        classes["actual_severity"], [one.outcome for one in injuries]
    )
    with counting(target):
        for name, value in classes.items():
            setattr(target, name, value)
        for system in _names(occurrence):
            target.systems = systems_together(target.systems, system)
        target.save(update_fields=["systems", *classes])
    OccurrenceCode.objects.of(target).delete()
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=target, scheme=scheme, code=code) for scheme, code in codes
    )
    facts = {"source": occurrence.systems, "from": occurrence.ref, **classes}
    entry = Entry(
        code="reports.occurrence.source_added",
        from_state=target.state,
        to_state=target.state,
        facts={**facts, "injured": len(injuries)},
        parts={**harm_parts(injuries, damages), **code_part(codes)},
    )
    append(record=target, actor=actor, at=at, entry=entry)


def _fuller(model: Any, target: Occurrence, occurrence: Occurrence) -> Sequence[Any]:
    """The fuller of two lists, kept with the target."""
    there, other = list(model.objects.of(target)), list(model.objects.of(occurrence))
    if fuller_harm(there, other, (deaths_in(there), deaths_in(other))) is there:
        return there
    copies = [_copied(row, target) for row in other]
    model.objects.of(target).delete()
    model.objects.bulk_create(copies)
    return copies


def deaths_in(rows: Sequence[Any]) -> int:
    """How many of these are deaths."""
    return sum(getattr(one, "outcome", "") == "death" for one in rows)


def _copied(row: Any, target: Occurrence) -> Any:
    fresh = type(row)(record=target)
    for field in row._meta.concrete_fields:
        if field.name not in ("id", "record"):
            setattr(fresh, field.attname, getattr(row, field.attname))
    return fresh
