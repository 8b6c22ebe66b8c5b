"""How the units that share a risk rate it, over HTTP; a unit rates it with the step ``rate_locally``."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import ListQuery
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.local_ratings import ratings_page, shared_of
from baken.rooms.register.schemas.local_ratings import LocalRatingPage, rating_out, stand_of

router = Router()


@router.get(
    "/risks/{ref}/local-ratings", response=LocalRatingPage, operation_id="risk_local_ratings"
)
@endpoint(permit=READ, root=Risk)
def ratings(request: HttpRequest, record: Risk, asked: Query[ListQuery]) -> LocalRatingPage:
    """What every unit that shares the risk found of it, newest first, and the worst of them now."""
    page = ratings_page(record, cursor=asked.cursor, limit=asked.limit)
    found = shared_of(request.actor, record)  # type: ignore[attr-defined]
    return LocalRatingPage(
        items=[rating_out(row) for row in page.items],
        next=page.next_cursor or None,
        **stand_of(found),
    )
