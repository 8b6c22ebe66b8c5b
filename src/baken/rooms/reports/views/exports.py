"""A list as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Confidentiality, explain
from baken.core.access.declarations import page
from baken.core.export.columns import is_personal
from baken.core.export.forms import ExportForm
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.make import Made, make_export
from baken.core.export.marking import LEVELS
from baken.core.files.serve import made_answer
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
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

MOST_COUNTED = 1_000
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
    ask = ask_of(filters, in_summary=not in_full)
    return _export(request, OCCURRENCES, ask, takable_occurrences(request.actor))  # type: ignore[attr-defined]


@page(permit=EXPORT_SUMMARY)
def summaries(request: HttpRequest) -> HttpResponseBase:
    """The list of occurrences as a file without persons, also of what one reads in full."""
    filters = OccurrenceFilter(request.GET or None, in_full=False)
    ask = ask_of(filters, in_summary=True)
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


def ask_of(filters: Any, *, in_summary: bool = False) -> Ask:
    """The filters of a list as what is asked of an export; filters in error narrow nothing."""
    if not filters.is_valid():
        return Ask()
    narrow, words = filters.narrow, filters.words
    if in_summary and words is not None:
        narrow, words = with_words_in_summary(narrow, words), None
    return Ask(narrow=narrow, words=words, filters=filters.chosen)


def made_for(request: HttpRequest, kind: ExportKind, form: Any, ask: Ask) -> Made | None:
    """The export as the form asks for it; None when it was refused, with the reason in the form."""
    try:
        return make_export(
            actor=request.actor,  # type: ignore[attr-defined]
            holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
            kind=kind,
            form=form.cleaned_data["format"],
            at=request.at,  # type: ignore[attr-defined]
            ask=ask,
            purpose=form.cleaned_data["purpose"],
            most=MOST_ROWS,
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
        return None


def _export(request: HttpRequest, kind: ExportKind, ask: Ask, mine: Takable) -> HttpResponseBase:
    level = mine.level(ask)
    needed = level > Confidentiality.NORMAL
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, purpose_needed=needed)
    made = made_for(request, kind, form, ask) if form.is_bound and form.is_valid() else None
    if made is not None:
        return made_answer(made)
    shown = {
        "form": form,
        "kind": kind,
        "facts": _facts(request, kind, ask, mine, level),
        "back": f"{reverse(f'reports:{LISTS[kind.name]}')}?{request.GET.urlencode()}",
        "other": _other(request, kind),
        "legacy": _legacy(request, kind),
    }
    return render(request, "reports/export.html", shown, status=400 if form.errors else 200)


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


def _facts(
    request: HttpRequest, kind: ExportKind, ask: Ask, mine: Takable, level: int
) -> list[tuple[str, Any]]:
    count = mine.count(ask, MOST_COUNTED)
    source = kind.source_of(request.actor)  # type: ignore[attr-defined]
    columns = source.columns if source else ()
    chosen = "; ".join(f"{label}: {value}" for label, value in ask.filters)
    return [
        (_("Filters"), chosen or _("none")),
        (_("Rows"), _("1,000 or more") if count >= MOST_COUNTED else str(count)),
        (_("Columns"), ", ".join(str(column.label) for column in columns)),
        (_("Marking"), LEVELS[level]),
        (_("About persons"), _("yes") if is_personal(columns) else _("no")),
    ]
