"""Adds, ends and withdraws a line of command; part of the steps of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.other_unit import other_unit
from baken.rooms.org.models import CommandLine, Unit
from baken.rooms.org.queries.command import command_now
from baken.rooms.org.queries.periods import not_over
from baken.rooms.org.rules.lines import Tie, problem_of_line
from baken.rooms.org.texts import LINES, MOVES

Fields = Mapping[str, Any]


def add_line(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> dict[str, Any]:
    """Let a unit answer to another one; gives the facts of the step."""
    superior = other_unit(fields, "superior")
    until = fields.get("until")
    if until is not None and until < fields["from_on"]:
        raise FieldsRefused({"until": _("The last day lies before the first.")})
    _refuse_impossible(unit, superior, fields)
    line, made = CommandLine.objects.get_or_create(
        unit=unit,
        superior=superior,
        kind=fields["kind"],
        from_on=fields["from_on"],
        defaults={
            "until": until,
            "order_ref": fields.get("order_ref", "")[:80],
            "caveats": fields.get("caveats", ""),
        },
    )
    if not made:
        raise FieldsRefused({"superior": _("This line is there already.")})
    return facts_of_line(line)


def end_line(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> dict[str, Any]:
    """Let a line end; one that held on no day before today can be withdrawn altogether."""
    superior, until, today = other_unit(fields, "superior"), fields["until"], clock.local_date(at)
    line = _meant(unit, superior, fields, today)
    if until >= line.from_on:
        CommandLine.objects.filter(pk=line.pk).update(until=until)
        return {**facts_of_line(line), "until": until.isoformat()}
    if line.from_on < today:
        raise FieldsRefused({"until": _("The last day lies before the first.")})
    return {**facts_of_line(line), "withdrawn": True}


def withdraw(unit: Unit, facts: Mapping[str, Any]) -> None:
    """Take back a line that held on no day before today: the steps tell that it was there."""
    named = {"superior__code": facts["superior"], "kind": facts["kind"], "from_on": facts["from"]}
    CommandLine.objects.filter(unit=unit, **named).delete()


def facts_of_line(line: CommandLine) -> dict[str, Any]:
    """A line as a step tells it."""
    return {
        "superior": line.superior.code,
        "kind": line.kind,
        "from": line.from_on.isoformat(),
        "until": line.until.isoformat() if line.until else None,
        "order": line.order_ref,
    }


def _refuse_impossible(unit: Unit, superior: Unit, fields: Fields) -> None:
    """Raises FieldsRefused for a circle, a superior of a lower level, or one that is no more."""
    if superior.state != "existing":
        raise FieldsRefused({"superior": MOVES["parent_gone"]})
    tie = Tie(unit.code, superior.code, fields["kind"], fields["from_on"], fields.get("until"))
    levels = {one.code: one.level for one in (unit, superior)}
    problem = problem_of_line(tie, command_now(), levels)
    if problem:
        raise FieldsRefused({"superior": LINES[problem]})


def _meant(unit: Unit, superior: Unit, fields: Fields, today: date) -> CommandLine:
    """The line that is to end: of several the last one that has begun by its last day."""
    rows = CommandLine.objects.filter(not_over(today), unit=unit, superior=superior)
    rows = rows.filter(kind=fields["kind"]).select_related("superior").order_by("-from_on")
    if fields.get("from_on"):
        rows = rows.filter(from_on=fields["from_on"])
    line = rows.filter(from_on__lte=fields["until"]).first() or rows.last()
    if line is None:
        raise FieldsRefused({"superior": _("There is no such line to end.")})
    return line
