"""Recommendations over HTTP: list, read, enter, and every step with the refusals of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.api.schemas import IdempotencyHeader
from baken.rooms.measures.actions.add_recommendation_file import add_recommendation_file
from baken.rooms.measures.actions.receive_once import receive_once
from baken.rooms.measures.actions.take_recommendation_step import take_recommendation_step
from baken.rooms.measures.api.recommendation_filters import RecommendationQuery
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import READ_RECOMMENDATION, RECEIVE
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.recommendation_thread import title_of_recommendation_code
from baken.rooms.measures.queries.recommendations import recommendations_page
from baken.rooms.measures.schemas.recommendation import (
    RecommendationBody,
    RecommendationOut,
    RecommendationPage,
    recommendation_out,
)
from baken.rooms.notices.actions import mark_seen

router = Router()
ABOUT_STEPS = (
    "`appreciate` and `own` take the id of a person who heads the addressee or leads a unit above it of"
    " the level for it. `assess`, `close` and `reopen` are for who stands for the source alone."
    " `assess` and `plan` say what was seen."
)


@router.get("/recommendations", response=RecommendationPage, operation_id="recommendations")
@endpoint(permit=READ_RECOMMENDATION, root=Recommendation)
def recommendations(request: HttpRequest, asked: Query[RecommendationQuery]) -> RecommendationPage:
    """Recommendations within your reach, newest first."""
    page = recommendations_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=asked.narrow(request.at),  # type: ignore[attr-defined]
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = [recommendation_out(one) for one in page.items]
    return RecommendationPage(items=items, next=page.next_cursor or None)


@router.post(
    "/recommendations", response={201: RecommendationOut}, operation_id="receive_recommendation"
)
@endpoint(permit=RECEIVE)
def receive(
    request: HttpRequest,
    response: HttpResponse,
    payload: RecommendationBody,
    key: IdempotencyHeader = "",
) -> object:
    """Enter a recommendation of a source that you stand for; the central office enters any.

    The same `Idempotency-Key` twice is one recommendation and one answer; with another body it is 409.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    made = receive_once(actor=actor, fields=payload.described(), at=at, key=key)
    response["Location"] = f"/api/v1/recommendations/{made.ref}"
    return Status(201, recommendation_out(made))


@router.get("/recommendations/{ref}", response=RecommendationOut, operation_id="recommendation")
@endpoint(permit=READ_RECOMMENDATION, root=Recommendation)
def recommendation(request: HttpRequest, record: Recommendation) -> RecommendationOut:
    """One recommendation, by reference number or UUID; outside your reach 404."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return recommendation_out(record)


add_record_endpoints(
    router,
    RecordKind(
        name="recommendation",
        collection="recommendations",
        root=Recommendation,
        permit=READ_RECOMMENDATION,
        answer=lambda _request, record: recommendation_out(record),
        answer_schema=RecommendationOut,
        take_step=take_recommendation_step,
        add_file=add_recommendation_file,
        choices_of=items_of,
        title_of=title_of_recommendation_code,
        hidden=lambda _actor, _record: frozenset({"repeats", "repeated_by"}),
        about_steps=ABOUT_STEPS,
    ),
)
