"""Rows that nothing keeps closed: held normally, and of no restricted unit."""

from __future__ import annotations

from typing import Any

from baken.core.access.reach import Confidentiality, below
from baken.rooms.org.queries.tree import tree


def open_rows(rows: Any) -> Any:
    """The rows of a root that are held normally and whose units lie in no restricted unit.

    Those alone may, unseen, lie between two records that somebody sees.
    """
    here = tree()
    shut = sorted(here.ids_in(tuple(below(path) for path in here.fences.paths)))
    normal = rows.filter(confidentiality=Confidentiality.NORMAL)
    return normal.exclude(unit__in=shut).exclude(owner_unit__in=shut) if shut else normal
