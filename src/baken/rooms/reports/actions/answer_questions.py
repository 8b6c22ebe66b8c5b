"""Adds answers to the questions that follow on a report; what was answered before stays beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may, refuse_unless, signing
from baken.core.events.outbox import emit
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.rules.follow_up import QuestionSet, cleaned_answers
from baken.rooms.library.schemas.follow_up import question_sets
from baken.rooms.reports.events import REPORT_STEPPED
from baken.rooms.reports.models import FollowUpAnswer, Report
from baken.rooms.reports.permits import ANSWER, CREATE_FOR, RESPOND
from baken.rooms.reports.queries.follow_up import present_values
from baken.rooms.reports.queries.parts import follow_up_part
from baken.rooms.reports.texts import ANSWER_PROBLEMS


def answer_questions(
    *, actor: Actor, report: Report, subject: str, answers: Mapping[str, Any], at: datetime
) -> list[FollowUpAnswer]:
    """Add answers about a subject to a report the actor can see; returns those that are new.

    As its reporter, as its handler, or as who enters for others there. What was said already is not
    added again. Raises AccessDenied when the actor is none of these, FieldsRefused with a sentence per
    question; nothing is written then.
    """
    asked = question_sets().get(subject)
    if asked is None:
        raise FieldsRefused({"subject": _("There are no questions about this subject.")})
    kept, problems = cleaned_answers(asked, answers, today=clock.local_date(at))
    if problems:
        raise FieldsRefused({code: str(ANSWER_PROBLEMS[why]) for code, why in problems.items()})
    with transaction.atomic():
        fresh: Report = locked(report)
        side, signer = _signer(actor, fresh)
        known = present_values(fresh, subject)
        new = {code: value for code, value in kept.items() if known.get(code) != value}
        if not new:
            if not kept:
                raise FieldsRefused({"answers": _("Answer at least one question.")})
            return []
        rows = [_add(fresh, asked, code, new[code], side, signer, at) for code in new]
        _note(fresh, subject, rows, side, signer, at)
    return rows


def _signer(actor: Actor, report: Report) -> tuple[str, Actor]:
    """On which side the actor stands, and who signs: of the reporter no name is kept."""
    if may(actor, RESPOND, report):
        return "reporter", actor.unnamed()
    permit = ANSWER if may(actor, ANSWER, report) else CREATE_FOR
    refuse_unless(actor, permit, report)
    return "handler", signing(actor, permit, report)


def _add(
    report: Report,
    asked: QuestionSet,
    code: str,
    value: Any,
    side: str,
    signer: Actor,
    at: datetime,
) -> FollowUpAnswer:
    day = clock.local_date(at)
    return FollowUpAnswer.objects.create(
        number=anonymous_row_number(day) if signer.is_nobody else row_number(at),
        record=report,
        subject=asked.subject,
        question=code,
        version=asked.version,
        value=value,
        side=side,
        author=signer.person if side == "handler" else None,
        at=signer.moment(at),
    )


def _note(
    report: Report,
    subject: str,
    rows: list[FollowUpAnswer],
    side: str,
    signer: Actor,
    at: datetime,
) -> None:
    report.touched_at = signer.moment(at)
    report.save(update_fields=["touched_at"])
    parts = {key: value for row in rows for key, value in follow_up_part(row).items()}
    entry = Entry(
        code=f"reports.report.follow_up_by_{side}",
        from_state=report.state,
        to_state=report.state,
        facts={"subject": subject, "questions": [row.question for row in rows]},
        parts=parts,
    )
    append(record=report, actor=signer, at=at, entry=entry)
    if side == "reporter":
        emit(
            name=REPORT_STEPPED,
            record=report,
            at=at,
            payload={"step": "follow_up", "notice": "handlers", "state": report.state},
            by_nobody=signer.is_nobody,
        )
