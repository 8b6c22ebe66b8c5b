"""From an occurrence to a barrier over HTTP."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import Body
from baken.rooms.register.queries.barriers_of import barriers_of
from baken.rooms.reports.actions.name_barrier import name_barrier
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE

router = Router()


class BarrierBody(Body):
    """What an occurrence shows of which barrier."""

    bow_tie: str = Field(max_length=20, description="The reference number of the bow-tie.")
    barrier: str = Field(max_length=10, description="The code of the barrier in it, such as b3.")
    showed: str = Field(max_length=20, description="named, worked_in_part, failed or held.")
    words: str = Field(max_length=5_000, description="What was seen; no names.")


class KnownBarrier(BaseModel):
    """A barrier of a risk that an occurrence is tied to, with how it stands."""

    bow_tie: str
    barrier: str
    text: str
    critical: bool
    status: str


class KnownBarriers(BaseModel):
    """Barriers within your reach."""

    items: list[KnownBarrier]


class NamedOut(BaseModel):
    """What was noted at which barrier, and how it stands now."""

    occurrence: str
    bow_tie: str
    barrier: str


@router.get(
    "/occurrences/{ref}/barriers", response=KnownBarriers, operation_id="barriers_of_occurrence"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def known(request: HttpRequest, record: Occurrence) -> KnownBarriers:
    """The barriers that hold back the risks to which an occurrence is tied."""
    found = barriers_of(request.actor, record)  # type: ignore[attr-defined]
    return KnownBarriers(
        items=[
            KnownBarrier(
                bow_tie=one.record.ref,
                barrier=one.code,
                text=one.text,
                critical=one.critical,
                status=one.status,
            )
            for one in found
        ]
    )


@router.post(
    "/occurrences/{ref}/barriers", response=NamedOut, operation_id="name_barrier_of_occurrence"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def name(request: HttpRequest, record: Occurrence, payload: BarrierBody) -> NamedOut:
    """Say what an occurrence shows of a barrier, for who handles it; each thing is said once of a barrier.

    That a barrier worked in part or failed is a signal that something is wrong with it, that it held is
    evidence that it works: of more than a name it takes who manages the bow-tie too.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    fresh = name_barrier(actor=actor, occurrence=record, at=at, **payload.model_dump())
    return NamedOut(occurrence=record.ref, bow_tie=fresh.ref, barrier=payload.barrier)
