"""The scores of a risk: whose turn it is, which one stands, and how far people were apart."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from itertools import groupby

from baken.core.access.once import once_a_page
from baken.core.instruments.scoring import Score, Spread, score, spread_of
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.register.models import Risk, RiskScore, RiskStep
from baken.rooms.register.rules.turns import CURRENT, first_that_counts


def turn_to_score(risk: Risk, kind: str, scorer: uuid.UUID | None) -> int:
    """The turn in which somebody scores: the present one, or the next when they are in it already."""
    rows = RiskScore.objects.of(risk).filter(kind=kind).order_by("-turn")
    present = rows.values_list("turn", flat=True).first()
    if present is None:
        return 1
    return present + rows.filter(turn=present, scorer=scorer).exists()


@once_a_page
def scores_whole(risk: Risk) -> list[RiskScore]:
    """Every score of a risk; what may not be seen yet is left out by who shows them."""
    return list(RiskScore.objects.of(risk).order_by("id"))


def scores_of(risk: Risk, kind: str) -> list[RiskScore]:
    """The scores of the newest turn of a kind, in the order in which they were given."""
    rows = list(RiskScore.objects.of(risk).filter(kind=kind).order_by("turn", "id"))
    return [row for row in rows if row.turn == rows[-1].turn]


def standing_of(risk: Risk, kind: str) -> RiskScore:
    """The score that stands. Raises LookupError when the kind was never scored."""
    rows = list(RiskScore.objects.of(risk).filter(kind=kind).order_by("turn", "id"))
    if not rows:
        raise LookupError(f"{risk} has no {kind} score")
    return standing_among(risk, rows)


def counting_of(rows: Iterable[RiskScore]) -> list[RiskScore]:
    """The scores that count of all of one kind, in order of turn: what one alone found hides no more."""
    turns = [list(turn) for _number, turn in groupby(rows, key=lambda row: row.turn)]
    first = first_that_counts([len(turn) for turn in turns], enough=assessment().turn)
    return [row for turn in turns[first:] for row in turn]


def standing_among(risk: Risk, rows: Iterable[RiskScore]) -> RiskScore:
    """The score that stands of all of one kind: the highest of those that count; of equal ones the first."""
    counting = counting_of(rows)
    highest = spread_in(risk, counting).highest
    return next(row for row in counting if dict(highest.choice) == row.choice)


def is_scored_before_reopening(risk: Risk) -> bool:
    """Whether a risk that was reopened has no score of how it is now from after that."""
    if risk.state != "reopened":
        return False
    reopened = RiskStep.objects.of(risk).filter(code="register.risk.reopened").order_by("-serial")
    since = reopened.values_list("at", flat=True).first() or risk.identified_at
    return not RiskScore.objects.of(risk).filter(kind=CURRENT, at__gte=since).exists()


def spread_in(risk: Risk, rows: list[RiskScore]) -> Spread:
    """How far some scores of one turn are apart."""
    model = scoring_model(risk.scoring_model, risk.scoring_version)
    return spread_of(model, [score(model, row.choice) for row in rows])


def score_again(row: RiskScore) -> Score:
    """The score as the model tells it: what is kept can be shown with its texts."""
    return score(scoring_model(row.model, row.version), row.choice)
