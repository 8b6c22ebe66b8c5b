"""The page on which a list is taken away as a file: what is asked, what is in it, and the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.core.access import Confidentiality
from baken.core.export.columns import Column, is_personal
from baken.core.export.forms import ExportForm
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.make import Made, make_export
from baken.core.export.marking import LEVELS
from baken.core.export.takable import Takable
from baken.core.files.serve import made_answer
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused

MOST_COUNTED = 1_000


def ask_of(filters: Any) -> Ask:
    """The filters of a list as what is asked of an export; filters in error narrow nothing."""
    if not filters.is_valid():
        return Ask()
    return Ask(narrow=filters.narrow, words=filters.words, filters=filters.chosen)


def export_page(
    request: HttpRequest,
    *,
    kind: ExportKind,
    ask: Ask,
    mine: Takable,
    holder: Any,
    most: int,
    back: str,
    template: str = "page/export.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The page, or the file once it was asked for; ``holder`` is the person on whose page it is recorded.

    ``back`` is the address of the list, ``more`` what else the template shows.
    """
    level = mine.level(ask)
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, purpose_needed=level > Confidentiality.NORMAL)
    if form.is_bound and form.is_valid():
        made = made_for(request, kind=kind, form=form, ask=ask, holder=holder, most=most)
        if made is not None:
            return made_answer(made)
    source = kind.source_of(request.actor)  # type: ignore[attr-defined]
    shown = {
        "form": form,
        "kind": kind,
        "facts": _facts(
            source.columns if source else (), ask, mine.count(ask, MOST_COUNTED), level
        ),
        "back": f"{back}?{request.GET.urlencode()}",
        **(more or {}),
    }
    return render(request, template, shown, status=400 if form.errors else 200)


def made_for(
    request: HttpRequest, *, kind: ExportKind, form: Any, ask: Ask, holder: Any, most: int
) -> Made | None:
    """The export as the form asks for it; None when it was refused, with the reason in the form."""
    try:
        return make_export(
            actor=request.actor,  # type: ignore[attr-defined]
            holder=holder,
            kind=kind,
            form=form.cleaned_data["format"],
            at=request.at,  # type: ignore[attr-defined]
            ask=ask,
            purpose=form.cleaned_data["purpose"],
            most=most,
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
        return None


def _facts(columns: Sequence[Column], ask: Ask, count: int, level: int) -> list[tuple[str, Any]]:
    chosen = "; ".join(f"{label}: {value}" for label, value in ask.filters)
    return [
        (_("Filters"), chosen or _("none")),
        (_("Rows"), _("1,000 or more") if count >= MOST_COUNTED else str(count)),
        (_("Columns"), ", ".join(str(column.label) for column in columns)),
        (_("Marking"), LEVELS[level]),
        (_("About persons"), _("yes") if is_personal(columns) else _("no")),
    ]
