"""How a risk was scored: every kind, every turn, every person; as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language

from baken.core.access import Actor
from baken.core.instruments.scoring import Score
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.org.queries import persons_named
from baken.rooms.register.models import Risk, RiskScore
from baken.rooms.register.queries.independent import withheld_kinds
from baken.rooms.register.queries.scores import score_again, scores_whole, spread_in, standing_among
from baken.rooms.register.rules.turns import CURRENT

KINDS = ("initial", CURRENT, "target", "residual")


@dataclass(frozen=True)
class Given:
    """One person's score; ``score`` is None while it is kept from the reader."""

    row: RiskScore
    name: str
    score: Score | None
    stands: bool = False

    @property
    def values(self) -> list[tuple[str, str]]:
        """What was chosen on every axis, in words of the model."""
        return values_in_words(self.row) if self.score is not None else []


@dataclass(frozen=True)
class Turn:
    """Everybody who scored the same thing in the same turn, and whether they came to one class."""

    kind: str
    number: int
    given: tuple[Given, ...]
    is_newest: bool
    is_withheld: bool
    differs: bool = False


def values_in_words(row: RiskScore) -> list[tuple[str, str]]:
    """Each axis with the value that was chosen, as its model calls them."""
    language = get_language() or "nl"
    model = scoring_model(row.model, row.version)
    chosen = row.choice
    pairs = ((axis, axis.meant(chosen[axis.code])) for axis in model.axes)
    return [
        (axis.text.said(language), f"{value.code} – {value.text.said(language)}")
        for axis, value in pairs
        if value is not None
    ]


def turns_of(actor: Actor, risk: Risk) -> list[Turn]:
    """The turns of every kind, the newest of each first."""
    kept_back = withheld_kinds(actor, risk)
    rows = sorted(scores_whole(risk), key=_order)
    names = persons_named(row.scorer for row in rows)
    found: list[Turn] = []
    for kind, of_kind in groupby(rows, key=lambda row: row.kind):
        whole = list(of_kind)
        standing = None if kind in kept_back else standing_among(risk, whole).pk
        turns = [list(turn) for _n, turn in groupby(whole, key=lambda row: row.turn)]
        for place, turn in enumerate(reversed(turns)):
            if place == 0 and kind in kept_back:
                found.append(_withheld(kind, turn, names))
            else:
                found.append(_shown(risk, turn, names, is_newest=place == 0, standing=standing))
    return found


def _order(row: RiskScore) -> tuple[int, int, int]:
    return KINDS.index(row.kind), row.turn, row.pk


def _withheld(kind: str, rows: list[RiskScore], names: Any) -> Turn:
    given = tuple(Given(row, names.get(row.scorer, ""), None) for row in rows)
    return Turn(kind, rows[0].turn, given, is_newest=True, is_withheld=True)


def _shown(
    risk: Risk, rows: list[RiskScore], names: Any, *, is_newest: bool, standing: int | None
) -> Turn:
    given = tuple(
        Given(row, names.get(row.scorer, ""), score_again(row), stands=row.pk == standing)
        for row in rows
    )
    differs = spread_in(risk, rows).differs_in_class
    first = rows[0]
    return Turn(first.kind, first.turn, given, is_newest, is_withheld=False, differs=differs)
