"""Filling in a sheet over HTTP: answers, choices between two, repetitions, scores, versions, the copy."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.rooms.sheets.actions import (
    NewAnswer,
    add_repetition,
    answer_questions,
    end_repetition,
    move_sheet,
    score_risk,
    settle_answer,
)
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import FILL, READ, SCORE
from baken.rooms.sheets.queries.copy import copy_of
from baken.rooms.sheets.queries.filled import whole_of
from baken.rooms.sheets.rules import name_of
from baken.rooms.sheets.schemas.sheet import (
    AnswersSaved,
    FilledOut,
    MovedOut,
    RepetitionBody,
    RepetitionOut,
    RiskScoreBody,
    SettleBody,
    SheetAnswersBody,
    SheetOut,
    VersionBody,
    filled_out,
    place_of_body,
    sheets_out,
)

router = Router()


class Since(BaseModel):
    """From which change on answers are given."""

    since: int = Field(0, ge=0, lt=2**31, description="Only answers of later changes than this.")


@router.get("/sheets/{ref}/answers", response=FilledOut, operation_id="sheet_answers")
@endpoint(permit=READ, root=Sheet)
def answers(request: HttpRequest, record: Sheet, asked: Query[Since]) -> FilledOut:
    """What was filled in, what waits for a choice, and what follows from all of it."""
    actor = request.actor  # type: ignore[attr-defined]
    return filled_out(actor, record, whole_of(record), asked.since, get_language() or "nl")


@router.put("/sheets/{ref}/answers", response=AnswersSaved, operation_id="answer_sheet")
@endpoint(permit=FILL, root=Sheet, read=READ)
def answer(request: HttpRequest, record: Sheet, payload: SheetAnswersBody) -> AnswersSaved:
    """Give answers, all or none. What somebody else answered otherwise meanwhile stands beside yours."""
    saved = answer_questions(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        given=[
            NewAnswer(place_of_body(one), one.value, one.reason, one.seen)
            for one in payload.answers
        ],
        at=request.at,  # type: ignore[attr-defined]
    )
    return AnswersSaved(
        serial=saved.record.serial,
        written=[name_of(one) for one in saved.written],
        beside=[name_of(one) for one in saved.beside],
        hidden=[name_of(one) for one in saved.hidden],
    )


@router.post("/sheets/{ref}/choices", response=SheetOut, operation_id="settle_sheet_answer")
@endpoint(permit=FILL, root=Sheet, read=READ)
def settle(request: HttpRequest, record: Sheet, payload: SettleBody) -> SheetOut:
    """Choose which of several answers to a question holds."""
    actor = request.actor  # type: ignore[attr-defined]
    fresh = settle_answer(
        actor=actor,
        record=record,
        place=place_of_body(payload),
        serial=payload.serial,
        seen=payload.seen,
        at=request.at,  # type: ignore[attr-defined]
    )
    return sheets_out(actor, [fresh])[0]


@router.post(
    "/sheets/{ref}/repetitions", response={201: RepetitionOut}, operation_id="repeat_section"
)
@endpoint(permit=FILL, root=Sheet, read=READ)
def repeat(request: HttpRequest, record: Sheet, payload: RepetitionBody) -> object:
    """Fill a section in for one thing more."""
    row = add_repetition(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        section=payload.section,
        label=payload.label,
        at=request.at,  # type: ignore[attr-defined]
    )
    return Status(201, RepetitionOut(section=row.section, name=row.name, label=row.label))


@router.delete("/sheets/{ref}/repetitions/{name}", response=SheetOut, operation_id="end_repetition")
@endpoint(permit=FILL, root=Sheet, read=READ)
def end_repeat(request: HttpRequest, record: Sheet, name: str) -> SheetOut:
    """Fill a section in no longer for something. The history keeps its answers."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    fresh = end_repetition(actor=actor, record=record, name=name, at=at)
    return sheets_out(actor, [fresh])[0]


@router.put("/sheets/{ref}/scores", response=FilledOut, operation_id="score_sheet_risk")
@endpoint(permit=SCORE, root=Sheet, read=READ)
def score(request: HttpRequest, record: Sheet, payload: RiskScoreBody) -> FilledOut:
    """Give your own score of a risk that an answer brought; the worst of all scores counts."""
    actor = request.actor  # type: ignore[attr-defined]
    row = score_risk(
        actor=actor,
        record=record,
        place=place_of_body(payload),
        moment=payload.moment,
        choice=dict(payload.choice),
        argument=payload.argument,
        at=request.at,  # type: ignore[attr-defined]
    )
    fresh = row.record
    return filled_out(actor, fresh, whole_of(fresh), fresh.serial, get_language() or "nl")


@router.post("/sheets/{ref}/version", response=MovedOut, operation_id="move_sheet")
@endpoint(permit=FILL, root=Sheet, read=READ)
def move(request: HttpRequest, record: Sheet, payload: VersionBody) -> MovedOut:
    """Carry the sheet over to another version of its instrument."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    moved = move_sheet(actor=actor, record=record, version=payload.version, at=at)
    return MovedOut(
        again=[name_of(one) for one in moved.again], gone=[name_of(one) for one in moved.gone]
    )


@router.get("/sheets/{ref}/copy", response=dict[str, Any], operation_id="sheet_copy")
@endpoint(permit=READ, root=Sheet)
def copy(request: HttpRequest, record: Sheet) -> dict[str, Any]:
    """The frozen copy: a document that needs no definition to be read. 404 while it is not frozen."""
    found = copy_of(record)
    if found is None:
        raise ApiProblem(404, _("This sheet is not frozen."))
    return {"sha256": found.sha256, "made_at": found.made_at, "content": found.content}
