"""A figure of some units that says what it leaves out, and "unknown" where nothing is in reach."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.questions import UnitFigure


def figure_of(
    *,
    actor: Actor,
    permit: str,
    units: frozenset[int],
    label: str,
    url: str,
    count: Callable[[], int],
    most: int | None = None,
) -> UnitFigure:
    """What ``count`` finds among the units an actor reaches; it counts no further than ``most``, if given.

    Units outside the actor's reach have no figure but "unknown": a zero would say that all is well.
    """
    reached = actor.units_of(permit)
    if not units & reached:
        return UnitFigure(label=label, value=None)
    found = count()
    more = _("or more") if most is not None and found >= most else ""
    partly = "" if units <= reached else _("as far as you may see")
    note = ", ".join(part for part in (more, partly) if part)
    return UnitFigure(label=label, value=found, url=url, note=note)
