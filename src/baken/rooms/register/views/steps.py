"""The page of one step of a risk: what it asks, what it refuses, and taking it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.table import Step
from baken.core.workflow.taking import seen_again, seen_in, was_done, was_outdated
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import take_step
from baken.rooms.register.forms import ScoreForm, StepForm
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.appetite import outside_of, outside_said
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.choices import SCORE_KINDS
from baken.rooms.register.queries.independent import class_to
from baken.rooms.register.queries.lists import categories_by_risk
from baken.rooms.register.queries.models_said import said, said_model, said_outcome
from baken.rooms.register.queries.options import options_known
from baken.rooms.register.queries.owners import owners_of
from baken.rooms.register.queries.resolutions import explained
from baken.rooms.register.queries.slice_picture import seen_of, steps_kept_back
from baken.rooms.register.queries.source_scores import source_said, source_score_of
from baken.rooms.register.queries.stacks import mark_of, stacks_of
from baken.rooms.register.queries.weighed_before import weighed_before
from baken.rooms.register.rules.decisions import KINDS, RENEW, kind_of_step
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.views.barrier_rows import barrier_parts
from baken.rooms.register.views.confirming import question_before_signing
from baken.rooms.register.views.local_ratings import shared_block
from baken.rooms.register.views.slice_rows import stacks_shown
from baken.rooms.register.workflow import DESCRIPTION, OWNED, RISK
from baken.rooms.register.workflow.deciding import DECIDING
from baken.rooms.register.workflow.decision_fields import STACK_SHOWN
from baken.rooms.register.workflow.weighing import WRITE_OPTIONS

LOOKING = "look"


@page(permit=READ, root=Risk)
def step(request: HttpRequest, record: Risk, step: str) -> HttpResponse:
    """A step of a risk, with the fields of its row in the table."""
    actor, row = request.actor, _row(step)  # type: ignore[attr-defined]
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    question = question_before_signing(request, record, row.name)
    if question is not None:
        return question
    form = _form(request, record, row)
    looks = LOOKING in request.POST
    if form.is_bound and form.is_valid() and not looks and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("register:risk", record.ref)
    shown: dict[str, Any] = {"record": record, "step": row, "form": form}
    shown["back_url"] = record_address(record)
    if was_outdated(form):
        # Before the stacks are shown: of what changes in between, the mark is never the newer one.
        form.data = _with(form.data, _shown(request, record, row))
    shown |= _who_decides(request, record, row)
    shown |= seen_again(request.POST, form, record, row)
    if isinstance(form, ScoreForm):
        shown |= _scoring(record, form, looks=looks)
    template = "register/score.html" if isinstance(form, ScoreForm) else "register/step.html"
    return render(request, template, shown, status=400 if form.errors else 200)


def _with(sent: Any, values: dict[str, str]) -> Any:
    """What was sent, everything of it, with other values for what the page itself gave out."""
    data = sent.copy()
    for name, value in values.items():
        data[name] = value
    return data


def _who_decides(request: HttpRequest, record: Risk, row: Step) -> dict[str, Any]:
    """Beside a deciding step: who decides and why, and the stack; nothing of a class that is not shown."""
    actor = request.actor  # type: ignore[attr-defined]
    if row not in DECIDING or not class_to(actor, [record])[record.pk]:
        return {}
    case = Case(record, actor, request.at)  # type: ignore[attr-defined]
    kind = kind_of_step(row.name, case.standing.kind if case.standing else "")
    seen = seen_of(actor, record, case.stacks)
    kept_back = steps_kept_back(seen)
    told = explained(case.resolution(kind), without=kept_back) if kind in KINDS else []
    shared = shared_block(actor, record)
    outside = outside_said(outside_of(record)) if kind in KINDS and KINDS[kind].lasts else ""
    told = [*([outside] if outside else []), *told]
    beside = stacks_shown(actor, record, seen) | barrier_parts(actor, record)
    return {"explained": told, **shared, **beside}


def _taken(request: HttpRequest, record: Risk, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _form(request: HttpRequest, record: Risk, row: Step) -> StepForm:
    sent = request.POST if request.method == "POST" else None
    if any(field.kind == "scores" for field in row.fields):
        model = scoring_model(record.scoring_model, record.scoring_version)
        kind = request.GET.get("kind", CURRENT)
        first = {"kind": kind if kind in SCORE_KINDS else CURRENT}
        first["unit"] = request.GET.get("unit", "")
        return ScoreForm(sent, step=row, model=model, initial=first)
    asks_person = any(field.kind == "person" for field in row.fields)
    leads = _leads(request, record) if asks_person else {}
    first = _first(request, record, row)
    return StepForm(sent, step=row, leads=leads.items(), initial=first)


def _first(request: HttpRequest, record: Risk, row: Step) -> dict[str, Any]:
    """What stands in the form at first: what is revised, or the moment it is now."""
    if row.fields == OWNED:
        return _owned(request, record)
    if row.name == RENEW:
        before = weighed_before(request.actor, record)  # type: ignore[attr-defined]
        return {**before, **_rest_of_term(request), **_shown(request, record, row)}
    known = {"describe": _known, WRITE_OPTIONS.name: options_known}.get(row.name)
    return known(record) if known else {**_now(request, row), **_shown(request, record, row)}


def _rest_of_term(request: HttpRequest) -> dict[str, Any]:
    """Until when it is accepted again by whoever takes over command: the day that the address names."""
    try:
        return {"ends_on": date.fromisoformat(request.GET.get("until", ""))}
    except ValueError:
        return {}


def _shown(request: HttpRequest, record: Risk, row: Step) -> dict[str, str]:
    """What tells the stacks that this page shows from others, for a step that is taken on them."""
    asked = STACK_SHOWN in row.fields
    at = request.at  # type: ignore[attr-defined]
    return {STACK_SHOWN.name: mark_of(stacks_of(record, at))} if asked else {}


def _owned(request: HttpRequest, record: Risk) -> dict[str, Any]:
    """Who owns it, or else whom the product proposes: the commander of the unit that acts."""
    acts = record.owner_unit_id
    proposed = next(iter(_leads(request, record)), "")
    return {
        "owner": str(record.owner or proposed),
        "owner_unit": tree().by_id[acts].code if acts else "",
    }


def _known(record: Risk) -> dict[str, Any]:
    """What stands: a revised description starts from it."""
    names = [field.name for field in DESCRIPTION if field.name != "categories"]
    codes = categories_by_risk([record])[record.pk]
    return {**{name: getattr(record, name) for name in names}, "categories": codes}


def _now(request: HttpRequest, row: Step) -> dict[str, Any]:
    at = request.at  # type: ignore[attr-defined]
    return {field.name: at for field in row.fields if field.kind == "moment"}


def _leads(request: HttpRequest, record: Risk) -> dict[str, str]:
    """Who can own it: of the unit that acts now, and of the one that is filled in."""
    here, at = tree(), request.at  # type: ignore[attr-defined]
    meant = here.find(request.POST.get("owner_unit", ""))
    acts = here.by_id[record.owner_unit_id or record.unit_id]
    return {**(owners_of(meant, at) if meant else {}), **owners_of(acts, at)}


def _scoring(record: Risk, form: ScoreForm, *, looks: bool) -> dict[str, Any]:
    """The model with which is scored, how it was rated before, and what comes out when that was asked for."""
    found = form.outcome if looks and form.is_bound and form.is_valid() else None
    shown: dict[str, Any] = {
        "model": said_model(form.model),
        "model_help": said(form.model.help),
        "source_score": source_said(source_score_of(record)),
    }
    if found is not None:
        shown |= {
            "outcome": said_outcome(found),
            "outcome_class": found.common.value if found.common else "none",
            "outcome_action": said(found.native.action),
        }
    return shown


def _row(name: str) -> Step:
    row = RISK.by_hand(name)
    if row is None:
        raise Http404
    return row
