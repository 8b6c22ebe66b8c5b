"""Who sees a record and why, over HTTP; keeping somebody away, giving a case, releasing a name."""

from __future__ import annotations

from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.access.roles import role_label
from baken.core.api.auth import must_sign
from baken.core.api.endpoints import endpoint
from baken.core.api.queries import Day, DayQuery
from baken.core.api.schemas import Body
from baken.rooms.org.actions import end_case, give_case, keep_away, lift_conflict
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries import Tied, person_meant, person_of_actor, person_with_id, ties_of
from baken.rooms.reports.actions.release_identity import end_release, release_identity
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.access import (
    exists_since,
    onlookers_on,
    rights_on,
    why_not_in_full,
)
from baken.rooms.reports.queries.identity import looks_at, releases_of

router = Router()


class HeldRightOut(BaseModel):
    """A right one can have on the record: whether you have it, why, and which posts do."""

    permit: str
    meaning: str
    allowed: bool
    why: str
    who: list[str]


class OnlookerOut(BaseModel):
    """Somebody who could see the record in full on the day, and by which post or case."""

    name: str
    role: str
    label: str
    unit: str | None
    kind: str = Field(description="`permanent`, `acting`, `delegate` or `case`.")


class LookOut(BaseModel):
    """One look at who reported."""

    by: str
    at: datetime
    ground: str


class TieOut(BaseModel):
    """Somebody who has the record as a case, or is kept away from it, today."""

    person: str = Field(description="Personnel number.")
    name: str
    role: str = Field(description="Of a case: in which role. Of a conflict: empty.")
    from_on: date
    until: date | None
    by: str = Field(description="Who noted it.")
    ground: str
    here: bool = Field(
        description="Noted on this record; else on the occurrence that it belongs to, and ended there."
    )


class ReleaseOut(BaseModel):
    """One release of who reported, running or over."""

    id: UUID
    to: str | None = Field(description="Name; for the reporter nothing.")
    post: str = Field(description="By which post they could use it; empty of older ones.")
    by: str | None = Field(description="Who released it; for the reporter nothing.")
    at: datetime
    until: date = Field(description="The last day.")
    ended_at: datetime | None = Field(description="When it was ended at once; else nothing.")
    ground: str
    runs: bool


class AccessOut(BaseModel):
    """Who sees a record and why, on a day."""

    on: date
    since: date = Field(description="Since when the record exists: before it nobody could see it.")
    rights: list[HeldRightOut] = Field(description="Yours, today.")
    onlookers: list[OnlookerOut]
    looks: list[LookOut] = Field(description="Who looked up who reported, newest first.")
    releases: list[ReleaseOut] | None = Field(
        description="Of a report, for those who may look up who reported, and for its reporter."
    )
    cases: list[TieOut] | None = Field(description="For those who give out cases; else nothing.")
    kept_away: list[TieOut] | None = Field(
        description="For those who give out cases; else nothing."
    )


class ConflictBody(Body):
    """Who is too close to the record, and why; nobody named is you."""

    person: str = Field("", max_length=120, description="Personnel number, or a full name.")
    ground: str = Field(max_length=300)


class CaseBody(Body):
    """Who gets the record as a case, in which role they hold, and why."""

    person: str = Field(max_length=120, description="Personnel number, or a full name.")
    role: str = Field(max_length=40)
    until: Day | None = None
    ground: str = Field(max_length=300)


class LiftBody(Body):
    """Who need not be kept away any longer, and why."""

    person: str = Field(max_length=120, description="Personnel number, or a full name.")
    ground: str = Field(max_length=300)


class CaseEndBody(Body):
    """Whose case in which role ends, on which last day, and why; without a day it ends at once."""

    person: str = Field(max_length=120, description="Personnel number, or a full name.")
    role: str = Field(max_length=40)
    last_day: Day | None = None
    ground: str = Field(max_length=300)


class ReleaseBody(Body):
    """Who may look up who reported, until which day (at most thirty days), and why."""

    to: str = Field(max_length=120, description="Personnel number, or a full name.")
    until: Day
    ground: str = Field(max_length=300)


class ReleaseEndBody(Body):
    """Which release ends, on which earlier last day, and why; without a day it ends at once."""

    release: UUID
    last_day: Day | None = None
    ground: str = Field(max_length=300)


class TiedOut(BaseModel):
    """That it has been written down, about whom."""

    person: str
    until: date | None


def _in_full(permit: str, root: type[Any]) -> Any:
    """The guard: who reads the summary only is told why no more, and who does."""
    opened = endpoint(permit=permit, root=root, also=root.visible_with()[1:])

    def decorate(view: Any) -> Any:
        @wraps(view)
        def checked(request: HttpRequest, record: Any, **given: Any) -> Any:
            if refusal := why_not_in_full(request.actor, record):  # type: ignore[attr-defined]
                raise AccessDenied(permit, refusal)
            return view(request, record, **given)

        return opened(checked)

    return decorate


def _add_access(name: str, collection: str, root: type[Any], permit: str) -> None:
    """Give a collection who sees its records and why, with keeping away and giving a case."""
    guard, place = _in_full(permit, root), f"/{collection}/{{ref}}"

    @router.get(f"{place}/access", response=AccessOut, operation_id=f"{name}_access")
    @guard
    def access(request: HttpRequest, record: Any, asked: Query[DayQuery]) -> AccessOut:
        """Who sees the record and why; of a report also who looked up who reported it."""
        return _access(request, record, asked.on)

    @router.post(f"{place}/conflicts", response={201: TiedOut}, operation_id=f"{name}_add_conflict")
    @guard
    def conflict(request: HttpRequest, record: Any, payload: ConflictBody) -> Any:
        """Note that somebody is too close to it: they see nothing of its handling any more."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        person = person_meant(payload.person) if payload.person else person_of_actor(actor)
        if person is None:
            raise AccessDenied(GIVE_CASE)
        keep_away(actor=actor, person=person, record=record, ground=payload.ground, at=at)
        return Status(201, TiedOut(person=str(person), until=None))

    @router.post(f"{place}/cases", response={201: TiedOut}, operation_id=f"{name}_give_case")
    @guard
    def case(request: HttpRequest, record: Any, payload: CaseBody) -> Any:
        """Let somebody do with it what their role may do with its cases, or until another day."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        asked = payload.model_dump() | {"person": person_meant(payload.person)}
        made = give_case(actor=actor, record=record, at=at, **asked)
        return Status(201, TiedOut(person=str(made.record), until=made.until))


def _add_endings(name: str, collection: str, root: type[Any], permit: str) -> None:
    """Give a collection the ending of cases and the lifting of conflicts."""
    guard, place = _in_full(permit, root), f"/{collection}/{{ref}}"

    @router.post(f"{place}/cases/end", response=TiedOut, operation_id=f"{name}_end_case")
    @guard
    def end(request: HttpRequest, record: Any, payload: CaseEndBody) -> TiedOut:
        """Let somebody's case end, on a day or at once."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        asked = payload.model_dump() | {"person": person_meant(payload.person)}
        ended = end_case(actor=actor, record=record, at=at, **asked)
        return TiedOut(person=str(ended.record), until=ended.until)

    @router.post(f"{place}/conflicts/lift", response=TiedOut, operation_id=f"{name}_lift_conflict")
    @guard
    def lift(request: HttpRequest, record: Any, payload: LiftBody) -> TiedOut:
        """Let somebody who was kept away see it again; not for who noted it, or is meant."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        asked = payload.model_dump() | {"person": person_meant(payload.person)}
        lifted = lift_conflict(actor=actor, record=record, at=at, **asked)
        return TiedOut(person=str(lifted.record), until=lifted.until)


_add_access("report", "reports", Report, READ)
_add_endings("report", "reports", Report, READ)
_add_access("occurrence", "occurrences", Occurrence, READ_OCCURRENCE)
_add_endings("occurrence", "occurrences", Occurrence, READ_OCCURRENCE)


@router.post(
    "/reports/{ref}/identity/releases", response={201: TiedOut}, operation_id="release_reporter"
)
@endpoint(permit=READ, root=Report)
def release(request: HttpRequest, record: Report, payload: ReleaseBody) -> Any:
    """Let somebody look up who reported, until a day; the name itself is not told here."""
    must_sign(request)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    person = person_meant(payload.to, "to")
    asked = payload.model_dump() | {"to": person.id}
    release_identity(actor=actor, report=record, at=at, **asked)
    return Status(201, TiedOut(person=str(person), until=payload.until))


@router.post(
    "/reports/{ref}/identity/releases/end",
    response=TiedOut,
    operation_id="end_release_of_reporter",
)
@endpoint(permit=READ, root=Report)
def end_release_early(request: HttpRequest, record: Report, payload: ReleaseEndBody) -> TiedOut:
    """Let a release of who reported end, on an earlier day or at once."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    ended = end_release(actor=actor, report=record, at=at, **payload.model_dump())
    return TiedOut(person=str(person_with_id(ended.to) or ""), until=ended.until)


def _access(request: HttpRequest, record: Any, on: date | None) -> AccessOut:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    day = on or clock.local_date(at)
    looks = looks_at(record) if isinstance(record, Report) else []
    released = releases_of(actor, record, at) if isinstance(record, Report) else None
    ties = ties_of(actor=actor, record=record, at=at)
    return AccessOut(
        on=day,
        since=exists_since(record),
        rights=[HeldRightOut(**vars(one)) for one in rights_on(actor, record, at)],
        onlookers=[
            OnlookerOut(
                name=one.name,
                role=one.role,
                label=role_label(one.role),
                unit=one.unit.code if one.unit else None,
                kind=one.kind,
            )
            for one in onlookers_on(record, day)
        ],
        looks=[LookOut(by=one.by, at=one.at, ground=one.ground) for one in looks],
        releases=None if released is None else [ReleaseOut(**vars(one)) for one in released],
        cases=[_tie(one) for one in ties.cases] if ties else None,
        kept_away=[_tie(one) for one in ties.kept_away] if ties else None,
    )


def _tie(one: Tied) -> TieOut:
    return TieOut(
        person=one.person.ref,
        name=str(one.person),
        role=one.role,
        from_on=one.from_on,
        until=one.until,
        by=one.by,
        ground=one.ground,
        here=one.here,
    )
