"""Everything that a paper of an assessment tells, as far as its reader reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from baken.core.access import Actor, may
from baken.rooms.assessments.models import Assessment, AssessmentFinding, AssessmentReview
from baken.rooms.assessments.permits import DECIDE, WORK
from baken.rooms.assessments.queries.shown import Inside, inside_of, needed_scopes
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.consultation.permits import READ as READ_CONSULTATIONS
from baken.rooms.consultation.queries.bodies import body_names
from baken.rooms.consultation.queries.subjects import consultations_about
from baken.rooms.measures.rules.states import GIVEN_UP
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
class Outlined:
    """A measure of the plan of which its reader is told what is done, how it stands and by when; no more."""

    title: str
    state: str
    due_on: date | None
    ref: str = ""
    description: str = ""
    interim: str = ""
    control_level: str = ""
    owner: UUID | None = None
    start_on: date | None = None
    budget_cents: int | None = None
    budget_source: str = ""
    success_criterion: str = ""
    verification_method: str = ""
    verifier: UUID | None = None
    verified_at: datetime | None = None


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

    @property
    def counting(self) -> list[AssessmentReview]:
        """The reviews since it was last sent back: what was judged before is judged anew."""
        return [one for one in self.inside.reviews if one.pk in self.inside.counting]

    def measures_of(self, one: AssessmentFinding) -> list[Any]:
        """The plan about a finding, without what was given up: measures that one reads, then outlines.

        Of a measure about several findings it is the same object each time.
        """
        read = self.inside.measures.get(one.risk_number, ())
        told = [*read, *self._outlined.get(one.risk_number, ())]
        return [each for each in told if each.state != GIVEN_UP]

    @cached_property
    def _outlined(self) -> dict[int, list[Outlined]]:
        made = {
            id(line): Outlined(line.title, line.state, line.due_on)
            for lines in self.inside.plan.values()
            for line in lines
        }
        return {key: [made[id(one)] for one in lines] for key, lines in self.inside.plan.items()}

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
        needed=needed_scopes(record, inside),
        earlier=_earlier(actor, record),
        posts=posts_by_permit((DECIDE, WORK), unit, language),
        address=address,
    )


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
        *(one.owner for one in inside.conditions),
        *(one.owner for one in measures),
        *(one.verifier for one in measures),
    }


def _earlier(actor: Actor, record: Assessment) -> str:
    if record.earlier_id is None:
        return ""
    rows: Any = Assessment.objects.visible_to(actor, Assessment.read_permit)
    return rows.filter(pk=record.earlier_id).values_list("ref", flat=True).first() or ""
