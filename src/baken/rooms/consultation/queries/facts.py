"""Gathers what the guards of a step look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from baken.core.access import Actor, may
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.consultation import rules
from baken.rooms.consultation.models import (
    Consultation,
    ConsultationCondition,
    ConsultationStep,
)
from baken.rooms.consultation.permits import ASK
from baken.rooms.consultation.queries.bodies import speakers_of
from baken.rooms.consultation.queries.subjects import standing_of
from baken.rooms.consultation.queries.terms import day_at, end_of_day
from baken.rooms.consultation.rules import Facts
from baken.rooms.consultation.texts import REFUSALS
from baken.rooms.org.queries import tree

WRITING = tuple(f"consultation.consultation.{done}" for done in ("drafted", "revised", "asked"))


def consultation_facts(record: Consultation, actor: Actor, at: datetime) -> Facts:
    """The facts about one consultation that its guards decide on."""
    speakers, authors = {one.person for one in speakers_of(record, at)}, authors_of(record)
    # Of the body's own day, whatever else is due.
    is_over = end_of_day(record.body_unit_id, record.due_on) <= at
    return Facts(
        asks=asks_for(actor, record),
        speaks=actor.is_system or actor.person in speakers,
        speaks_for_body=actor.person in speakers,
        asked_it=actor.person in authors,
        has_speakers=bool(speakers - authors - {actor.person}),
        body_exists=not tree().by_id[record.body_unit_id].is_dissolved,
        subject_open=record.state != "draft" or _can_be_asked_about(record),
        term_ahead=not is_over,
        term_over=is_over,
        told_of_term=record.passed_at is not None,
        is_proposed=record.proposed_on is not None,
        proposal_ahead=_is_ahead(record, at),
        is_extended=record.extended_from is not None,
        outcome=record.outcome,
        is_replied=bool(record.reply),
        open_conditions=sum(1 for one in conditions_of(record) if one.standing == rules.OPEN),
    )


def authors_of(record: Consultation) -> set[UUID]:
    """Who drafted, revised or asked a consultation that was read through the guard; all of them.

    ``asker`` names the last of them alone.
    """
    rows = ConsultationStep.objects.of(record).filter(code__in=WRITING, actor__isnull=False)
    authors = set(rows.values_list("actor", flat=True))
    return authors | {record.asker} if record.asker else authors


def _can_be_asked_about(record: Consultation) -> bool:
    standing = standing_of(record)
    return standing is not None and standing.can_be_asked


def _is_ahead(record: Consultation, at: datetime) -> bool:
    """Whether the day that the body asked for can still be given."""
    until, today = record.proposed_on, day_at(record.body_unit_id, at)
    return until is not None and not rules.extension_problem(until, record.due_on, today)


def asks_for(actor: Actor, record: Consultation) -> bool:
    """Whether somebody may ask for the unit that asks; the unit of the body does not count."""
    side = Consultation(unit=record.unit, confidentiality=record.confidentiality)
    return actor.is_system or may(actor, ASK, side)


def conditions_of(record: Consultation) -> list[ConsultationCondition]:
    """The conditions of a consultation that was read through the guard, in their order."""
    return list(ConsultationCondition.objects.of(record).order_by("nth"))


def _refusing(needs: Callable[[Facts], str]) -> Guard:
    def guard(facts: Facts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


GUARDS: Mapping[str, Guard] = {
    "asks_for_unit": _refusing(rules.needs_asking_side),
    "speaks_for_body": _refusing(rules.needs_speaking),
    "body_can_answer": _refusing(rules.needs_speakers),
    "subject_is_open": _refusing(rules.needs_open_subject),
    "term_is_ahead": _refusing(rules.needs_term_ahead),
    "was_not_extended": _refusing(rules.needs_first_extension),
    "more_time_was_asked": _refusing(rules.needs_proposal),
    "proposal_is_ahead": _refusing(rules.needs_proposal_ahead),
    "term_is_over": _refusing(rules.needs_term_over),
    "term_passed_untold": _refusing(rules.needs_untold_term),
    "has_open_condition": _refusing(rules.needs_open_condition),
    "is_replied_to": _refusing(rules.needs_reply),
    "conditions_are_noted": _refusing(rules.needs_settled),
}
