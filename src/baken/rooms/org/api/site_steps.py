"""What happens to a site over HTTP: its history, what can happen now, and one step."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import ListQuery
from baken.core.api.records import StepsKind, history_page, steps_now
from baken.core.api.schemas import AvailableSteps, HistoryPage, StepBody
from baken.rooms.org.actions.site_steps import take_site_step
from baken.rooms.org.api.sites import SiteDetail, site_at, site_out
from baken.rooms.org.models import Site
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.texts import title_of_code

router = Router()
KIND = StepsKind(root=Site, choices_of=codes_of, title_of=title_of_code)


@router.get("/sites/{site}/steps", response=HistoryPage, operation_id="site_history")
@endpoint(permit=READ_UNIT)
def history(request: HttpRequest, site: str, asked: Query[ListQuery]) -> HistoryPage:
    """What became of the site: every step, oldest first."""
    actor = request.actor  # type: ignore[attr-defined]
    return history_page(KIND, actor, site_at(actor, site), asked)


@router.get(
    "/sites/{site}/available-steps", response=AvailableSteps, operation_id="site_available_steps"
)
@endpoint(permit=READ_UNIT)
def available(request: HttpRequest, site: str) -> AvailableSteps:
    """What can happen to the site now: each step with its fields, allowed or the reasons why not."""
    return steps_now(KIND, request, site_at(request.actor, site))  # type: ignore[attr-defined]


@router.post("/sites/{site}/steps", response=SiteDetail, operation_id="site_take_step")
@endpoint(permit=READ_UNIT)
def take(request: HttpRequest, site: str, payload: StepBody) -> SiteDetail:
    """Give the site to another unit, from today on.

    `hand_over` is for whoever manages the equipment of the present holder, `assign` for whoever
    manages the organisation. The new holder reads, as host of other units, what is about the site;
    the former one does no more.
    """
    actor = request.actor  # type: ignore[attr-defined]
    fresh = take_site_step(
        actor=actor,
        site=site_at(actor, site),
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
    )
    return site_out(actor, fresh)
