"""Gathers what the guards of a step look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial

from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import ADVISE, DECIDE, MANAGE
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.closing import CLOSE, MONITOR, OF_MANDATE, why_not_over
from baken.rooms.register.queries.handing import problem_of_handing
from baken.rooms.register.queries.handovers import taken_over_by
from baken.rooms.register.queries.scores import is_scored_before_reopening
from baken.rooms.register.rules.decisions import (
    HAND_UP,
    KINDS,
    RENEW,
    is_on_offer,
    kind_of_step,
)
from baken.rooms.register.rules.signing import Refusal as No
from baken.rooms.register.rules.states import RENEWABLE
from baken.rooms.register.rules.steps import (
    RiskFacts,
    needs_current_score,
    needs_hazard,
    needs_managing,
    needs_scenario,
    why_no_pause,
)
from baken.rooms.register.texts import REFUSALS
from baken.rooms.register.workflow.deciding import DECIDING

OFFERED, MANDATE, READY = "offered", "mandate", "ready"
ASPECTS = {"is_offered": OFFERED, "within_mandate": MANDATE, "is_ready": READY}
# Said in the form, beside the field that mends it.
TYPED = frozenset(
    {
        "stack_not_seen",
        "reason_missing",
        "alternatives_missing",
        "activity_end_missing",
        "too_long",
        "legal_basis_missing",
        "interim_control_missing",
        "interim_term_missing",
        "interim_term_over",
    }
)


def risk_facts(record: Risk, actor: Actor, at: datetime) -> RiskFacts:
    """The facts about one risk that its guards decide on."""
    case = Case(record, actor, at)
    return RiskFacts(
        is_scored=bool(record.current_class),
        is_outdated=partial(is_scored_before_reopening, record),
        is_written=bool(record.scenario.strip()),
        has_hazard=bool(record.hazard),
        manages=actor.is_system or actor.holds(MANAGE),
        decides_or_advises=may(actor, DECIDE, record) or may(actor, ADVISE, record),
        was_paused=record.paused_until is not None,
        term_is_over=record.due_at is None or record.due_at <= at,
        why_not=_deciding(case),
        why_not_over=partial(why_not_over, case),
    )


def _deciding(case: Case) -> Callable[[str, str], Refusal | None]:
    """Why somebody cannot take one of the deciding steps now, worked out once a step."""

    @cache
    def of_step(step: str) -> Mapping[str, Refusal]:
        return {aspect: refusal for aspect, refusal in _refusals(case, step)}

    return lambda step, aspect: of_step(step).get(aspect)


def _refusals(case: Case, step: str) -> Iterator[tuple[str, Refusal]]:
    kind = kind_of_step(step, case.standing.kind if case.standing else "")
    if step == RENEW and (kind not in KINDS or not KINDS[kind].carries):
        yield OFFERED, Refusal("nothing_to_renew", _("Only an acceptance is taken anew."))
        return
    if (
        step == HAND_UP
        and case.risk.state in RENEWABLE
        and not taken_over_by(case.risk, case.actor)
    ):
        yield OFFERED, Refusal("not_taken_over", REFUSALS["not_taken_over"])
        return
    if not is_on_offer(kind, case.paper(kind)):
        yield OFFERED, _not_offered(case, kind)
        return
    verdict, found = case.verdict(kind)
    said = list(zip(verdict.refusals, case.sentences(verdict, found), strict=True))
    for aspect in (MANDATE, READY):
        told = [text for no, text in said if aspect_of(no) == aspect]
        if told:
            yield aspect, Refusal(told[0].code, " ".join(str(one) for one in told))
    problem = problem_of_handing(case, kind, verdict.post) if verdict.post else None
    if problem is not None:
        yield MANDATE, problem


def _not_offered(case: Case, kind: str) -> Refusal:
    if case.risk.breaches_limit:
        text = _(
            "A limit or prohibition of law is broken: stop, exempt on a ground in law, or mitigate"
            " with an interim control and a term."
        )
    else:
        text = _("This is only for a broken limit or prohibition of law.")
    return Refusal("not_offered", text)


def aspect_of(no: No) -> str:
    """Which guard says a refusal: of the mandate, of the case; nothing when the form asks it."""
    if no.code in TYPED:
        return ""
    return MANDATE if no.code in OF_MANDATE else READY


def _refusing(needs: Callable[[RiskFacts], str]) -> Guard:
    def guard(facts: RiskFacts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


def _over(step: str) -> Guard:
    def guard(facts: RiskFacts) -> Refusal | None:
        code = facts.why_not_over(step)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


def _guard(step: str, aspect: str) -> Guard:
    def guard(facts: RiskFacts) -> Refusal | None:
        found: Refusal | None = facts.why_not(step, aspect)
        return found

    return guard


GUARDS: Mapping[str, Guard] = {
    "has_current_score": _refusing(needs_current_score),
    "has_hazard": _refusing(needs_hazard),
    "has_scenario": _refusing(needs_scenario),
    "manages_risks": _refusing(needs_managing),
    "may_be_paused": _refusing(why_no_pause),
    "closed_by_who_may": _over(CLOSE),
    "watched_by_who_may": _over(MONITOR),
    **{
        f"{step.name}_{name}": _guard(step.name, aspect)
        for step in DECIDING
        for name, aspect in ASPECTS.items()
    },
}
