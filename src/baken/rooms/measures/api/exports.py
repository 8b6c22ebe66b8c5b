"""Measures, recommendations and small purchases as files over HTTP, marked and recorded as always."""

from __future__ import annotations

from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.schemas import Body
from baken.core.export.formats import FORMATS
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.make import LONGEST_PURPOSE, make_export
from baken.core.files.serve import made_answer
from baken.rooms.measures.api.filters import MeasureQuery
from baken.rooms.measures.api.purchase_filters import PurchaseQuery
from baken.rooms.measures.api.recommendation_filters import RecommendationQuery
from baken.rooms.measures.exports import MEASURES, MOST_ROWS
from baken.rooms.measures.exports.purchases import PURCHASES
from baken.rooms.measures.exports.recommendations import RECOMMENDATIONS
from baken.rooms.measures.models import Measure, Purchase, Recommendation
from baken.rooms.measures.permits import EXPORT, EXPORT_PURCHASE, EXPORT_RECOMMENDATION
from baken.rooms.org.queries import person_of_account

router = Router()
PAGING = ("limit", "cursor")
_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, as an attachment; its name tells kind, day and marking.",
            "content": {
                one.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for one in FORMATS.values()
            },
        }
    }
}


class MeasureExportBody(Body):
    """Which kind of file, and what for."""

    format: Literal["csv", "xlsx", "jsonl"] = "csv"
    purpose: str = Field(
        "",
        max_length=LONGEST_PURPOSE,
        description="Needed when sensitive or restricted records are among them.",
    )


@router.post("/exports/measures", operation_id="export_measures", openapi_extra=_FILE)
@endpoint(permit=EXPORT, root=Measure)
def measures(
    request: HttpRequest, asked: Query[MeasureQuery], payload: MeasureExportBody
) -> FileResponse:
    """All measures you may read and export, filtered as the list of measures, as one file."""
    return _file(request, asked, payload, MEASURES)


@router.post("/exports/recommendations", operation_id="export_recommendations", openapi_extra=_FILE)
@endpoint(permit=EXPORT_RECOMMENDATION, root=Recommendation)
def recommendations(
    request: HttpRequest, asked: Query[RecommendationQuery], payload: MeasureExportBody
) -> FileResponse:
    """All recommendations you may read and export, filtered as their list, as one file."""
    return _file(request, asked, payload, RECOMMENDATIONS)


@router.post("/exports/purchases", operation_id="export_purchases", openapi_extra=_FILE)
@endpoint(permit=EXPORT_PURCHASE, root=Purchase)
def purchases(
    request: HttpRequest, asked: Query[PurchaseQuery], payload: MeasureExportBody
) -> FileResponse:
    """All small purchases you may read and export, filtered as their list, as one file."""
    return _file(request, asked, payload, PURCHASES)


def _file(
    request: HttpRequest,
    asked: MeasureQuery | PurchaseQuery | RecommendationQuery,
    payload: MeasureExportBody,
    kind: ExportKind,
) -> FileResponse:
    wrong = {name: _("A file holds everything.") for name in PAGING if name in request.GET}
    if wrong:
        raise ApiProblem(400, _("This list has no such filter."), wrong)
    told = tuple((name, str(value)) for name, value in request.GET.items() if value)
    made = make_export(
        actor=request.actor,  # type: ignore[attr-defined]
        holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
        kind=kind,
        form=payload.format,
        at=request.at,  # type: ignore[attr-defined]
        ask=Ask(asked.narrow(request.at), asked.words(), filters=told),  # type: ignore[attr-defined]
        purpose=payload.purpose,
        most=MOST_ROWS,
    )
    return made_answer(made)
