"""A risk and its scores over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.history import Given, Turn
from baken.rooms.register.rules.turns import CURRENT

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Line = Annotated[str, Field(max_length=200)]
BESIDE = ("unit", "site", "scoring_model")


class RiskBody(Body):
    """A risk that somebody states; title, scenario, hazard, context and unit are needed."""

    title: Line
    scenario: str = Field(
        min_length=1,
        max_length=LONGEST_TEXT,
        description="One course of events: what leads to it, what happens, what harm it does.",
    )
    hazard: str = Field(max_length=60, description="A code of the list of hazards.")
    context: str = Field(max_length=20, description="non_operational, exercise or deployment.")
    unit: str = Field(max_length=40, description="Code of the unit it is about.")
    site: str = Field(
        "", max_length=40, description="Code of the location, when it is one of ours."
    )
    categories: list[str] = Field([], max_length=50)
    activity: Line = ""
    from_on: date | None = None
    until_on: date | None = None
    group: Line = Field("", description="Who is exposed: a group, no names.")
    exposed: int | None = Field(None, ge=1, le=10**9)
    domains: list[str] = Field(
        [],
        max_length=50,
        description="Domains that it touches beside those of its hazard; an authority is over each.",
    )
    breaches_limit: bool = False
    legal_basis: Text = ""
    owner: UUID | None = Field(
        None,
        description="The person who owns it; only who manages the risks of the unit names one.",
    )
    scoring_model: str = Field("", max_length=40, description="Empty: the usual one.")

    def described(self) -> dict[str, Any]:
        """What describes the risk, as the action takes it; what was left empty is left out."""
        plain = self.model_dump(mode="json", exclude=set(BESIDE))
        return {name: value for name, value in plain.items() if value not in (None, "", [], False)}


class RiskOut(BaseModel):
    """A risk. Who stated it is never part of it. Classes are null when nobody scored."""

    id: UUID
    ref: str
    title: str
    scenario: str
    hazard: str
    categories: list[str]
    context: str
    activity: str
    from_on: date | None
    until_on: date | None
    group: str
    exposed: int | None
    domains: list[str]
    breaches_limit: bool
    legal_basis: str
    unit: str
    owner_unit: str | None = Field(description="The unit that acts, when it is another one.")
    site: str | None
    scoring_model: str
    scoring_version: int
    initial_class: str | None
    current_class: str | None
    target_class: str | None
    residual_class: str | None
    urgent: bool | None
    confidence: str | None
    withheld: list[str] = Field(
        description="Kinds of score that are kept from you until you have scored them yourself."
    )
    owner: UUID | None = Field(description="The person who owns it.")
    raised_to: str | None = Field(description="Code of the level that it was handed up to.")
    confidentiality: str
    state: str
    suspended: bool = Field(description="There is a decision on it, and it does not hold now.")
    identified_at: datetime
    scored_at: datetime | None
    due_at: datetime | None
    paused_until: datetime | None = Field(description="Until when its clock stands still.")
    review_on: date | None
    closed_at: datetime | None


class RiskPage(BaseModel):
    """A page of risks."""

    items: list[RiskOut]
    next: str | None


class ScoreOut(BaseModel):
    """One person's score; what was given is null while it is kept from you."""

    kind: str
    turn: int
    scorer: UUID
    post: str
    at: datetime
    model: str
    version: int
    stands: bool
    choice: dict[str, str] | None
    native: str | None
    common: str | None
    urgent: bool | None
    value: float | None
    rationale: str | None
    confidence: str | None


class TurnOut(BaseModel):
    """Everybody who scored the same in one turn; ``differs`` says that they came to other classes."""

    kind: str
    turn: int
    newest: bool
    withheld: bool
    differs: bool
    scores: list[ScoreOut]


class TurnList(BaseModel):
    """Every turn of every kind, the newest of each kind first."""

    items: list[TurnOut]


_CLASSES = ("initial", CURRENT, "target", "residual")
_PLAIN = (
    *("id", "ref", "title", "scenario", "hazard", "context", "activity", "from_on", "until_on"),
    *("group", "exposed", "domains", "breaches_limit", "legal_basis"),
    *("scoring_model", "scoring_version", "owner", "state", "suspended", "identified_at"),
    *("scored_at", "due_at", "paused_until", "review_on", "closed_at"),
)
_TOLD = ("kind", "turn", "scorer", "post", "at", "model", "version")
_GIVEN = ("choice", "native", "common", "urgent", "value", "rationale", "confidence")


def risk_out(risk: Risk, categories: list[str], withheld: Iterable[str]) -> RiskOut:
    """A risk as the API shows it; of what is kept back no class."""
    here, kept_back = tree(), sorted(withheld)
    shows = CURRENT not in kept_back

    def code(unit: int | None) -> str | None:
        return None if unit is None else here.by_id[unit].code

    classes: dict[str, Any] = {
        f"{kind}_class": None if kind in kept_back else getattr(risk, f"{kind}_class") or None
        for kind in _CLASSES
    }
    return RiskOut(
        **{name: getattr(risk, name) for name in _PLAIN},
        **classes,
        categories=categories,
        unit=here.by_id[risk.unit_id].code,
        owner_unit=code(risk.owner_unit_id),
        site=here.sites[risk.site_id].code if risk.site_id else None,
        raised_to=code(risk.raised_to_id),
        urgent=risk.urgent if shows and risk.current_class else None,
        confidence=risk.confidence or None if shows else None,
        withheld=kept_back,
        confidentiality=str(risk.get_confidentiality_display()),
    )


def turn_out(turn: Turn) -> TurnOut:
    """A turn as the API shows it."""
    return TurnOut(
        kind=turn.kind,
        turn=turn.number,
        newest=turn.is_newest,
        withheld=turn.is_withheld,
        differs=turn.differs,
        scores=[_score_out(one) for one in turn.given],
    )


def _score_out(one: Given) -> ScoreOut:
    shown: dict[str, Any] = {name: getattr(one.row, name) for name in _TOLD}
    given = {name: getattr(one.row, name) if one.score else None for name in _GIVEN}
    shown |= given
    return ScoreOut(**shown, stands=one.stands)
