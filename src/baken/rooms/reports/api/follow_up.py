"""The questions that follow on a report, over HTTP: which there are, and what was answered."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from baken.core.api.endpoints import endpoint, public_endpoint
from baken.rooms.library.schemas.follow_up import question_sets
from baken.rooms.reports.actions.answer_questions import answer_questions
from baken.rooms.reports.api.intake import BY_CODE, opened_by
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.queries.follow_up import answers_of
from baken.rooms.reports.schemas.follow_up import (
    AnswerList,
    AnswersBody,
    CodeAnswersBody,
    QuestionSetList,
    answer_list,
    question_set_out,
)

router = Router()
public = Router(auth=None)


@public.get("/follow-up-questions", response=QuestionSetList, operation_id="follow_up_questions")
@public_endpoint(reason="the questions are the same for everybody and tell of no report")
def questions(request: HttpRequest) -> QuestionSetList:
    """The questions that may follow on a report, by subject; nobody has to answer them."""
    return QuestionSetList(items=[question_set_out(one) for one in question_sets().values()])


@router.get("/reports/{ref}/answers", response=AnswerList, operation_id="report_answers")
@endpoint(permit=READ, root=Report)
def answers(request: HttpRequest, record: Report) -> AnswerList:
    """What was answered about a report, the newest answer to each question."""
    return answer_list(answers_of(record))


@router.post(
    "/reports/{ref}/answers", response={201: AnswerList}, operation_id="answer_report_questions"
)
@endpoint(permit=READ, root=Report)
def answer(request: HttpRequest, record: Report, payload: AnswersBody) -> object:
    """Add answers about one subject: as the reporter of your own report, else as the organisation.

    What was answered before stays; an answer to a question that was not asked is left out.
    """
    answer_questions(
        actor=request.actor,  # type: ignore[attr-defined]
        report=record,
        subject=payload.subject,
        answers=payload.answers,
        at=request.at,  # type: ignore[attr-defined]
    )
    return Status(201, answer_list(answers_of(record)))


@public.post("/intake/answers", response={201: AnswerList}, operation_id="intake_answers")
@public_endpoint(reason=BY_CODE)
def answer_by_code(request: HttpRequest, payload: CodeAnswersBody) -> object:
    """Add answers about one's own report, with its receipt code."""
    record, actor = opened_by(request, payload.code)
    answer_questions(
        actor=actor,
        report=record,
        subject=payload.subject,
        answers=payload.answers,
        at=request.at,  # type: ignore[attr-defined]
    )
    return Status(201, answer_list(answers_of(record)))
