"""The picture of a unit over HTTP."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from baken.core.api.endpoints import endpoint
from baken.core.questions import unit_figures
from baken.rooms.insight.queries import picture_of
from baken.rooms.insight.schemas import Picture, figure_out, picture_out
from baken.rooms.org.api.asked import unit_at
from baken.rooms.org.api.units import unit_out
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import tree

router = Router()
routers: tuple[tuple[str, Router], ...] = (("Pictures", router),)


@router.get("/units/{code}/picture", response=Picture, operation_id="unit_picture")
@endpoint(permit=READ_UNIT)
def picture(request: HttpRequest, code: str) -> Picture:
    """How a unit and all below it stand, as far as you may see; each level drills down to the next.

    Counts are by class and are never added up over classes. Null is unknown, never zero.
    """
    found = unit_at(code)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    figures = [figure_out(one) for one in unit_figures.ask(actor, found, at)]
    return picture_out(picture_of(actor, found, at), unit_out(found, tree()), figures)
