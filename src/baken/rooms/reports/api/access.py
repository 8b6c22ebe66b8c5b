"""Who sees a record and why, over HTTP; keeping somebody away, giving a case, releasing a name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.access.roles import role_label
from baken.core.api.endpoints import endpoint
from baken.core.api.queries import Day, DayQuery
from baken.core.api.schemas import Body
from baken.rooms.org.actions import give_case, keep_away
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries import person_meant, person_of_actor
from baken.rooms.reports.actions.release_identity import release_identity
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.access import onlookers_on, rights_on
from baken.rooms.reports.queries.identity import looks_at

router = Router()


class RightOut(BaseModel):
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


class AccessOut(BaseModel):
    """Who sees a record and why, on a day."""

    on: date
    rights: list[RightOut] = Field(description="Yours, today.")
    onlookers: list[OnlookerOut]
    looks: list[LookOut] = Field(description="Who looked up who reported, newest first.")


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


class ReleaseBody(Body):
    """Who may look up who reported, until which day (at most thirty days), and why."""

    to: str = Field(max_length=120, description="Personnel number, or a full name.")
    until: Day
    ground: str = Field(max_length=300)


class TiedOut(BaseModel):
    """That it has been written down, about whom."""

    person: str
    until: date | None


def _add_access(name: str, collection: str, root: type[Any], permit: str) -> None:
    """Give a collection who sees its records and why, with keeping away and giving a case."""
    guard, place = endpoint(permit=permit, root=root), f"/{collection}/{{ref}}"

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
        """Let somebody do with it what their role may do with its cases."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        asked = payload.model_dump() | {"person": person_meant(payload.person)}
        made = give_case(actor=actor, record=record, at=at, **asked)
        return Status(201, TiedOut(person=str(made.record), until=made.until))


_add_access("report", "reports", Report, READ)
_add_access("occurrence", "occurrences", Occurrence, READ_OCCURRENCE)


@router.post(
    "/reports/{ref}/identity/releases", response={201: TiedOut}, operation_id="release_reporter"
)
@endpoint(permit=READ, root=Report)
def release(request: HttpRequest, record: Report, payload: ReleaseBody) -> Any:
    """Let somebody look up who reported, until a day; the name itself is not told here."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    person = person_meant(payload.to, "to")
    asked = payload.model_dump() | {"to": person.id}
    release_identity(actor=actor, report=record, at=at, **asked)
    return Status(201, TiedOut(person=str(person), until=payload.until))


def _access(request: HttpRequest, record: Any, on: date | None) -> AccessOut:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    day = on or clock.local_date(at)
    looks = looks_at(record) if isinstance(record, Report) else []
    return AccessOut(
        on=day,
        rights=[RightOut(**vars(one)) for one in rights_on(actor, record)],
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
    )
