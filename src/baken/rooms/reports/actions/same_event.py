"""One event that two older systems told of: two occurrences become one, or are kept apart for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.harm_lists import (
    ASIDE,
    HARM,
    LISTS,
    fullest_of,
    lists_of,
    lists_together,
    values_of,
)
from baken.rooms.reports.actions.lapse import grounds_of, harm_and_codes, lapse_now
from baken.rooms.reports.actions.merge import (
    bring_codes,
    copy_rows,
    join,
    merged_already,
    set_classes,
    worse_of,
)
from baken.rooms.reports.models import Injury, Occurrence, SetApart
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE
from baken.rooms.reports.queries.merges import ADDED
from baken.rooms.reports.queries.set_apart import pair_of
from baken.rooms.reports.rules import CLASSES
from baken.rooms.reports.rules.legacy import named_together, names_of, severity_of_all


def same_event(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """The reports move to the other occurrence, which was told of by another system.

    Nobody is counted twice: of two lists of injured people the fuller one stands.
    """
    target = _target(occurrence, actor, fields)
    if not Occurrence.objects.visible_to(actor, HANDLE).filter(pk=target.pk).exists():
        raise FieldsRefused({"occurrence": _("You read that one but do not handle it.")})
    held = locked(target)
    return join(occurrence=occurrence, target=held, actor=actor, at=at, bring=keep_the_fuller)


def keep_apart(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """Remember that two are not one, so that nobody is asked again, here or among what is alike."""
    target = _target(occurrence, actor, fields)
    SetApart.objects.get_or_create(**pair_of(occurrence, target))
    return Change(facts={"other": target.ref}, words={"reason": fields["reason"]})


def keep_the_fuller(
    occurrence: Occurrence, target: Occurrence, signer: Actor, at: datetime
) -> None:
    """What the one knew goes along: the worse class, its subjects, and the fuller list of harm.

    The list that gives way stands among the words of the step, to come back when it is undone.
    """
    stood = grounds_of(target)
    before = {name: getattr(target, name) for name in (*CLASSES, "systems")}
    lists = lists_together(lists_of(target), lists_of(occurrence))
    brought: dict[str, Any] = {"codes": bring_codes(occurrence, target)}
    aside = {}
    for name, model in HARM:
        brought[name], aside[name] = _fuller(name, model, occurrence, target)
    hurt = [one.outcome for one in Injury.objects.of(target)]
    classes = worse_of(occurrence, target)
    classes["actual_severity"] = severity_of_all(classes["actual_severity"], hurt)
    told = named_together([*names_of(target.systems), *names_of(occurrence.systems)])
    set_classes(target, {**classes, "systems": told})
    lapsed = lapse_now(target, stood, at)
    facts = {**lapsed, "source": occurrence.systems, "from": occurrence.ref, **classes}
    entry = Entry(
        code=ADDED,
        from_state=target.state,
        to_state=target.state,
        facts={**facts, "injured": len(hurt), "before": before, "brought": brought},
        words={ASIDE: aside, LISTS: lists},
        parts=harm_and_codes(target),
    )
    append(record=target, actor=signer, at=at, entry=entry)


def _target(occurrence: Occurrence, actor: Actor, fields: Mapping[str, Any]) -> Occurrence:
    visible = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).exclude(pk=occurrence.pk)
    target = visible.filter(Occurrence.ref_condition(str(fields["occurrence"]))).first()
    if target is not None and target.state == "merged" and target.merged_into is not None:
        raise FieldsRefused({"occurrence": merged_already(target)})
    if target is None or target.state == "merged":
        raise FieldsRefused({"occurrence": _("There is no such occurrence in your reach.")})
    if set(names_of(target.systems)) & set(names_of(occurrence.systems)):
        text = _("The same system told of both: for that system they are two events.")
        raise FieldsRefused({"occurrence": text})
    return target


def _fuller(
    name: str, model: Any, occurrence: Occurrence, target: Occurrence
) -> tuple[dict[str, str], list[Any]]:
    """Let the fuller of two lists stand with the target: what came along, and what gives way."""
    there, other = (list(model.objects.of(one).order_by("pk")) for one in (target, occurrence))
    stands: dict[str, list[Any]] = {
        by: [values_of(row) for row in rows] for by, rows in (("", there), ("+", other))
    }
    if fullest_of({name: stands}, name) != stands["+"] or not other:
        return {}, []
    model.objects.of(target).filter(pk__in=[row.pk for row in there]).delete()
    return copy_rows(other, target), stands[""]
