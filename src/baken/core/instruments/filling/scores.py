"""Scores of the risks of a sheet, and what formulas over them see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from baken.core.instruments.definitions import RiskTrigger
from baken.core.instruments.filling.filled import Place, Scored
from baken.core.instruments.filling.outcome import RaisedRisk
from baken.core.instruments.scoring import Bands, Score, ScoringModel, choice_problems, score


def scored(place: Place, trigger: RiskTrigger, given: Scored) -> RaisedRisk:
    """A risk as it was scored; while nobody did, as its instrument proposes."""
    model, proposed = trigger.scoring, dict(trigger.default_scores)
    current = score_of(model, given.current)
    is_proposed = current is None and bool(proposed)
    return RaisedRisk(
        place=place,
        trigger=trigger,
        current=score_of(model, proposed) if is_proposed else current,
        residual=score_of(model, given.residual),
        is_proposed=is_proposed,
    )


def scored_line(
    place: Place, line: Mapping[str, Any], nth: int, model: ScoringModel | None
) -> RaisedRisk:
    """A line of a list of risks as it was scored."""
    current, residual = (score_of(model, line.get(when)) for when in ("current", "residual"))
    return RaisedRisk(place=place, line=line, nth=nth, current=current, residual=residual)


def score_of(model: ScoringModel | None, choice: Mapping[str, object] | None) -> Score | None:
    """The score of a choice; None without one, and for one that the model does not know."""
    if model is None or not choice or choice_problems(model, choice):
        return None
    return score(model, choice)


def risks_in_facts(risks: Sequence[RaisedRisk], model: ScoringModel | None) -> dict[str, Any]:
    """The classes of all risks, and the outcomes of those that the sheet's own model scored.

    A risk that nobody scored is an unknown item. One that is no longer there has no class and stands in
    no list of classes. Without scored measures a risk stays what it is.
    """
    found: dict[str, Any] = {}
    for when in ("current", "residual"):
        scores = [
            one.current if when == "current" else one.residual or one.current for one in risks
        ]
        classes = [one and one.common for one in scores if one is None or one.common]
        found[f"risks.{when}_class"] = tuple(classes)
        if model is not None and isinstance(model.rule, Bands):
            own = [one for one in scores if one is None or is_of(one, model)]
            found[f"risks.{when}_score"] = tuple(one and one.number for one in own)
    return found


def is_of(one: Score, model: ScoringModel) -> bool:
    """Whether a score was made with this model: numbers of different models never stand together."""
    return (one.model, one.version) == (model.code, model.version)
