"""Everything that a paper of an assessment tells, as far as its reader reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from baken.core.access import Actor, may
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.assessments.permits import DECIDE, WORK
from baken.rooms.assessments.queries.reviews import scopes_by_hazard
from baken.rooms.assessments.queries.shown import Inside, inside_of, needed_scopes
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.assessments.rules import scopes_needed
from baken.rooms.consultation.permits import READ as READ_CONSULTATIONS
from baken.rooms.consultation.queries.bodies import body_names
from baken.rooms.consultation.queries.subjects import consultations_about
from baken.rooms.org.queries import persons_named, posts_by_permit, tree
from baken.rooms.sheets.permits import READ as READ_SHEET
from baken.rooms.sheets.queries.copy import content_of

FROZEN = "frozen"
# Until the evaluation is done everybody scores by themselves, so that nothing of it goes round.
BLIND = ("draft", "in_inventory", "in_evaluation")


@dataclass(frozen=True)
class Asked:
    """A consultation about an assessment, with the name of the body that was asked."""

    record: Any
    body: str


@dataclass(frozen=True)
class Told:
    """What a paper of one assessment tells a reader on a day.

    ``content`` is the frozen copy of the sheet, or what that would be now; empty for who may not read
    the sheet while it is filled in. ``earlier`` is the reference of the one it replaces. ``posts`` are
    those who decide and those who make assessments there, by permit. ``address`` is the whole address of
    its page.
    """

    record: Assessment
    day: date
    language: str
    inside: Inside
    content: Mapping[str, Any]
    consulted: Sequence[Asked]
    names: Mapping[UUID, str]
    needed: frozenset[str]
    earlier: str
    posts: Mapping[str, Sequence[str]]
    address: str

    @property
    def is_frozen(self) -> bool:
        """Whether its answers are those of the frozen copy."""
        return bool(self.inside.sheet.state == FROZEN)

    @property
    def is_blind(self) -> bool:
        """Whether scores are not told yet."""
        return self.record.state in BLIND

    def name(self, person: UUID | None) -> str:
        """What a person is called; nothing of nobody."""
        return self.names.get(person, "") if person else ""

    def risk_of(self, one: AssessmentFinding) -> Mapping[str, Any]:
        """What the sheet holds of the risk of a finding; nothing for who does not read the sheet."""
        return self._risks.get((one.key, one.repetition, one.nth), {})

    @cached_property
    def _risks(self) -> dict[tuple[str, str, int], Mapping[str, Any]]:
        found = self.content.get("risks", ())
        return {(one["key"], one["repetition"], one["nth"]): one for one in found}


def told_of(*, actor: Actor, record: Assessment, language: str, address: str, at: datetime) -> Told:
    """What is told of an assessment that was read through the guard; as many queries however long it is."""
    inside = inside_of(actor, record)
    reads = inside.sheet.state == FROZEN or may(actor, READ_SHEET, inside.sheet)
    unit = tree().by_id[record.unit_id]
    content = content_of(inside.sheet) if reads else {}
    return Told(
        record=record,
        day=day_of(record, at),
        language=language,
        inside=inside,
        content=content,
        consulted=_consulted(actor, record),
        names=persons_named(_people(record, inside)),
        needed=_needed(record, inside, content),
        earlier=_earlier(actor, record),
        posts=posts_by_permit((DECIDE, WORK), unit, language),
        address=address,
    )


def _needed(record: Assessment, inside: Inside, content: Mapping[str, Any]) -> frozenset[str]:
    """The fields in which it must be reviewed: by all its hazards, not only those of risks one reads."""
    if not content:
        return needed_scopes(record, inside)
    groups = {str(one.get("hazard") or "").partition(".")[0] for one in content["risks"]}
    return scopes_needed(groups - {""}, scopes_by_hazard(), record.scopes)


def _consulted(actor: Actor, record: Assessment) -> list[Asked]:
    found = consultations_about(actor, record) if actor.holds(READ_CONSULTATIONS) else []
    bodies = body_names(found)
    return [Asked(one, bodies[one.pk]) for one in found]


def _people(record: Assessment, inside: Inside) -> set[UUID | None]:
    measures = [one for found in inside.measures.values() for one in found]
    return {
        record.begun_by,
        record.decided_by,
        *(one.by for one in inside.reviews),
        *(one.by for one in inside.basis),
        *(one.owner for one in inside.follow_ups),
        *(one.owner for one in measures),
        *(one.verifier for one in measures),
    }


def _earlier(actor: Actor, record: Assessment) -> str:
    if record.earlier_id is None:
        return ""
    rows: Any = Assessment.objects.visible_to(actor, Assessment.read_permit)
    return rows.filter(pk=record.earlier_id).values_list("ref", flat=True).first() or ""
