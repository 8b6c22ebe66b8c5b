"""Gathers what the guards of a measure look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import CARRY_OUT, DECIDE, MANAGE
from baken.rooms.measures.queries.beside import agreed, beside, keys_served
from baken.rooms.measures.queries.posts import (
    acting_unit,
    holds_for_unit,
    is_own_work,
    level_of_post,
    manages_measures_of,
    top_level,
)
from baken.rooms.measures.queries.terms import today_of
from baken.rooms.measures.rules import steps
from baken.rooms.measures.rules.alarp import RECORD, missing_in_record
from baken.rooms.measures.rules.control import is_protection
from baken.rooms.measures.rules.priority import needs_reason
from baken.rooms.measures.rules.steps import MeasureFacts
from baken.rooms.measures.texts import REFUSALS, said_missing
from baken.rooms.org.queries.tidying import hands_over_soon


def measure_facts(record: Measure, actor: Actor, at: datetime) -> MeasureFacts:
    """The facts about one measure that its guards decide on; what costs a query is asked when needed."""
    others = cache(lambda: tuple(beside(keys_served(record), but=record)))
    left = cache(lambda: agreed(others()) or others())
    return MeasureFacts(
        levels=lambda: (record.control_level, *(one.control_level for one in agreed(others()))),
        left=lambda: tuple(one.control_level for one in left()),
        left_have_end=lambda: all(one.ends_on is not None for one in left()),
        is_justified=bool(record.justification.strip()),
        has_end=record.ends_on is not None and record.ends_on >= today_of(record, at),
        is_protection=is_protection(record.control_level),
        has_priority_reason=is_priority_explained(record),
        alarp_missing=alarp_missing(record),
        is_own_work=partial(is_own_work, actor, record, at),
        is_owner=actor.person is not None and actor.person == record.owner,
        has_owner=record.owner is not None,
        was_decided=record.decided_level > 0,
        post_level=partial(level_of_post, actor, record),
        top_level=top_level(record),
        decided_level=record.decided_level,
        postponed=record.postponed,
        postponed_level=record.postponed_level,
        waits_for_answer=waits_for_answer(record),
        waits_for_unit=waits_for_answer(record) and not record.asked_party,
        is_declined=record.answer == "declined",
        answers=partial(_answers, actor, record),
        holds_for_unit=lambda permit: holds_for_unit(actor, permit, record),
        is_overdue=record.rises_at is not None and record.rises_at <= at,
        is_unanswered=record.answer_due_at is not None and record.answer_due_at <= at,
        has_ended=record.ends_on is not None and record.ends_on < today_of(record, at),
        hands_over=lambda: hands_over_soon(actor, acting_unit(record).id, at),
    )


def waits_for_answer(record: Measure) -> bool:
    """Whether somebody else was asked and did not answer yet."""
    return record.asked_at is not None and record.answered_at is None


def is_priority_explained(record: Measure) -> bool:
    """Whether the priority follows from class or severity, or somebody said why it does not."""
    differs = needs_reason(record.priority, risk_class=record.risk_class, severity=record.severity)
    return not differs or bool(record.priority_reason.strip())


def alarp_missing(record: Measure) -> tuple[str, ...]:
    """The fields that are empty of why no more is done, by the class that stays."""
    said = {name: getattr(record, name) for name in RECORD}
    return missing_in_record(stays=record.expected_residual or record.risk_class, said=said)


def _answers(actor: Actor, record: Measure) -> bool:
    """A unit answers for itself, or who is above it; of a party outside who manages it writes it down."""
    units = {acting_unit(record).id, *([record.unit_id] if record.asked_party else [])}
    return any(manages_measures_of(actor, one) for one in units)


def _refusing(needs: Callable[[MeasureFacts], str]) -> Guard:
    def guard(facts: MeasureFacts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


def _alarp(facts: MeasureFacts) -> Refusal | None:
    code = steps.why_no_alarp(facts)
    return Refusal(code, said_missing(facts.alarp_missing)) if code else None


GUARDS: Mapping[str, Guard] = {
    "is_justified": _refusing(steps.why_not_justified),
    "ppe_has_end": _refusing(steps.why_no_end),
    "protects_persons": _refusing(steps.why_no_limit),
    "priority_explained": _refusing(steps.why_no_priority),
    "has_alarp": _alarp,
    "is_answered": _refusing(steps.why_not_answered),
    "goes_on": _refusing(steps.why_not_on),
    "has_owner": _refusing(steps.why_no_owner),
    "not_own_work": _refusing(steps.why_not_verified),
    "is_first_time": _refusing(steps.why_not_first),
    "is_a_level_up": _refusing(steps.why_not_put_off_again),
    "cancelled_by_who_may": _refusing(steps.why_not_cancelled),
    "nobody_asked": _refusing(steps.why_not_asked),
    "manages_unit": _refusing(partial(steps.why_not_for_unit, permit=MANAGE)),
    "not_merely_asked_to_manage": _refusing(partial(steps.why_not_while_asked, permit=MANAGE)),
    "not_merely_asked_to_decide": _refusing(partial(steps.why_not_while_asked, permit=DECIDE)),
    "not_merely_asked_to_do": _refusing(partial(steps.why_not_while_asked, permit=CARRY_OUT)),
    "speaks_for_asked": _refusing(steps.why_no_answer),
    "is_overdue": _refusing(steps.why_no_rise),
    "is_unanswered": _refusing(steps.why_no_climb),
    "has_ended": _refusing(steps.why_not_ended),
    "stays_in_command": _refusing(steps.why_hands_over),
}
