"""The weighing sheet of a risk over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from baken.core.workflow.available import StepChoice
from baken.rooms.register.models import Advice, Decision, RiskOption
from baken.rooms.register.queries.leaned_on import WeakBarrier
from baken.rooms.register.queries.weighing import Asked, Weighing, is_decision_time
from baken.rooms.register.schemas.local_ratings import SharedOut, shared_out
from baken.rooms.register.schemas.risk import TurnOut, turn_out
from baken.rooms.register.schemas.slice import StackOut, stacks_out


class AskedOut(BaseModel):
    """The question as it was put up or handed up last."""

    text: str
    by: str
    post: str
    at: datetime


class OptionOut(BaseModel):
    """One option; what nobody filled in is empty, and the class null."""

    nth: int
    what: str
    task: str
    people: str
    money: str
    time: str
    expected_class: str | None = Field(description="The common class that is expected after it.")


class AdviceOut(BaseModel):
    """One advice; ``who`` is the adviser whose words were written down, or else the post.

    What was written down says by which post, and in which document it stands.
    """

    kind: str
    outcome: str
    words: str
    who: str
    written_down_by: str
    document: str
    at: datetime


class WeakBarrierOut(BaseModel):
    """A barrier that does not hold well; ``counts_as`` says what its status means in a decision.

    Of one that you may not read of there is no bow-tie, code or text.
    """

    bow_tie: str | None
    code: str
    text: str
    status: str
    counts_as: str


class ProposalOut(BaseModel):
    """What a lower level said when it handed the risk up."""

    decision: str
    post: str
    level: int
    at: datetime
    question: str
    options: str
    advice: str
    cost: str
    effect_of_not_deciding: str


class SheetStepOut(BaseModel):
    """A step that belongs on the sheet, with the reasons when it cannot be taken now."""

    name: str
    allowed: bool
    reasons: list[str]


class WeighingOut(BaseModel):
    """Everything that whoever decides on a risk weighs; sentences are in the caller's language.

    What is worked out from the class is empty while nobody scored, or while the score is kept from
    you (``kept_back``).
    """

    ref: str
    title: str
    scenario: str
    context: str
    group: str
    exposed: int | None
    breaches_limit: bool
    state: str
    kept_back: bool
    current_class: str | None
    urgent: bool | None
    suspended: bool = Field(description="There is a decision, and it does not hold now.")
    due_at: datetime | None = Field(
        description="By when is decided; null while no decision is waited for."
    )
    rises_at: datetime | None = Field(description="When it goes up a level without a decision.")
    asked: AskedOut | None
    scores: TurnOut | None = Field(description="The newest turn of how it is now, with its spread.")
    effect_of_not_deciding: str
    options: list[OptionOut]
    stacks: list[StackOut]
    barriers: list[WeakBarrierOut] = Field(description="That do not hold well, worst first.")
    outside_appetite: list[str] = Field(
        description="The kinds of harm for which it lies outside the risk appetite."
    )
    shared: SharedOut = Field(description="How the units that share it rate it now.")
    advice: list[AdviceOut] = Field(description="Newest first.")
    proposals: list[ProposalOut] = Field(description="Of lower levels, newest first.")
    who_decides: list[str] = Field(description="For the shortest time; longer can take more.")
    in_my_power: list[str]
    not_in_my_power: list[str]
    needed_first: list[str]
    steps: list[SheetStepOut]


_RISK = ("ref", "title", "scenario", "context", "group", "exposed", "breaches_limit", "state")
_TOLD = ("options", "advice", "cost", "effect_of_not_deciding")
_OPTION = ("nth", "what", "task", "people", "money", "time")


def weighing_out(found: Weighing, steps: Sequence[StepChoice]) -> WeighingOut:
    """A sheet as the caller may see it, with the steps that belong on it."""
    risk, power = found.risk, found.power
    shows = bool(risk.current_class) and not found.kept_back
    return WeighingOut(
        **{name: getattr(risk, name) for name in _RISK},
        kept_back=found.kept_back,
        current_class=risk.current_class if shows else None,
        urgent=risk.urgent if shows else None,
        suspended=risk.suspended,
        due_at=risk.due_at if is_decision_time(risk) else None,
        rises_at=risk.rises_at,
        asked=_asked(found.asked),
        scores=turn_out(found.turn) if found.turn else None,
        effect_of_not_deciding=found.waiting,
        options=[_option(one) for one in found.options],
        stacks=stacks_out(found.stacks),
        barriers=[_barrier(one) for one in found.barriers],
        outside_appetite=list(found.outside),
        shared=shared_out(found.shared),
        advice=[_advice(one) for one in found.advice],
        proposals=[_proposal(one) for one in found.proposals],
        who_decides=list(power.who) if power else [],
        in_my_power=list(power.limits) if power else [],
        not_in_my_power=list(power.not_mine) if power else [],
        needed_first=list(power.needed) if power else [],
        steps=[_step(one) for one in steps],
    )


def _asked(one: Asked | None) -> AskedOut | None:
    return AskedOut(**vars(one)) if one else None


def _option(one: RiskOption) -> OptionOut:
    told = {name: getattr(one, name) for name in _OPTION}
    return OptionOut(**told, expected_class=one.expected_class or None)


def _advice(one: Advice) -> AdviceOut:
    who = one.adviser_name or one.post
    return AdviceOut(
        kind=one.kind,
        outcome=one.outcome,
        words=one.words,
        who=who,
        written_down_by=one.post if one.adviser_name else "",
        document=one.document,
        at=one.at,
    )


def _barrier(one: WeakBarrier) -> WeakBarrierOut:
    return WeakBarrierOut(
        bow_tie=one.bow_tie.ref if one.bow_tie else None,
        code=one.code,
        text=one.text,
        status=one.status,
        counts_as=one.counts_as,
    )


def _proposal(one: Decision) -> ProposalOut:
    return ProposalOut(
        decision=one.ref,
        post=one.post,
        level=one.level,
        at=one.signed_at,
        question=one.question,
        **{name: str(one.told.get(name, "")) for name in _TOLD},
    )


def _step(one: StepChoice) -> SheetStepOut:
    reasons = [str(refusal) for refusal in one.refusals]
    return SheetStepOut(name=one.name, allowed=one.allowed, reasons=reasons)
