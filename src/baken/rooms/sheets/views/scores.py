"""The page on which a risk is scored, and where everybody's scores stand once one gave one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.instruments.filling import Place, RaisedRisk
from baken.core.page.addresses import record_address
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.sheets.actions import score_risk
from baken.rooms.sheets.forms.score import AXIS, ScoreForm
from baken.rooms.sheets.models import Sheet, SheetScore
from baken.rooms.sheets.permits import READ, SCORE
from baken.rooms.sheets.queries.blind import blind_places
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.texts import said
from baken.rooms.sheets.views.score_rows import score_rows
from baken.rooms.sheets.views.shown import risk_title, score_shown


@page(permit=READ, root=Sheet)
def scores(request: HttpRequest, record: Sheet, key: str) -> HttpResponse:
    """Score a risk. What others gave is seen after one's own score, so that nobody copies.

    Source: domain reference, instruments, section 4.1.
    """
    place, whole = Place(key, request.GET.get("voor", "")[:40]), whole_of(record)
    risk = next((one for one in whole.outcome.risks if one.place == place and one.trigger), None)
    model = risk.trigger.scoring if risk and risk.trigger else None
    if risk is None or model is None:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    may_score = record.state == "open" and may(actor, SCORE, record)
    if request.method == "POST" and not may_score:
        raise PermissionDenied(_("Your appointments do not give the right to score this risk."))
    own = [row for row in whole.scores.get(place, ()) if row.by == actor.person]
    sent = request.POST if request.method == "POST" else None
    form = ScoreForm(sent, model=model, initial=_first(risk, own))
    if form.is_bound and form.is_valid() and _scored(request, record, place, form):
        messages.success(request, _("Your score has been kept."))
        return redirect(request.get_full_path())
    sees_others = place not in blind_places(actor, record, whole)
    shown = _shown(record, whole, risk, form, sees_others=sees_others)
    shown["may_score"] = may_score
    return render(request, "sheets/score.html", shown, status=400 if form.errors else 200)


def _first(risk: RaisedRisk, own: list[SheetScore]) -> dict[str, Any]:
    """What stands in the form: one's own score; else nothing, so that nobody takes over a proposal unseen."""
    row = next((one for one in own if one.moment == "current"), None)
    if row is None:
        return {"moment": "current"}
    choice = {f"{AXIS}{axis}": value for axis, value in row.choice.items()}
    return {"moment": row.moment, "argument": row.argument, **choice}


def _scored(request: HttpRequest, record: Sheet, place: Place, form: ScoreForm) -> bool:
    try:
        score_risk(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            place=place,
            moment=form.cleaned_data["moment"],
            choice=form.choice,
            argument=form.cleaned_data["argument"],
            at=request.at,  # type: ignore[attr-defined]
        )
    except FieldsRefused as refused:
        form.say(dict(refused.errors))
        return False
    except StepRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _shown(
    record: Sheet,
    whole: Whole,
    risk: RaisedRisk,
    form: ScoreForm,
    *,
    sees_others: bool,
) -> dict[str, Any]:
    trigger, model = risk.trigger, form.model
    rows = whole.scores.get(risk.place, ())
    return {
        "record": record,
        "back_url": record_address(record),
        "title": risk_title(risk),
        "label": whole.label_of(risk.place.repetition),
        "scenario": said(trigger.scenario) if trigger else "",
        "model": said(model.text),
        "model_help": said(model.help),
        "proposed": score_shown(risk.current) if risk.is_proposed else None,
        "form": form,
        "rows": score_rows(model, rows) if sees_others else [],
        "hidden_scores": 0 if sees_others else len({row.by for row in rows}),
        "current": score_shown(risk.current) if sees_others and not risk.is_proposed else None,
        "residual": score_shown(risk.residual) if sees_others else None,
    }
