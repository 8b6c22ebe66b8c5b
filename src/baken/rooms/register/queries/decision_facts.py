"""Gathers what the guards of a step of a decision look at, and whom a suspension must reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.register.models import Condition, Decision
from baken.rooms.register.queries.cases import Case, Terms
from baken.rooms.register.queries.facts import OF_MANDATE
from baken.rooms.register.queries.terms import day_at
from baken.rooms.register.rules.decisions import BY_HAND, TO_BE_SIGNED
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import PROBLEMS
from baken.rooms.register.rules.signing import ESCALATE

# Who is told at once when a decision holds no more, beside whoever signed it.
ALERTED = ("duty_officer", "commander")


@dataclass(frozen=True)
class DecisionFacts:
    """What the guards of a decision look at; the mandate is worked out when a guard asks it."""

    has_conditions: bool
    suspended_for: str
    mandate_lacks: Callable[[str], Refusal | None]
    kind: str
    again_lacks: Callable[[], Refusal | None]


def decision_facts(record: Decision, actor: Actor, at: datetime) -> DecisionFacts:
    """The facts about one decision that its guards decide on."""
    return DecisionFacts(
        has_conditions=Condition.objects.of(record).exists(),
        suspended_for=record.suspended_for,
        mandate_lacks=lambda kind: _mandate_lacks(Case(record.risk, actor, at), kind),
        kind=record.kind,
        again_lacks=lambda: _again_lacks(record, actor, at),
    )


def _mandate_lacks(case: Case, kind: str) -> Refusal | None:
    """Why somebody's posts do not give the mandate for a kind of decision on the risk."""
    verdict, found = case.verdict(kind)
    said = zip(verdict.refusals, case.sentences(verdict, found), strict=True)
    own = [text for no, text in said if no.code in PROBLEMS]
    return Refusal(own[0].code, " ".join(str(one) for one in own)) if own else None


def _again_lacks(decision: Decision, actor: Actor, at: datetime) -> Refusal | None:
    """Why somebody could not sign a decision now as it was signed, for all the days that it is for."""
    case = Case(decision.risk, actor, at, of=decision)
    said = {
        "legal_basis": decision.legal_basis,
        "interim_control": decision.interim_control,
        "interim_until": decision.interim_until,
        "stack_seen": decision.stack_seen,
        "against_advice": decision.against_advice,
        "alternatives_rejected": decision.alternatives,
    }
    verdict, found = case.verdict(decision.kind, said, _terms(decision))
    if verdict.may_sign:
        return None
    told = [str(one) for one in case.sentences(verdict, found)]
    if any(one.code not in OF_MANDATE for one in verdict.refusals):
        told.append(_("What cannot be mended: revoke it and decide anew."))
    return Refusal(verdict.refusals[0].code, " ".join(told))


def _terms(decision: Decision) -> Terms | None:
    """The days that a decision was signed for; of one without end, the shortest."""
    if decision.ends_on is None:
        return None
    signed = day_at(decision.risk, decision.signed_at)
    period = Period(signed, decision.ends_on)
    return Terms(period, decision.activity_ends_on, first_on=decision.starts_on)


def holds_the_mandate(facts: DecisionFacts) -> Refusal | None:
    """Refuses who could not have taken the decision, by post and line."""
    return facts.mandate_lacks(facts.kind)


def could_sign_it_now(facts: DecisionFacts) -> Refusal | None:
    """Refuses who could not sign it now, by post, line, level, advice, authority, stack and limit."""
    return facts.again_lacks()


def commands_in_line(facts: DecisionFacts) -> Refusal | None:
    """Refuses who commands nowhere in the line; to suspend is to be careful, and takes no mandate."""
    return facts.mandate_lacks(ESCALATE)


def has_conditions(facts: DecisionFacts) -> Refusal | None:
    """Refuses to note a condition where there is none."""
    if facts.has_conditions:
        return None
    return Refusal("no_conditions", _("This decision has no conditions."))


def suspended_by_hand(facts: DecisionFacts) -> Refusal | None:
    """Refuses to let hold again by hand what waits for a condition."""
    if facts.suspended_for in (BY_HAND, TO_BE_SIGNED):
        return None
    text = _("It waits for a condition: note first how its conditions stand.")
    return Refusal("waits_for_condition", text)


DECISION_GUARDS: Mapping[str, Guard] = {
    "has_conditions": has_conditions,
    "could_sign_it_now": could_sign_it_now,
    "holds_the_mandate": holds_the_mandate,
    "commands_in_line": commands_in_line,
    "suspended_by_hand": suspended_by_hand,
}


def whom_to_alert(decision: Decision, at: datetime) -> list[str]:
    """Who must be told at once that a decision holds no more: names with their posts."""
    unit = tree().by_id[decision.owner_unit_id or decision.unit_id]
    holders = nearest_holders(roles=ALERTED, unit=unit, at=at)
    told: list[Any] = [decision.post, *(f"{one.name} ({one.unit.code})" for one in holders)]
    return list(dict.fromkeys(told))
