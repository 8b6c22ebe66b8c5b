"""The list of recommendations as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor, Confidentiality
from baken.core.access.declarations import page
from baken.core.export.columns import is_personal
from baken.core.export.forms import ExportForm
from baken.core.export.kinds import Ask
from baken.core.export.make import Made, make_export
from baken.core.export.marking import LEVELS
from baken.core.files.serve import made_answer
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.measures.exports import MOST_ROWS
from baken.rooms.measures.exports.recommendations import RECOMMENDATIONS, recommendation_columns
from baken.rooms.measures.forms import RecommendationFilter
from baken.rooms.measures.permits import EXPORT_RECOMMENDATION
from baken.rooms.measures.queries.recommendation_exports import TakableRecommendations
from baken.rooms.org.queries import person_of_account

MOST_COUNTED = 1_000


@page(permit=EXPORT_RECOMMENDATION)
def recommendations(request: HttpRequest) -> HttpResponseBase:
    """The list of recommendations as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = RecommendationFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    valid = filters.is_valid()
    ask = Ask(filters.narrow, filters.words, filters=filters.chosen) if valid else Ask()
    level = TakableRecommendations(actor).level(ask)
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, purpose_needed=level > Confidentiality.NORMAL)
    made = _made(request, form, ask) if form.is_bound and form.is_valid() else None
    if made is not None:
        return made_answer(made)
    shown = {
        "form": form,
        "kind": RECOMMENDATIONS,
        "facts": _facts(actor, ask, level),
        "back": f"{reverse('measures:recommendations')}?{request.GET.urlencode()}",
    }
    return render(request, "page/export.html", shown, status=400 if form.errors else 200)


def _made(request: HttpRequest, form: ExportForm, ask: Ask) -> Made | None:
    """The file as the form asks for it; None when it was refused, with the reason in the form."""
    try:
        return make_export(
            actor=request.actor,  # type: ignore[attr-defined]
            holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
            kind=RECOMMENDATIONS,
            form=form.cleaned_data["format"],
            at=request.at,  # type: ignore[attr-defined]
            ask=ask,
            purpose=form.cleaned_data["purpose"],
            most=MOST_ROWS,
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
        return None


def _facts(actor: Actor, ask: Ask, level: int) -> list[tuple[str, Any]]:
    count = TakableRecommendations(actor).count(ask, MOST_COUNTED)
    columns = recommendation_columns()
    chosen = "; ".join(f"{label}: {value}" for label, value in ask.filters)
    return [
        (_("Filters"), chosen or _("none")),
        (_("Rows"), _("1,000 or more") if count >= MOST_COUNTED else str(count)),
        (_("Columns"), ", ".join(str(column.label) for column in columns)),
        (_("Marking"), LEVELS[level]),
        (_("About persons"), _("yes") if is_personal(columns) else _("no")),
    ]
