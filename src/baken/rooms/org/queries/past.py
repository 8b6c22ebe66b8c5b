"""The tree as it was on a day, and what units were called then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connection

from baken.core import clock
from baken.rooms.org.models import UnitVersion
from baken.rooms.org.queries.periods import running
from baken.rooms.org.queries.tree import Tree, UnitView, tree
from baken.rooms.org.rules import child_path

MOST_KEPT = 24
_NAMES = ("name_nl", "name_en", "kind", "level", "parent_id", "site", "strength")
_FLAGS = ("restricted", "independent")

_past: OrderedDict[tuple[Any, ...], Tree] = OrderedDict()


def tree_on(day: date) -> Tree:
    """The tree of a day: today's, or the one that stood then: names, parents, fences, holders of sites.

    Units keep their ids; paths are those of that tree and fit no other. Kept in memory per day
    until the organisation changes.
    """
    return tree() if day >= clock.today() else tree_through(day)


def tree_through(day: date) -> Tree:
    """The tree of a day with every line and holder of a site that held during it, if only for hours.

    For who asks what could be seen on that day; rights of now come from ``tree``.
    """
    here, today = tree(), clock.today()
    if day >= today and not _was_changed_on(day, here):
        return here
    key = (connection.settings_dict["NAME"], here.version, day, day >= today)
    if key not in _past:
        units = here.units if day >= today else list(_units_on(day))
        _past[key] = Tree(here.version, units, here.lines, day=day)
        while len(_past) > MOST_KEPT:
            _past.popitem(last=False)
    return _past[key]


def _was_changed_on(day: date, here: Tree) -> bool:
    """Whether on a day something stopped that gave rights until then: a line, or holding a site."""
    return any(one.withdrawn_on == day for one in here.lines) or here.was_handed_over(day)


def _units_on(day: date) -> Iterator[UnitView]:
    """The units of a day in path order; the children of one unit stand by their code."""
    names = ("unit_id", "unit__code", "unit__ends_on", *_NAMES, *_FLAGS)
    rows = UnitVersion.objects.filter(running(day)).order_by("unit__code").values(*names)
    below: dict[int | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)
    yield from _placed(below, None, "")


def _placed(
    below: Mapping[int | None, list[Mapping[str, Any]]], parent: int | None, path: str
) -> Iterator[UnitView]:
    for place, row in enumerate(below.get(parent, []), start=1):
        here = child_path(path, place)
        plain = {name: row[name] for name in (*_NAMES, *_FLAGS)}
        yield UnitView(
            id=row["unit_id"],
            code=row["unit__code"],
            path=here,
            state="existing",
            ends_on=row["unit__ends_on"],
            **plain,
        )
        yield from _placed(below, row["unit_id"], here)


def forget_past_trees() -> None:
    """Start anew; for tests, in which version numbers come back."""
    _past.clear()
