"""What of recommendations can be taken away in a file, within what the actor may read and take away."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor, Confidentiality
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.core.export.marking import LEVELS
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import EXPORT_RECOMMENDATION
from baken.rooms.measures.queries.exports import takable_recommendations
from baken.rooms.measures.texts import APPRECIATIONS, VERDICTS
from baken.rooms.measures.workflow import RECOMMENDATIONS as TABLE
from baken.rooms.org.queries import tree


def recommendation_columns() -> list[Column]:
    """A recommendation as the API gives it; who owns, answered or judged it is no part of it."""
    return [
        _of("id", _("Identifier"), str),
        _of("ref", _("Reference")),
        _of("title", _("What is recommended?")),
        _of("description", _("Summary")),
        _of("source", _("Who recommends it"), word=_listed("recommendation_sources")),
        _of("party", _("Name of who recommends it")),
        _of("report_number", _("Number of the report")),
        _of("report_on", _("Day of the report"), kind="day"),
        _of("place", _("Where it stands in the report")),
        _of("publication", _("Where the report can be read")),
        Column("addressee", _("Addressee"), lambda one: _code(one.unit_id), word=_unit_name),
        _of("category", _("Subject"), word=_listed("recommendation_categories")),
        _of("cause", _("Underlying cause"), word=_listed("cause_codes")),
        _of("times_before", _("How often it was recommended before"), kind="number"),
        _of("offered_on", _("Offered on"), kind="day"),
        _of("parliament_due", _("Parliament gets it by"), kind="day"),
        _of("reaction_on", _("Day of the minister’s reaction"), kind="day"),
        _of("appreciation", _("Answer"), word=_said(APPRECIATIONS)),
        _of("appreciation_reason", _("Why")),
        _of("plan", _("The plan")),
        _of("due_on", _("To be done by"), kind="day"),
        _of("effect_measure", _("How is the effect measured?")),
        _of("proof", _("Proof")),
        _of("none_needed", _("Why was no measure needed?")),
        _of("effect_check_on", _("Effect is looked at from"), kind="day"),
        _of("effect", _("Effect")),
        _of("verdict", _("The verdict"), word=_said(VERDICTS)),
        _of("verdict_reason", _("What the verdict says")),
        _of("verdict_document", _("Document in which it stands")),
        Column("confidentiality", _("Confidentiality"), _confidentiality, word=_held),
        _of("state", _("State"), word=lambda state: str(TABLE.states[state])),
        _of("received_at", _("Received"), kind="moment"),
        _of("first_answer_at", _("Answered first"), kind="moment"),
        _of("due_at", _("Owed by"), kind="moment"),
        _of("reported_at", _("Reported done"), kind="moment"),
        _of("assessed_at", _("Judged"), kind="moment"),
        _of("closed_at", _("Closed"), kind="moment"),
    ]


def _of(name: str, label: Any, turned: Any = None, **more: Any) -> Column:
    read = attrgetter(name)
    value = (lambda record: turned(read(record))) if turned else read
    privacy = Recommendation.privacy.class_of(name) or "public"
    return Column(name, label, value, privacy=privacy, **more)


def _listed(name: str) -> Any:
    return lambda code: label_of(name, code)


def _said(labels: Any) -> Any:
    return lambda code: str(labels[code])


def _code(unit: int) -> str:
    return tree().by_id[unit].code


def _unit_name(code: str) -> str:
    return tree().by_code[code].name


def _confidentiality(record: Recommendation) -> str:
    return str(record.get_confidentiality_display())


def _held(level: str) -> str:
    return str(LEVELS[Confidentiality[level.upper()]])


def _source(actor: Actor) -> Source | None:
    if not actor.holds(EXPORT_RECOMMENDATION):
        return None
    mine = takable_recommendations(actor)

    def records(ask: Ask, level: int) -> Iterator[Recommendation]:
        for page in mine.pages(ask, level):
            yield from page

    return Source(recommendation_columns(), records, mine.level)


RECOMMENDATIONS = ExportKind(
    "recommendations", _("Recommendations"), (EXPORT_RECOMMENDATION,), _source
)
