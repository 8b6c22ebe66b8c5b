"""The weighing sheet over HTTP: the same as its page tells."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from baken.core.api.endpoints import endpoint
from baken.core.workflow.available import available_steps
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.weighing import weighing_of
from baken.rooms.register.schemas.weighing import WeighingOut, weighing_out
from baken.rooms.register.workflow.weighing import ON_THE_SHEET

router = Router()


@router.get("/risks/{ref}/weighing", response=WeighingOut, operation_id="risk_weighing")
@endpoint(permit=READ, root=Risk)
def weighing(request: HttpRequest, record: Risk) -> WeighingOut:
    """What is weighed before somebody decides: question, options, advice, and what is in your power."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    steps = available_steps(record=record, actor=actor, at=at)
    shown = [one for one in steps if one.name in ON_THE_SHEET]
    return weighing_out(weighing_of(actor, record, at), shown)
