"""The line of command that decides on a risk, read from the tree in memory and the lines beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from baken.rooms.org.queries import Tree, UnitView
from baken.rooms.org.queries.heirs import living
from baken.rooms.org.queries.tree import HOST
from baken.rooms.org.rules.lines import Tie
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.lines import (
    LinesOfDay,
    Risky,
    Seat,
    decisive_line,
    units_in_line,
)

OPERATIONAL = "operational"


class Seats(Mapping[str, Seat]):
    """The units of a tree as seats by code, made when they are asked for."""

    def __init__(self, here: Tree) -> None:
        self._here = here

    def __getitem__(self, code: str) -> Seat:
        unit = self._here.by_code[code]
        above = None if unit.parent_id is None else self._here.by_id[unit.parent_id]
        return Seat(unit.level, above.code if above else "")

    def __iter__(self) -> Iterator[str]:
        return iter(self._here.by_code)

    def __len__(self) -> int:
        return len(self._here.by_code)


def line_of(risk: Risk, here: Tree, day: date) -> tuple[str, tuple[str, ...]]:
    """The decisive line of a risk on a day, and the codes of its units, nearest first.

    It begins at the unit that must act, else at that of the risk. A risk that names a site is about
    that site: where another unit holds it, that one is the host.
    """
    unit = living(here.by_id[risk.owner_unit_id or risk.unit_id])
    holder = _holder_of(risk, here)
    is_guest = holder is not None and holder.id != unit.id
    lines = LinesOfDay(Seats(here), tuple(_ties(here, day, unit, holder)))
    risky = Risky(unit.code, about_site=is_guest)
    line = decisive_line(risky, lines)
    return line, units_in_line(risky, line, lines)


def _holder_of(risk: Risk, here: Tree) -> UnitView | None:
    return here.by_id[here.sites[risk.site_id].holder_id] if risk.site_id is not None else None


def _ties(here: Tree, day: date, unit: UnitView, holder: UnitView | None) -> Iterator[Tie]:
    """The operational lines that hold on the day, and of a risk about a site its host."""
    if holder is not None:
        yield Tie(unit.code, holder.code, HOST, day)
    for one in here.lines_on(day):
        if one.kind == OPERATIONAL:
            ends = (here.by_id[one.unit_id].code, here.by_id[one.superior_id].code)
            yield Tie(*ends, OPERATIONAL, one.from_on, one.until)
