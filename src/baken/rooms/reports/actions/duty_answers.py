"""Reads and keeps what triage answered to the questions on which duties to notify depend."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import duty_table
from baken.rooms.reports.models import DutyAnswer, Occurrence
from baken.rooms.reports.queries.duties import answers_of

FIELD = "duty_facts"


def answers_after(occurrence: Occurrence, fields: Mapping[str, Any]) -> dict[str, bool]:
    """The answers as they are after a step: what was told, else what stands, of what is asked now.

    A question whose flag is not set keeps no answer. Raises FieldsRefused naming the row.
    """
    told, domains = fields.get(FIELD), fields.get("domains", [])
    answers = _standing(occurrence) if told is None else _told(told)
    return {fact: holds for fact, holds in answers.items() if _is_asked(fact, domains)}


def keep_answers(occurrence: Occurrence, fields: Mapping[str, Any]) -> None:
    """Replace the answers of an occurrence by those of this version."""
    answers = answers_after(occurrence, fields)
    DutyAnswer.objects.of(occurrence).delete()
    DutyAnswer.objects.bulk_create(
        DutyAnswer(record=occurrence, fact=fact, holds=holds)
        for fact, holds in sorted(answers.items())
    )


def _standing(occurrence: Occurrence) -> dict[str, bool]:
    return {} if occurrence._state.adding else answers_of(occurrence)


def _told(rows: Collection[Mapping[str, Any]]) -> dict[str, bool]:
    known = duty_table().facts
    answers: dict[str, bool] = {}
    for place, row in enumerate(rows, start=1):
        fact, holds = row.get("fact"), row.get("holds")
        fits = isinstance(fact, str) and fact in known and set(row) <= {"fact", "holds"}
        if not fits or not isinstance(holds, bool | None):
            text = _("Row %(place)s: name a question and answer true, false or null.")
            raise FieldsRefused({FIELD: text % {"place": place}})
        if holds is not None:
            answers[str(fact)] = holds
    return answers


def _is_asked(fact: str, domains: Collection[str]) -> bool:
    question = duty_table().facts.get(fact)
    return question is not None and question.is_asked(domains)
