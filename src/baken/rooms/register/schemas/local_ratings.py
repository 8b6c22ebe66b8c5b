"""What the units that share a risk found of it, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.rooms.register.models import LocalRating
from baken.rooms.register.queries.local_ratings import Shared, unit_of

_PLAIN = (
    *("turn", "model", "version", "choice", "native", "common", "urgent", "value"),
    *("controls", "rationale", "confidence", "rater", "post", "at"),
)


class LocalRatingOut(BaseModel):
    """What a unit found of a shared risk; ``stands`` says that it found nothing else since."""

    unit: str
    turn: int
    stands: bool
    model: str
    version: int
    choice: dict[str, str]
    native: str
    common: str
    urgent: bool
    value: float | None
    controls: str
    rationale: str
    confidence: str
    rater: UUID
    post: str
    at: datetime


class HowUnitsStand(BaseModel):
    """How the units stand that share a risk; no average of classes exists."""

    worst: str | None = Field(description="The worst class that a unit gives it now.")
    differs: bool = Field(description="Whether the units came to different classes.")
    higher: list[str] = Field(description="Units that rate it higher than the risk is now.")


class LocalRatingPage(HowUnitsStand):
    """A page of ratings, newest first, with how the units stand now."""

    items: list[LocalRatingOut]
    next: str | None


class SharedOut(HowUnitsStand):
    """The ratings of the units that stand now, the worst first."""

    ratings: list[LocalRatingOut]


def rating_out(row: LocalRating) -> LocalRatingOut:
    """A rating as the API shows it."""
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return LocalRatingOut(**plain, unit=unit_of(row).code, stands=row.is_newest)


def shared_out(found: Shared) -> SharedOut:
    """How the units that share a risk rate it now."""
    return SharedOut(ratings=[rating_out(row) for row in found.ratings], **stand_of(found))


def stand_of(found: Shared) -> dict[str, Any]:
    """How the units stand, by the names of ``HowUnitsStand``."""
    return {
        "worst": found.worst or None,
        "differs": found.differs,
        "higher": list(found.higher),
    }
