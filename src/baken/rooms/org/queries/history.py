"""What became of a unit over time, and its lines of command on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core.records.numbers import floor_number
from baken.core.trail.registry import chain_of
from baken.core.trail.signature import signed_by
from baken.core.workflow.registry import binding_of
from baken.rooms.org.models import Site, Unit, UnitStep
from baken.rooms.org.queries.past import tree_on
from baken.rooms.org.queries.tree import LineView, UnitView, tree
from baken.rooms.org.texts import LINE_KINDS, title_of_code

MOST_STEPS = 50


@dataclass(frozen=True)
class ShownLine:
    """A line of command as the page of a unit shows it; ``upward`` when the unit answers to it."""

    other: UnitView
    kind: str
    upward: bool
    from_on: date
    until: date | None
    withdrawn_at: datetime | None
    order_ref: str
    caveats: str


@dataclass(frozen=True)
class PastStep:
    """One step in the life of a unit."""

    title: str
    at: datetime
    by: str
    text: str


def lines_of(unit: UnitView, day: date) -> list[ShownLine]:
    """The lines that tie a unit to others on a day, those upward first."""
    found = [_shown(one, unit) for one in tree_on(day).lines_on(day) if unit.id in one.ends]
    return sorted(found, key=lambda line: (not line.upward, line.other.path))


def earlier_lines_of(unit: UnitView, day: date) -> list[ShownLine]:
    """The lines that tied a unit to others before a day, and those that were withdrawn, last first."""
    found = [one for one in tree_on(day).lines_over(day) if unit.id in one.ends]
    return [_shown(one, unit) for one in sorted(found, key=lambda one: one.from_on, reverse=True)]


def _shown(line: LineView, unit: UnitView) -> ShownLine:
    return ShownLine(
        other=tree().by_id[line.superior_id if line.unit_id == unit.id else line.unit_id],
        kind=str(LINE_KINDS[line.kind]),
        upward=line.unit_id == unit.id,
        from_on=line.from_on,
        until=line.until,
        withdrawn_at=line.withdrawn_at,
        order_ref=line.order_ref,
        caveats=line.caveats,
    )


def history_of(unit: UnitView) -> list[PastStep]:
    """The steps of a unit's life, newest first."""
    steps = UnitStep.objects.of(Unit(pk=unit.id)).order_by("-serial")[:MOST_STEPS]
    return [_step(step) for step in steps]


def predecessors_of(unit: UnitView) -> list[UnitView]:
    """The units that went on in this one."""
    return tree().predecessors.get(unit.id, [])


def changes_between(
    first: datetime, last: datetime, codes: Collection[str]
) -> Iterator[tuple[tuple[str, str, str, datetime], str]]:
    """What steps of units and sites in a time changed, in their order and a few words each.

    Each by table, reference, code and moment, as the log of administration names them. Units and
    sites are for everybody to see; what was done to anything else is not told here.
    """
    beyond = last + timedelta(milliseconds=1)
    span = {"number__gte": floor_number(first), "number__lt": floor_number(beyond)}
    for root in (Unit, Site):
        rows = chain_of(root).objects.for_system(reason="trail").filter(**span, code__in=codes)
        for step in rows.select_related("record").order_by("number"):
            place = (root._meta.label_lower, step.record.code, step.code, step.at)
            yield place, _told(step.facts)


def _step(step: Any) -> PastStep:
    row = next((one for one in binding_of(Unit).workflow.steps if one.trail == step.code), None)
    signed = signed_by(step)
    told = [_told(step.facts), step.words.get("reason", ""), step.words.get("note", "")]
    return PastStep(
        title=str(row.label) if row else title_of_code(step.code),
        at=step.at,
        by=signed["post"] or signed["by"],
        text=" – ".join(part for part in told if part),
    )


def _told(facts: Any) -> str:
    """What a step changed, in a few words."""
    if "before" in facts:
        pairs = ((n, facts["before"].get(n), v) for n, v in facts.get("after", {}).items())
        return "; ".join(f"{old or '–'} → {new or '–'}" for _n, old, new in pairs if old != new)
    if "to" in facts:
        return f"{facts.get('from') or '–'} → {facts['to']}"
    if "earlier" in facts:
        return "; ".join(f"{one['name']} – {one['until']}" for one in facts["earlier"])
    if "superior" in facts:
        return _told_of_line(facts)
    return str(facts.get("into") or facts.get("on") or "")


def _told_of_line(facts: Any) -> str:
    """To whom a line leads, of which kind, and when; without its order or what it leaves out."""
    named = tree().find(facts["superior"])
    told = {
        "unit": f"{named.name} ({named.code})" if named else facts["superior"],
        "kind": LINE_KINDS.get(facts.get("kind"), facts.get("kind")),
        "first": _day(facts.get("from")),
        "last": _day(facts.get("until")),
    }
    if facts.get("withdrawn"):
        return _("to %(unit)s, %(kind)s; first day %(first)s; withdrawn") % told
    if facts.get("until"):
        return _("to %(unit)s, %(kind)s; from %(first)s to and including %(last)s") % told
    return _("to %(unit)s, %(kind)s; from %(first)s until further notice") % told


def _day(iso: str | None) -> str:
    return date_format(date.fromisoformat(iso), "j F Y") if iso else "–"
