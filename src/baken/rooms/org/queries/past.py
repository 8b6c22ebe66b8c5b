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
from baken.rooms.org.queries.tree import Tree, UnitView, read_lines, tree
from baken.rooms.org.rules import child_path

MOST_KEPT = 24
_NAMES = ("name_nl", "name_en", "kind", "level", "parent_id", "site", "strength")
_FLAGS = ("restricted", "independent")

_past: OrderedDict[tuple[Any, int, date], Tree] = OrderedDict()


def tree_on(day: date) -> Tree:
    """The tree of a day: today's, or the one that stood then, with its names, parents, fences and holders of
    sites.

    Units keep their ids; paths are those of that tree and fit no other. Kept in memory per day
    until the organisation changes.
    """
    here = tree()
    if day >= clock.today():
        return here
    key = (connection.settings_dict["NAME"], here.version, day)
    if key not in _past:
        _past[key] = Tree(here.version, list(_units_on(day)), read_lines(), day=day)
        while len(_past) > MOST_KEPT:
            _past.popitem(last=False)
    return _past[key]


def _units_on(day: date) -> Iterator[UnitView]:
    """The units of a day in path order; the children of one unit stand by their code."""
    names = ("unit_id", "unit__code", *_NAMES, *_FLAGS)
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
            id=row["unit_id"], code=row["unit__code"], path=here, state="existing", **plain
        )
        yield from _placed(below, row["unit_id"], here)


def forget_past_trees() -> None:
    """Start anew; for tests, in which version numbers come back."""
    _past.clear()
