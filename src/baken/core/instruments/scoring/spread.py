"""Several people score the same scenario: the highest counts, and how far they were apart is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baken.core.instruments.scoring.model import ScoringModel
from baken.core.instruments.scoring.score import Score


@dataclass(frozen=True)
class Spread:
    """The highest and the lowest of several scores, and whether these are of different classes."""

    highest: Score
    lowest: Score

    @property
    def differs_in_class(self) -> bool:
        """Whether the scorers came to different classes of the model."""
        return self.highest.native != self.lowest.native


def spread_of(model: ScoringModel, scores: Sequence[Score]) -> Spread:
    """The spread of scores in one version of one model; of equal ones the first is taken.

    Raises ValueError without scores, and for a score of another model or version: scores of
    different models do not compare. Source: domain reference, instruments, section 4.1.
    """
    if not scores:
        raise ValueError("a spread needs at least one score")
    for one in scores:
        if (one.model, one.version) != (model.code, model.version):
            raise ValueError(
                f"a score of {one.model}, version {one.version}, does not compare with one of"
                f" {model.code}, version {model.version}"
            )

    def place(one: Score) -> tuple[int, float]:
        return model.classes.index(one.native), one.number or 0.0

    return Spread(highest=max(scores, key=place), lowest=min(scores, key=place))
