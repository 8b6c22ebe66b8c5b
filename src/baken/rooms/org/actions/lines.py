"""Adds, ends and withdraws a line of command; part of the steps of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.other_unit import other_unit
from baken.rooms.org.models import CommandLine, Unit
from baken.rooms.org.queries.command import command_now
from baken.rooms.org.queries.parts import line_parts
from baken.rooms.org.queries.periods import not_over
from baken.rooms.org.rules.lines import Tie, problem_of_line, problem_of_line_end
from baken.rooms.org.texts import LINES, MOVES

Fields = Mapping[str, Any]


def add_line(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Let a unit answer to another one; gives what the step tells and vouches for.

    It begins today or later; days that are over come by the organisation file, which is the record of
    them. A line that was withdrawn may be made again: it is another row.
    """
    superior = other_unit(fields, "superior")
    until = fields.get("until")
    if until is not None and until < fields["from_on"]:
        raise FieldsRefused({"until": _("The last day lies before the first.")})
    if fields["from_on"] < clock.local_date(at):  # whoever could see records then did not
        raise FieldsRefused({"from_on": LINES["in_the_past"]})
    _refuse_impossible(unit, superior, fields)
    line, made = CommandLine.objects.get_or_create(
        unit=unit,
        superior=superior,
        kind=fields["kind"],
        from_on=fields["from_on"],
        withdrawn_at=None,
        defaults={
            "until": until,
            "order_ref": fields.get("order_ref", "")[:80],
            "caveats": fields.get("caveats", ""),
        },
    )
    if not made:
        raise FieldsRefused({"superior": _("This line is there already.")})
    return Change(facts=facts_of_line(line), parts=line_parts([line]))


def end_line(unit: Unit, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Let a line end; its last day is today or later, or yesterday to end it at once.

    A last day before its first one withdraws a line that has not begun. Gives what the step tells and
    vouches for; of a line that is withdrawn nothing is stored until ``withdraw``. Raises FieldsRefused.
    """
    superior, last_day, today = (
        other_unit(fields, "superior"),
        fields["until"],
        clock.local_date(at),
    )
    line = _meant(unit, superior, fields, today)
    problem = problem_of_line_end(last_day, ends=line.until, today=today)
    if problem:
        raise FieldsRefused({"until": LINES[problem]})
    change = ended(line, last_day, at)
    if line.withdrawn_at is None:
        line.save(update_fields=["until"])
    return change


def withdraw(unit: Unit, facts: Mapping[str, Any], at: datetime) -> None:
    """Let a line carry nothing more from now on; its row stays, for the days on which it held."""
    named = {"superior__code": facts["superior"], "kind": facts["kind"], "from_on": facts["from"]}
    CommandLine.objects.filter(unit=unit, withdrawn_at=None, **named).update(withdrawn_at=at)


def ended(line: CommandLine, last_day: date, at: datetime) -> Change:
    """A line with its last day, or withdrawn when none would be left; it is not stored yet.

    What was withdrawn keeps its days: along it people could see, whatever happened since.
    """
    if last_day < max(clock.local_date(at), line.from_on):
        line.withdrawn_at = at
        told: Fields = {"withdrawn": True}
    else:
        line.until = last_day
        told = {}
    return Change(facts={**facts_of_line(line), **told}, parts=line_parts([line]))


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
    named = {"unit": unit, "superior": superior, "kind": fields["kind"]}
    rows = CommandLine.objects.filter(not_over(today), withdrawn_at=None, **named)
    rows = rows.select_related("superior").order_by("-from_on")
    if fields.get("from_on"):
        rows = rows.filter(from_on=fields["from_on"])
    line = rows.filter(from_on__lte=fields["until"]).first() or rows.last()
    if line is None:
        raise FieldsRefused({"superior": _("There is no such line to end.")})
    return line
