"""The page of a sheet: how far it is, what to fill in, what is missing, and the risks it brought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.questions import thread_nodes
from baken.rooms.library.queries.instruments import announced_titles
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import FILL, READ
from baken.rooms.sheets.queries.blind import blind_places, outcome_seen
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.queries.subjects import served_by
from baken.rooms.sheets.texts import said
from baken.rooms.sheets.views.shown import (
    address_of,
    calculations_shown,
    follow_ups_shown,
    parts_shown,
    repeats_shown,
    risks_shown,
    troubles_shown,
)
from baken.rooms.sheets.workflow import SHEET

MOST_TROUBLES = 25


@page(permit=READ, root=Sheet)
def sheet(request: HttpRequest, record: Sheet) -> HttpResponse:
    """A sheet as a whole, with where to go on."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    whole = whole_of(record)
    blind = blind_places(actor, record, whole)
    seen = outcome_seen(whole, blind)
    shown = _shown(record, whole)
    shown |= {
        "risks": list(risks_shown(record, whole, blind)),
        "worst_now": seen.worst_now.value if seen.worst_now else "",
        "calculations": calculations_shown(whole, seen),
        "subject": served_by(record, actor),
        "may_fill": record.state == "open" and may(actor, FILL, record),
        "thread": thread_nodes.ask(actor, record),
    }
    return render(request, "sheets/sheet.html", shown)


def _shown(record: Sheet, whole: Whole) -> dict[str, Any]:
    """What everybody who reads the sheet sees of it."""
    troubles = list(troubles_shown(record, whole))
    return {
        "record": record,
        "state": SHEET.states[record.state],
        "progress": whole.outcome.progress,
        "parts": list(parts_shown(record, whole)),
        "repeats": list(repeats_shown(whole)),
        "troubles": troubles[:MOST_TROUBLES],
        "more_troubles": max(0, len(troubles) - MOST_TROUBLES),
        "refusals": [said(one) for one in whole.outcome.refusals],
        "rivals": sum(map(len, whole.rivals.values())),
        "rival_questions": list(_rival_questions(record, whole)),
        "follow_ups": follow_ups_shown(whole.outcome, announced_titles()),
        "filled_by": _filled_by(whole),
        "instrument": said(whole.definition.head.title),
        "unit": tree().by_id[record.unit_id].name,
        "copy_url": reverse("sheets:copy", args=[record.ref]) if record.state == "frozen" else "",
        "compare_url": reverse("sheets:compare", args=[record.ref]) if record.earlier_id else "",
    }


def _rival_questions(record: Sheet, whole: Whole) -> Iterator[dict[str, str]]:
    """The questions to which two answers stand, each with where to choose."""
    for place in whole.rivals:
        question = whole.definition.questions[place.key]
        address = address_of(record, question.section, place.repetition)
        yield {"text": said(question.text), "url": address}


def _filled_by(whole: Whole) -> list[str]:
    """Who gave the answers that stand, in the order of the alphabet."""
    people = {row.by for row in whole.answers.values() if row.by}
    return sorted(persons_named(people).values())
