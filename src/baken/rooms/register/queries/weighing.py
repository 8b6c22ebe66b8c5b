"""Everything that whoever decides on a risk weighs, as one sheet; as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baken.core.access import Actor, may
from baken.core.trail.signature import signed_by
from baken.rooms.register.models import Advice, Decision, Risk, RiskOption, RiskStep
from baken.rooms.register.permits import DECIDE
from baken.rooms.register.queries.appetite import outside_of
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.decisions import decisions_of
from baken.rooms.register.queries.decisive_words import post_in_words
from baken.rooms.register.queries.facts import MANDATE, READY, aspect_of
from baken.rooms.register.queries.history import Turn, turns_of
from baken.rooms.register.queries.leaned_on import WeakBarrier, weak_barriers
from baken.rooms.register.queries.local_ratings import Shared, shared_of
from baken.rooms.register.queries.resolutions import explained, limit_of
from baken.rooms.register.queries.slice_picture import StackSeen, seen_of, steps_kept_back
from baken.rooms.register.rules.posts import COMMANDER
from baken.rooms.register.rules.resolution import ACCEPT, EXEMPT
from baken.rooms.register.rules.signing import ESCALATE
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.rules.turns import CURRENT

_ASKED = ("register.risk.put_up", "register.risk.handed_up")


@dataclass(frozen=True)
class Asked:
    """The question as it was put up or handed up last, and by whom."""

    text: str
    by: str
    post: str
    at: datetime


@dataclass(frozen=True)
class Power:
    """Who lets the risk go on and why, and what of that is the reader's, in sentences.

    It is worked out for the shortest time. ``limits`` say what each post of the reader may accept,
    ``not_mine`` why they do not sign, ``needed`` what must be there before anybody does.
    """

    who: Sequence[str]
    limits: Sequence[str]
    not_mine: Sequence[str]
    needed: Sequence[str]


@dataclass(frozen=True)
class Weighing:
    """What is weighed. ``turn`` are the scores as it is now, ``proposals`` what lower levels handed up.

    ``power`` is None while nobody scored, or while the score is kept from the reader (``kept_back``).
    ``barriers`` are those that do not hold well, ``outside`` the kinds of harm for which it lies outside
    the appetite, ``shared`` how the units that share it rate it. ``waiting`` says what happens when
    nobody decides, empty when nobody wrote it.
    """

    risk: Risk
    asked: Asked | None
    turn: Turn | None
    kept_back: bool
    waiting: str
    options: Sequence[RiskOption]
    stacks: Sequence[StackSeen]
    barriers: Sequence[WeakBarrier]
    outside: Sequence[str]
    shared: Shared
    advice: Sequence[Advice]
    proposals: Sequence[Decision]
    power: Power | None


def weighing_of(actor: Actor, risk: Risk, at: datetime) -> Weighing:
    """The sheet of a risk that the actor has read through its guard; a fixed number of queries."""
    case = Case(risk, actor, at)
    turn = next(
        (one for one in turns_of(actor, risk) if one.kind == CURRENT and one.is_newest), None
    )
    kept_back = turn is not None and turn.is_withheld
    stacks = [] if kept_back else seen_of(actor, risk, case.stacks)
    proposals = [one for one in decisions_of(actor, risk) if one.kind == ESCALATE]
    return Weighing(
        risk=risk,
        asked=_asked(risk),
        turn=turn,
        kept_back=kept_back,
        waiting=_waiting(case.options, proposals),
        options=[one for one in case.options if one.nth],
        stacks=stacks,
        barriers=weak_barriers(actor, risk),
        outside=() if kept_back else outside_of(risk),
        shared=shared_of(actor, risk),
        advice=list(reversed(case.advice)),
        proposals=proposals,
        power=_power(case, stacks) if risk.current_class and not kept_back else None,
    )


def is_decision_time(risk: Risk) -> bool:
    """Whether a decision on a risk is waited for now: it has none, or the one it has does not hold."""
    return risk.state in WITH_DECIDER or risk.suspended


def _asked(risk: Risk) -> Asked | None:
    step = RiskStep.objects.of(risk).filter(code__in=_ASKED).order_by("-serial").first()
    if step is None:
        return None
    signed = signed_by(step)
    text = str(step.words.get("question") or "")
    return Asked(text=text, by=signed["by"], post=signed["post"], at=step.at)


def _waiting(options: Sequence[RiskOption], proposals: Sequence[Decision]) -> str:
    """What waiting does, as written with the options; else as the last who handed it up said."""
    written = [one.what for one in options if not one.nth]
    told = [str(one.told.get("effect_of_not_deciding", "")) for one in proposals]
    return next((text for text in (*written, *told) if text), "")


def _power(case: Case, stacks: Sequence[StackSeen]) -> Power:
    """A broken limit is never accepted: there the question is who may exempt."""
    verdict, found = case.verdict(EXEMPT if case.risk.breaches_limit else ACCEPT)
    said = list(zip(verdict.refusals, case.sentences(verdict, found), strict=True))
    if not may(case.actor, DECIDE, case.risk):
        said = said[:1]  # who never decides hears why, and who can; not what they would need for it
    by_aspect = {
        aspect: [str(text) for no, text in said if aspect_of(no) == aspect]
        for aspect in (MANDATE, READY)
    }
    live = [one for one in case.held if one.role == COMMANDER and one.is_live(found.question.day)]
    return Power(
        who=explained(found, without=steps_kept_back(stacks)),
        limits=[f"{post_in_words(post)}: {limit_of(found, post)}" for post in live],
        not_mine=by_aspect[MANDATE],
        needed=by_aspect[READY],
    )
