"""A list of this room as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Confidentiality
from baken.core.access.declarations import page
from baken.core.export.columns import Column, is_personal
from baken.core.export.forms import ExportForm
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.make import Made, make_export
from baken.core.export.marking import LEVELS
from baken.core.files.serve import made_answer
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.measures.exports import MEASURES, MOST_ROWS, measure_columns
from baken.rooms.measures.forms import MeasureFilter
from baken.rooms.measures.permits import EXPORT
from baken.rooms.measures.queries.exports import Takable, TakableMeasures
from baken.rooms.org.queries import person_of_account

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Listed:
    """A list that can be taken away: its kind, the filters of its address, and what may be taken."""

    kind: ExportKind
    filters: Any
    takable: Takable
    columns: Sequence[Column]
    address: str


@page(permit=EXPORT)
def measures(request: HttpRequest) -> HttpResponseBase:
    """The list of measures as a file, with the filters of the address."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    filters = MeasureFilter(request.GET or None, actor=actor, at=at)
    here = reverse("measures:measures")
    listed = Listed(MEASURES, filters, TakableMeasures(actor), measure_columns(), here)
    return export_page(request, listed)


def export_page(request: HttpRequest, listed: Listed) -> HttpResponseBase:
    """The page that asks how, or the file."""
    filters = listed.filters
    valid = filters.is_valid()
    ask = Ask(filters.narrow, filters.words, filters=filters.chosen) if valid else Ask()
    level = listed.takable.level(ask)
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, purpose_needed=level > Confidentiality.NORMAL)
    made = _made(request, listed, form, ask) if form.is_bound and form.is_valid() else None
    if made is not None:
        return made_answer(made)
    shown = {
        "form": form,
        "kind": listed.kind,
        "facts": _facts(listed, ask, level),
        "back": f"{listed.address}?{request.GET.urlencode()}",
    }
    return render(request, "page/export.html", shown, status=400 if form.errors else 200)


def _made(request: HttpRequest, listed: Listed, form: ExportForm, ask: Ask) -> Made | None:
    """The file as the form asks for it; None when it was refused, with the reason in the form."""
    try:
        return make_export(
            actor=request.actor,  # type: ignore[attr-defined]
            holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
            kind=listed.kind,
            form=form.cleaned_data["format"],
            at=request.at,  # type: ignore[attr-defined]
            ask=ask,
            purpose=form.cleaned_data["purpose"],
            most=MOST_ROWS,
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
        return None


def _facts(listed: Listed, ask: Ask, level: int) -> list[tuple[str, Any]]:
    count = listed.takable.count(ask, MOST_COUNTED)
    chosen = "; ".join(f"{label}: {value}" for label, value in ask.filters)
    return [
        (_("Filters"), chosen or _("none")),
        (_("Rows"), _("1,000 or more") if count >= MOST_COUNTED else str(count)),
        (_("Columns"), ", ".join(str(column.label) for column in listed.columns)),
        (_("Marking"), LEVELS[level]),
        (_("About persons"), _("yes") if is_personal(list(listed.columns)) else _("no")),
    ]
