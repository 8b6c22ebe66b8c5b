"""Posts over HTTP: who holds which, one's own, and giving, delegating and ending them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.access.roles import role_label
from baken.core.api.auth import must_sign
from baken.core.api.endpoints import endpoint
from baken.core.api.queries import Day, ListQuery
from baken.core.api.schemas import Body
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import appoint, delegate, end_appointment
from baken.rooms.org.api.asked import unit_at
from baken.rooms.org.models import Appointment, Unit
from baken.rooms.org.permits import APPOINT, READ_UNIT
from baken.rooms.org.queries import (
    appointment_numbered,
    person_meant,
    posts_of_actor,
    posts_of_unit,
    tree,
)
from baken.rooms.org.queries.appointments import is_over
from baken.rooms.org.queries.posts import ShownPost, shown_post

router = Router()

Code = Annotated[str, Field(max_length=40)]


class PostOut(BaseModel):
    """A role somebody holds on a unit, for a period."""

    id: int
    role: str
    label: str
    name: str
    unit: str
    below: bool = Field(description="With all units below it.")
    kind: str = Field(description="`permanent`, `acting` or `delegate`.")
    from_on: date
    until: date | None = Field(
        description="The real last day: of a delegation, that of its source when it ends first; the "
        "day on which it was withdrawn; before `from_on` when it never began."
    )
    withdrawn_at: datetime | None = Field(
        description="When it was ended at once, or before it began; no rights from then on."
    )
    may_act: bool = Field(
        description="On your own posts: you may delegate it, or give back what was delegated to "
        "you; else: end it."
    )
    classes: list[str] = Field(
        description="Of a delegation: the classes of risk that may be decided on by it."
    )
    contexts: list[str] = Field(description="Of a delegation: in which kinds of work.")


class PostList(BaseModel):
    """Posts, the last given first."""

    items: list[PostOut]
    next: str | None


class OwnPosts(BaseModel):
    """What you hold today, and what you delegated from it that has not ended."""

    held: list[PostOut]
    delegated: list[PostOut]


class PeriodBody(Body):
    """From when until when, both included, and why."""

    from_on: Day
    until: Day | None = None
    reason: str = Field(max_length=300)


class AppointBody(PeriodBody):
    """Who gets which role on the unit."""

    person: str = Field(max_length=120, description="Personnel number, or a full name.")
    role: str = Field(max_length=40)
    below: bool = True
    kind: str = Field("permanent", description="`permanent` or `acting`.", max_length=12)


class DelegateBody(PeriodBody):
    """Who acts in your post for a while, and where."""

    to: str = Field(max_length=120, description="Personnel number, or a full name.")
    unit: str = Field(max_length=40, description="The unit of the post, or one below it.")
    below: bool = False
    classes: list[Code] = Field(
        default_factory=list,
        max_length=20,
        description="For which classes of risk; needed when by the post one decides on risks.",
    )
    contexts: list[Code] = Field(
        default_factory=list, max_length=20, description="In which kinds of work; as `classes`."
    )


class EndBody(Body):
    """The last day of a post, and why.

    Yesterday ends it at once; a day before its first one withdraws a post that has not begun.
    """

    last_day: Day
    reason: str = Field(max_length=300)


@router.get("/units/{code}/appointments", response=PostList, operation_id="unit_appointments")
@endpoint(permit=READ_UNIT)
def posts(request: HttpRequest, code: str, asked: Query[ListQuery]) -> PostList:
    """The posts on a unit, the last given first: running, announced and past."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    page = posts_of_unit(actor, unit_at(code).id, at, asked.cursor, asked.limit)
    return PostList(items=[_out(one) for one in page.items], next=page.next_cursor or None)


@router.post("/units/{code}/appointments", response={201: PostOut}, operation_id="appoint")
@endpoint(permit=APPOINT)
def give(request: HttpRequest, response: HttpResponse, code: str, payload: AppointBody) -> Any:
    """Let somebody hold a role on a unit, within what your own posts may give."""
    must_sign(request)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    asked = payload.model_dump() | {"person": person_meant(payload.person)}
    made = appoint(actor=actor, unit=Unit.objects.get(pk=unit_at(code).id), at=at, **asked)
    return _made(response, made)


@router.get("/me/appointments", response=OwnPosts, operation_id="own_appointments")
@endpoint(permit=READ_UNIT)
def own(request: HttpRequest) -> OwnPosts:
    """Your own posts, and what you delegated from them."""
    held, delegated = posts_of_actor(request.actor, request.at)  # type: ignore[attr-defined]
    return OwnPosts(held=[_out(one) for one in held], delegated=[_out(one) for one in delegated])


@router.post(
    "/appointments/{post}/delegations", response={201: PostOut}, operation_id="delegate_appointment"
)
@endpoint(permit=READ_UNIT)
def pass_on(request: HttpRequest, response: HttpResponse, post: int, payload: DelegateBody) -> Any:
    """Let somebody act in your own post for a while: never wider, never longer."""
    must_sign(request)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    unit = tree().find(payload.unit)
    if unit is None:
        raise FieldsRefused({"unit": _("There is no unit with this code.")})
    asked = payload.model_dump() | {
        "to": person_meant(payload.to, "to"),
        "unit": Unit.objects.get(pk=unit.id),
    }
    made = delegate(actor=actor, source=_found(post), at=at, **asked)
    return _made(response, made)


@router.post("/appointments/{post}/end", response=PostOut, operation_id="end_appointment")
@endpoint(permit=READ_UNIT)
def end(request: HttpRequest, post: int, payload: EndBody) -> PostOut:
    """Let a post end: for who could give it, who delegated it, and whom it was delegated to."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = _found(post)
    asked = payload.model_dump()
    ended = end_appointment(actor=actor, appointment=found, at=at, **asked)
    return _out(shown_post(ended, not is_over(ended, clock.local_date(at))))


def _found(number: int) -> Appointment:
    found = appointment_numbered(number)
    if found is None:
        raise Http404
    return found


def _made(response: HttpResponse, made: Appointment) -> Any:
    shown = _out(shown_post(made, True))
    response["Location"] = f"/api/v1/units/{shown.unit}/appointments"
    return Status(201, shown)


def _out(post: ShownPost) -> PostOut:
    return PostOut(
        id=post.number,
        role=post.role,
        label=role_label(post.role),
        name=post.name,
        unit=post.unit.code,
        below=post.below,
        kind=post.kind,
        from_on=post.from_on,
        until=post.until,
        withdrawn_at=post.withdrawn_at,
        may_act=post.may_act,
        classes=list(post.classes),
        contexts=list(post.contexts),
    )
