"""A list as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from baken.core import clock
from baken.core.access import explain
from baken.core.access.declarations import page
from baken.core.export import pages
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.make import Made
from baken.core.export.pages import ask_of, export_page
from baken.rooms.org.queries import person_of_account
from baken.rooms.reports.exports import ACCIDENT_LIST, MOST_ROWS, OCCURRENCES, REPORTS, SUMMARIES
from baken.rooms.reports.exports.accident_list import takable_accidents
from baken.rooms.reports.exports.kinds import (
    takable_occurrences,
    takable_summaries,
    takes_in_full,
)
from baken.rooms.reports.forms import OccurrenceFilter, ReportFilter
from baken.rooms.reports.forms.accident_list import AccidentListForm
from baken.rooms.reports.permits import EXPORT, EXPORT_SUMMARY, READ_ACCIDENT_LIST
from baken.rooms.reports.queries.exports import Takable, takable_reports
from baken.rooms.reports.queries.legacy_export import legacy_systems
from baken.rooms.reports.queries.lists import with_words_in_summary

LISTS = {
    "reports": "reports",
    "occurrences": "occurrences",
    "summaries": "occurrences",
    "accident_list": "accident-list",
}


@page(permit=EXPORT)
def reports(request: HttpRequest) -> HttpResponseBase:
    """The list of reports as a file, with the filters of the address."""
    filters = ReportFilter(request.GET or None)
    ask = ask_of(filters)
    return _export(request, REPORTS, ask, takable_reports(request.actor))  # type: ignore[attr-defined]


@page(permit=EXPORT_SUMMARY)
def occurrences(request: HttpRequest) -> HttpResponseBase:
    """The list of occurrences as a file: in full, or without persons."""
    in_full = takes_in_full(request.actor)  # type: ignore[attr-defined]
    filters = OccurrenceFilter(request.GET or None, in_full=in_full)
    ask = _ask(filters, in_summary=not in_full)
    return _export(request, OCCURRENCES, ask, takable_occurrences(request.actor))  # type: ignore[attr-defined]


@page(permit=EXPORT_SUMMARY)
def summaries(request: HttpRequest) -> HttpResponseBase:
    """The list of occurrences as a file without persons, also of what one reads in full."""
    filters = OccurrenceFilter(request.GET or None, in_full=False)
    ask = _ask(filters, in_summary=True)
    return _export(request, SUMMARIES, ask, takable_summaries(request.actor))  # type: ignore[attr-defined]


@page(permit=EXPORT_SUMMARY)
def accident_list(request: HttpRequest) -> HttpResponseBase:
    """The accident list of a year as a file."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds(READ_ACCIDENT_LIST):
        raise PermissionDenied(explain(actor, READ_ACCIDENT_LIST))
    form = AccidentListForm(request.GET or None, today=clock.today())
    ask = Ask(narrow=form.ask.narrow, filters=form.chosen)
    return _export(request, ACCIDENT_LIST, ask, takable_accidents(actor))


def _ask(filters: Any, *, in_summary: bool) -> Ask:
    """The filters of a list; who takes summaries looks for words in those alone."""
    ask = ask_of(filters)
    if not in_summary or ask.words is None or ask.narrow is None:
        return ask
    return replace(ask, narrow=with_words_in_summary(ask.narrow, ask.words), words=None)


def made_for(request: HttpRequest, kind: ExportKind, form: Any, ask: Ask) -> Made | None:
    """The export as the form asks for it; None when it was refused, with the reason in the form."""
    holder = person_of_account(request.actor.account)  # type: ignore[attr-defined]
    return pages.made_for(request, kind=kind, form=form, ask=ask, holder=holder, most=MOST_ROWS)


def _export(request: HttpRequest, kind: ExportKind, ask: Ask, mine: Takable) -> HttpResponseBase:
    return export_page(
        request,
        kind=kind,
        ask=ask,
        mine=mine,
        holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
        most=MOST_ROWS,
        back=reverse(f"reports:{LISTS[kind.name]}"),
        template="reports/export.html",
        more={"other": _other(request, kind), "legacy": _legacy(request, kind)},
    )


def _other(request: HttpRequest, kind: ExportKind) -> str:
    """Where the same list is taken away without persons, for who takes it away in full here."""
    actor = request.actor  # type: ignore[attr-defined]
    if kind.name != "occurrences" or not takes_in_full(actor) or not actor.holds(EXPORT_SUMMARY):
        return ""
    query = request.GET.copy()
    query.pop("subject", None)
    return f"{reverse('reports:export-summaries')}?{query.urlencode()}"


def _legacy(request: HttpRequest, kind: ExportKind) -> str:
    """Where reports are taken away in the shape of another system, once some came from one."""
    if kind.name != "reports" or not legacy_systems():
        return ""
    return f"{reverse('reports:export-legacy')}?{request.GET.urlencode()}"
