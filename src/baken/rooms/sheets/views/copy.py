"""The frozen copy of a sheet, read from the copy alone; and a sheet beside the one before it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import READ
from baken.rooms.sheets.queries.compare import changes_since, earlier_of
from baken.rooms.sheets.queries.copy import copy_of
from baken.rooms.sheets.texts import said
from baken.rooms.sheets.views.answers import answer_shown
from baken.rooms.sheets.views.copy_rows import copy_shown


@page(permit=READ, root=Sheet)
def copy(request: HttpRequest, record: Sheet) -> HttpResponse:
    """A sheet as it was frozen, whatever became of its instrument."""
    found = copy_of(record)
    if found is None:
        raise Http404
    shown: dict[str, Any] = {
        "record": record,
        "back_url": record_address(record),
        "copy": found,
        **copy_shown(found.content, get_language() or "nl"),
    }
    return render(request, "sheets/copy.html", shown)


@page(permit=READ, root=Sheet)
def compare(request: HttpRequest, record: Sheet) -> HttpResponse:
    """What was answered otherwise than on the sheet before it."""
    earlier = earlier_of(record, request.actor)  # type: ignore[attr-defined]
    if earlier is None:
        raise Http404
    columns = [
        {"key": "question", "label": _("Question"), "head": True, "phone": "lead"},
        {"key": "before", "label": _("Before"), "phone": "line"},
        {"key": "after", "label": _("Now"), "phone": "line"},
    ]
    rows = [
        {
            "question": f"{one.label}: {said(one.question.text)}"
            if one.label
            else said(one.question.text),
            "before": answer_shown(one.question, one.before) if one.before else _("no answer"),
            "after": answer_shown(one.question, one.after) if one.after else _("no answer"),
        }
        for one in changes_since(record, earlier)
    ]
    shown: dict[str, Any] = {"record": record, "earlier": earlier, "columns": columns, "rows": rows}
    return render(request, "sheets/compare.html", shown)
