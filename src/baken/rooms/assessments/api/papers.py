"""Papers of an assessment over HTTP; they are marked and written down like those made in the browser."""

from __future__ import annotations

from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.schemas import Body
from baken.core.export.make import LONGEST_PURPOSE
from baken.core.files.serve import made_answer
from baken.core.page.addresses import public_address, record_address
from baken.core.page.pdf import NoPdf
from baken.rooms.assessments.exports.papers import MEDIA_TYPES, Order, make_paper
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.org.queries import person_of_account

router = Router()
_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, as an attachment; its name tells what it is, its day and marking.",
            "content": {
                one: {"schema": {"type": "string", "format": "binary"}}
                for one in MEDIA_TYPES.values()
            },
        }
    }
}


class PaperBody(Body):
    """Which paper, as which kind of file, and what for."""

    paper: Literal["report_rie", "action_plan", "brief_card"] = "report_rie"
    format: Literal["pdf", "docx", "xlsx"] = Field(
        "pdf", description="The card comes as PDF, the report also as DOCX, the plan also as XLSX."
    )
    purpose: str = Field(
        "",
        max_length=LONGEST_PURPOSE,
        description="Needed when the assessment is sensitive or restricted.",
    )


@router.post("/assessments/{ref}/papers", operation_id="assessment_paper", openapi_extra=_FILE)
@endpoint(permit=READ, root=Assessment)
def paper(request: HttpRequest, record: Assessment, payload: PaperBody) -> FileResponse:
    """The report, the plan of action or the card for the notice board, in the language of the request."""
    actor = request.actor  # type: ignore[attr-defined]
    address = public_address(record_address(record), request)
    order = Order(payload.paper, payload.format, payload.purpose, get_language() or "nl", address)
    try:
        made = make_paper(
            actor=actor,
            holder=person_of_account(actor.account),
            record=record,
            order=order,
            at=request.at,  # type: ignore[attr-defined]
        )
    except NoPdf:
        told = _("This installation cannot make PDF. Ask for another format.")
        raise ApiProblem(409, told) from None
    return made_answer(made)
