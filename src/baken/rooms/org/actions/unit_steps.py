"""Takes one step of a unit: the only door for reorganisations, on pages and through the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, below, refuse_unless
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.org.actions.end_of_unit import end_of_unit
from baken.rooms.org.actions.lines import add_line, end_line, withdraw
from baken.rooms.org.actions.other_unit import other_unit
from baken.rooms.org.actions.places import LONGEST_PATH, free_path
from baken.rooms.org.actions.versions import hold_tree, keep_versions, turn_page
from baken.rooms.org.models import Succession, Unit
from baken.rooms.org.permits import MANAGE_UNIT
from baken.rooms.org.queries.command import command_now
from baken.rooms.org.queries.parts import place_part
from baken.rooms.org.rules.changes import Place, problem_of_move
from baken.rooms.org.rules.lines import Tie
from baken.rooms.org.texts import CHOICES, LINES, MOVES

Fields = Mapping[str, Any]


def take_unit_step(
    *,
    actor: Actor,
    unit: Unit,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Unit:
    """Take a step with a unit that the actor manages, today; returns the fresh unit.

    No record is rewritten: they name the unit, and the unit moves. ``seen`` is the serial of the
    newest step that the actor knew of: when somebody did something since, the step is refused.
    Raises StepRefused (state, guard or unread), AccessDenied (not theirs), FieldsRefused (what was
    filled in). Nothing is written then.
    """
    with transaction.atomic():
        hold_tree()
        fresh = locked(unit)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=lambda name: CHOICES[name])
        prepared = _PREPARE[step](fresh, actor, at, cleaned)
        change = replace(prepared, words={"reason": cleaned["reason"]})
        advance(record=fresh, step=step, actor=actor, at=at, note=note.strip(), change=change)
        if "withdrawn" in change.facts:  # not before: the step asks whether there is a line
            withdraw(fresh, change.facts, at)
        turn_page()
    return fresh


def _rename(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    return _set(unit, at, {"name_nl": fields["name_nl"], "name_en": fields.get("name_en", "")})


def _change(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    return _set(unit, at, {name: v for name, v in fields.items() if name in _CHANGEABLE})


def _set(unit: Unit, at: datetime, values: dict[str, Any]) -> Change:
    longest = {"name_nl": 120, "name_en": 120, "site": 80}
    wrong = [name for name, most in longest.items() if len(str(values.get(name, ""))) > most]
    if wrong:
        raise FieldsRefused(dict.fromkeys(wrong, _("Shorten this.")))
    if (values.get("strength") or 0) < 0:
        raise FieldsRefused({"strength": _("Give a whole number.")})
    before = {name: getattr(unit, name) for name in values}
    for name, value in values.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(values))
    parts = keep_versions([unit], clock.local_date(at))[unit.pk]
    told = {"before": before, "after": values}
    return Change(facts=told, parts=parts, news=told)


def _move(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    parent = other_unit(fields, "parent")
    refuse_unless(actor, MANAGE_UNIT, parent)
    before = unit.parent.code if unit.parent else ""
    _place_below(unit, parent, clock.local_date(at), "parent")
    parts = keep_versions([unit], clock.local_date(at))[unit.pk] | place_part(parent.pk)
    facts = {"from": before, "to": parent.code, "order": fields.get("order_ref", "")}
    return Change(facts=facts, parts=parts)


def _place_below(unit: Unit, parent: Unit, day: date, field: str) -> None:
    """Move a unit with all below it: one statement rewrites the paths of that part of the tree."""
    if unit.parent_id == parent.pk:
        raise FieldsRefused({field: MOVES["same"]})
    family = Unit.objects.filter(path__gte=unit.path, path__lt=below(unit.path).high)
    deepest = max(len(path) for path in family.values_list("path", flat=True))
    problem = problem_of_move(_place(unit), _place(parent), deepest=deepest, longest=LONGEST_PATH)
    if problem:
        raise FieldsRefused({field: MOVES[problem]})
    if command_now().circles(Tie(unit.code, parent.code, "operational", day)):
        raise FieldsRefused({field: LINES["circle"]})
    path = free_path(parent)
    moved = Concat(Value(path), Substr("path", len(unit.path) + 1))
    family.update(path=moved)
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.path, unit.parent = path, parent


def _place(unit: Unit) -> Place:
    return Place(unit.path, unit.level, unit.state == "existing")


def _merge(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    into = other_unit(fields, "into")
    refuse_unless(actor, MANAGE_UNIT, into)
    if into.pk == unit.pk or into.state != "existing" or into.path.startswith(unit.path):
        raise FieldsRefused({"into": MOVES["below_itself"]})
    day = clock.local_date(at)
    children = list(Unit.objects.filter(parent=unit, state="existing").order_by("path"))
    for child in children:
        _place_below(child, into, day, "into")
    kept = keep_versions(children, day)
    for child in children:
        way, parts = {"from": unit.code, "to": into.code}, kept[child.pk] | place_part(into.pk)
        moved = Entry("org.unit.moved", child.state, child.state, facts=way, parts=parts)
        append(record=child, actor=actor, at=at, entry=moved)
    Succession.objects.create(predecessor=unit, successor=into, on=day)
    facts = {"into": into.code, "order": fields.get("order_ref", "")}
    return Change(facts=facts, parts=_end(unit, actor, at, fields), news={"into": into.pk})


def _dissolve(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    facts = {"order": fields.get("order_ref", "")}
    return Change(facts=facts, parts=_end(unit, actor, at, fields))


def _end(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> dict[str, Any]:
    today = clock.local_date(at)
    return end_of_unit(actor=actor, unit=unit, reason=fields["reason"], at=at, last_day=today)


_CHANGEABLE = ("strength", "site", "restricted")
_PREPARE: dict[str, Callable[[Unit, Actor, datetime, Fields], Change]] = {
    "rename": _rename,
    "change": _change,
    "move": _move,
    "merge": _merge,
    "dissolve": _dissolve,
    "add_line": add_line,
    "end_line": end_line,
}
