"""What of consultations can be taken away in a file, within what the actor may read and take away."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.access import Actor, Confidentiality
from baken.core.access.roles import post_in_words
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.core.export.marking import LEVELS
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.permits import EXPORT
from baken.rooms.consultation.queries.bodies import body_names, councils_by_code
from baken.rooms.consultation.queries.exports import conditions_by_record, takable_consultations
from baken.rooms.consultation.queries.subjects import kinds_named, subjects_of
from baken.rooms.consultation.rules import consent_of
from baken.rooms.consultation.texts import CONSENTS, KINDS, OUTCOMES, REPLIES, STANDINGS
from baken.rooms.consultation.workflow import CONSULTATION
from baken.rooms.org.queries import tree

MOST_ROWS = 20_000  # over HTTP, in one request; the command line has no such limit


class Whole(NamedTuple):
    """A consultation with its body, council, subject and conditions, read for the whole page."""

    one: Consultation
    body: str
    council: str
    subject: str
    conditions: list[ConsultationCondition]


def consultation_columns() -> list[Column]:
    """A consultation as the API gives it; who wrote it is no part of it."""
    return [
        _of("id", _("Identifier"), str),
        _of("ref", _("Reference")),
        _of("title", _("Title")),
        _of("question", _("What is asked?")),
        _of("kind", _("Advice or consent?"), word=_in(KINDS)),
        Column("unit", _("For which unit"), lambda row: _code(row.one.unit_id), word=_unit_name),
        Column("body", _("Of whom"), lambda row: row.body),
        Column("council", _("Which council"), lambda row: row.council),
        Column(
            "body_unit",
            _("Unit of the body"),
            lambda row: _code(row.one.body_unit_id),
            word=_unit_name,
        ),
        _of("subject_kind", _("About what kind of record"), word=_kind_name),
        Column("subject", _("About"), lambda row: row.subject),
        Column("confidentiality", _("Confidentiality"), _confidentiality, word=_held),
        _of("state", _("State"), word=_in(CONSULTATION.states)),
        _of("due_on", _("Answer by"), kind="day"),
        _of("proposed_on", _("More time was asked until"), kind="day"),
        _of("extended_from", _("Answer by, before it was extended"), kind="day"),
        _of("drafted_at", _("Consultation drafted"), kind="moment"),
        _of("asked_at", _("Asked"), kind="moment"),
        _of("passed_at", _("Term passed"), kind="moment"),
        _of("outcome", _("The answer"), word=_in(OUTCOMES)),
        _of("answer", _("Why that answer")),
        _of("answered_at", _("Answered"), kind="moment"),
        Column("conditions", _("Conditions"), _conditions),
        Column("consent", _("Consent"), _consent, word=_in(CONSENTS)),
        _of("reply", _("The reply"), word=_in(REPLIES)),
        _of("reasons", _("Why that reply")),
        _of("replied_at", _("Replied"), kind="moment"),
        _of("closed_at", _("Closed"), kind="moment"),
    ]


def _of(name: str, label: Any, turned: Any = None, **more: Any) -> Column:
    read = attrgetter(f"one.{name}")
    value = (lambda record: turned(read(record))) if turned else read
    return Column(
        name, label, value, privacy=Consultation.privacy.class_of(name) or "public", **more
    )


def _in(labels: Any) -> Any:
    return lambda code: str(labels[code]) if code else ""


def _kind_name(code: str) -> str:
    return kinds_named().get(code, code)


def _code(unit: int) -> str:
    return tree().by_id[unit].code


def _unit_name(code: str) -> str:
    return tree().by_code[code].name


def _conditions(row: Whole) -> str:
    return "\n".join(f"{one.nth}. {one.text} ({_noted(one)})" for one in row.conditions)


def _noted(one: ConsultationCondition) -> str:
    """How a condition stands, and once that was noted how so, by which post and on which day."""
    standing = str(STANDINGS[one.standing])
    if one.noted_at is None:
        return standing
    by = f"{post_in_words(one.post)}, {clock.local_date(one.noted_at)}"
    return f"{standing}: {one.how} – {by}"


def _consent(row: Whole) -> str:
    return consent_of(row.one.kind, row.one.outcome)


def _confidentiality(row: Whole) -> str:
    return str(row.one.get_confidentiality_display())


def _held(level: str) -> str:
    return str(LEVELS[Confidentiality[level.upper()]])


def _source(actor: Actor) -> Source | None:
    if not actor.holds(EXPORT):
        return None
    mine = takable_consultations(actor)

    def records(ask: Ask, level: int) -> Iterator[Whole]:
        for page in mine.pages(ask, level):
            names, about = body_names(page), subjects_of(actor, page)
            rows = conditions_by_record(page)
            councils = {one.id: code for code, one in councils_by_code().items()}
            for one in page:
                subject = about[one.pk].ref if one.pk in about else ""
                council = councils.get(one.council_id or 0, "")
                yield Whole(one, names[one.pk], council, subject, rows[one.pk])

    return Source(consultation_columns(), records, mine.level)


CONSULTATIONS = ExportKind("consultations", _("Consultations"), (EXPORT,), _source)
KINDS_OF_EXPORT = (CONSULTATIONS,)
