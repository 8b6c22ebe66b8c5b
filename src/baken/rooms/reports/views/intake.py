"""Reporting: for anybody, with and without an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from baken.core.access import Actor
from baken.core.access.declarations import public_page
from baken.core.access.errors import AccessDenied
from baken.core.api.idempotency import KeyReused
from baken.core.files.content import CleanFile
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_LINE
from baken.core.workflow.taking import say_refused
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.places import Place, place_behind
from baken.rooms.org.queries.sites import place_named
from baken.rooms.org.rules.place_codes import looks_like_code
from baken.rooms.reports.actions.submit_report import Submitted, submit_report
from baken.rooms.reports.forms import ReportForm
from baken.rooms.reports.forms.kept_files import can_be_kept, kept_texts
from baken.rooms.reports.models import Draft
from baken.rooms.reports.queries.doors import arrived_at
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.naming import persons_in
from baken.rooms.reports.rules import Arrived
from baken.rooms.reports.rules.naming import NAMES_NOBODY
from baken.rooms.reports.texts import ADMINISTERING, KEY_REUSED, NOT_ALLOWED


@public_page(reason="everybody identifies risks: reporting needs no account")
def new(request: HttpRequest) -> HttpResponse:
    """The report form; what is sent becomes one report, however often it is sent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = _place_of(request)
    arrived = arrived_at(place)
    if request.method != "POST":
        draft = _draft_of(actor)
        first = {**_first_values(draft), **({} if place else _said_place(request))}
        form = ReportForm(actor=actor, arrived=arrived, initial=first)
        return render(request, "reports/new.html", _shown(request, form, draft, place))
    form = ReportForm(request.POST, request.FILES, actor=actor, arrived=arrived)
    if form.is_valid() and (again := _asked_first(request, form, place)):
        return again
    sent = _send(request, form, arrived) if form.is_valid() else None
    if sent is None:
        shown = _shown(request, form, None, place, form.kept())
        return render(request, "reports/new.html", shown, status=400)
    return _received(request, sent)


def _asked_first(
    request: HttpRequest, form: ReportForm, place: Place | None
) -> HttpResponse | None:
    """The form once more: to change the text, or to say what it is about when it names a person.

    All that was filled in comes along, photos too; when those are too large nothing is asked here.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    files = form.all_files()
    if "change" in request.POST:
        first = form.data.dict()  # type: ignore[union-attr]
        fresh = ReportForm(actor=actor, arrived=arrived_at(place), initial=first)
        return render(request, "reports/new.html", _shown(request, fresh, None, place, files))
    data = form.cleaned_data
    if form.was_asked or data["naming"] or not can_be_kept(files):
        return None
    named = persons_in(actor, (data["story"], data["immediate_action"]))
    if not named:
        data["naming"] = NAMES_NOBODY  # looked at once is enough
        return None
    shown = {
        "named": named,
        "typed": _typed(form),
        "kept": list(zip(files, kept_texts(files), strict=True)),
        "choices": code_list("naming").values(),
        "integrity_url": settings.INTEGRITY_URL,
    }
    return render(request, "reports/naming.html", shown)


def _typed(form: ReportForm) -> list[tuple[str, str]]:
    """Everything that was filled in, as it was, for the hidden fields of the next screen."""
    names = [name for name in form.fields if name not in ("files", "naming")]
    return [(name, form.data[name]) for name in names if name in form.data]


def _received(request: HttpRequest, sent: Submitted) -> HttpResponse:
    if sent.receipt:
        shown: dict[str, Any] = {"receipt": sent.receipt, "report": sent.report}
        if sent.report.still_dangerous:
            shown["journey"] = journey_of(sent.report, request.at)  # type: ignore[attr-defined]
        return render(request, "reports/receipt.html", shown)
    return redirect("reports:report", sent.report.ref)


def _send(request: HttpRequest, form: ReportForm, arrived: Arrived) -> Submitted | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        return submit_report(
            actor=actor,
            intake=form.intake(),
            at=request.at,  # type: ignore[attr-defined]
            key=form.cleaned_data["key"],
            files=form.all_files(),
            arrived=arrived,
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
    except KeyReused:
        form.add_error(None, KEY_REUSED)
    except AccessDenied:
        form.add_error(None, ADMINISTERING if actor.administers else NOT_ALLOWED)
    return None


def _draft_of(actor: Actor) -> Draft | None:
    """What the actor typed before; within an administration session that waits."""
    if actor.account is None or actor.administers:
        return None
    return Draft.objects.filter(account=actor.account).first()


def _first_values(draft: Draft | None) -> dict[str, Any]:
    """What a draft holds; every value comes as a list of what the fields of that name held."""
    fields = draft.fields if draft else {}
    return {name: values[0] for name, values in fields.items() if values}


def _photos_of(draft: Draft | None) -> str:
    """How many photos a draft once had; the photos themselves are never kept."""
    count = _first_values(draft).get("photos", "")
    return count if isinstance(count, str) and count.isdecimal() and int(count) else ""


def _place_of(request: HttpRequest) -> Place | None:
    """The place whose code was photographed; what is sent keeps it, also when it was withdrawn since."""
    if request.method == "POST":
        return place_behind(request.POST.get("place_code", "")[:20], held=True)
    return place_behind(_asked(request))


def _said_place(request: HttpRequest) -> dict[str, Any]:
    """The place that an older label brings along: the code of a site or of equipment."""
    code = _asked(request)
    if not code or looks_like_code(code):
        return {}
    return {"place": place_named(request.actor, code)}  # type: ignore[attr-defined]


def _asked(request: HttpRequest) -> str:
    return request.GET.get("place", "").replace("\x00", "").strip()[:LONGEST_LINE]


def _shown(
    request: HttpRequest,
    form: ReportForm,
    draft: Draft | None,
    place: Place | None,
    files: Sequence[CleanFile] = (),
) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = tree()
    home = here.by_id.get(actor.home_unit) if actor.home_unit else None
    near = [*here.line_up(home), *here.children(home)] if home else []
    return {
        "form": form,
        "place": place,
        "unknown_code": place is None and looks_like_code(_asked(request)),
        "near": [one for one in near if not one.is_dissolved],
        "kept": list(zip(files, kept_texts(files), strict=True)),
        "draft_key": f"report-{actor.account or 'public'}",
        "has_account": actor.account is not None,
        "photos": _photos_of(draft),
        "saved_at": draft.saved_at.isoformat() if draft else "",
    }
