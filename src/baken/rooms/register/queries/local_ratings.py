"""What the units that share a risk found of it: who stands where, and what was found before."""

from __future__ import annotations

from dataclasses import dataclass

from baken.core.access import Actor
from baken.core.instruments.scoring import CLASSES
from baken.core.lists import USUAL_ROWS, Page, newest
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.register.models import LocalRating, Risk
from baken.rooms.register.queries.independent import withheld_kinds
from baken.rooms.register.rules.local_ratings import is_higher, worst_of
from baken.rooms.register.rules.turns import CURRENT


@dataclass(frozen=True)
class Shared:
    """How the units that share a risk rate it now, the worst first.

    ``higher`` are the codes of those that rate it higher than the risk itself; nothing while the
    class of the risk is kept from the reader. ``differs`` says that they came to different classes.
    """

    ratings: tuple[LocalRating, ...] = ()
    worst: str = ""
    differs: bool = False
    higher: tuple[str, ...] = ()


def shared_of(actor: Actor, risk: Risk) -> Shared:
    """How the units rate a risk that was read through the guard now; one query."""
    rows = list(LocalRating.objects.of(risk).filter(is_newest=True).order_by("id"))
    classes = {row.common for row in rows}
    shown = bool(rows) and CURRENT not in withheld_kinds(actor, risk)
    here = tree()
    higher = [row for row in rows if is_higher(row.common, risk.current_class)] if shown else []
    return Shared(
        ratings=tuple(sorted(rows, key=lambda row: (-CLASSES.index(row.common), row.pk))),
        worst=worst_of(classes),
        differs=len(classes) > 1,
        higher=tuple(sorted(here.by_id[row.unit_id].code for row in higher)),
    )


def ratings_page(risk: Risk, *, cursor: str = "", limit: int = USUAL_ROWS) -> Page:
    """Every rating of a risk, of all units and turns, newest first. Raises BadCursor."""
    return newest(LocalRating.objects.of(risk), cursor, limit)


def unit_of(row: LocalRating) -> UnitView:
    """The unit that a rating is of."""
    return tree().by_id[row.unit_id]
