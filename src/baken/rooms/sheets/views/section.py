"""The page on which one section of a sheet is filled in, and the choice between two answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import deed, page
from baken.core.instruments.definitions.model import PROFILE
from baken.core.instruments.filling import Asked, Place
from baken.core.page.addresses import record_address
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.sheets.actions import Saved, answer_questions, settle_answer
from baken.rooms.sheets.forms import SectionForm, name_of_question, was_of
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import FILL, READ
from baken.rooms.sheets.queries.blind import blind_places
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.rules import name_of
from baken.rooms.sheets.texts import said
from baken.rooms.sheets.views.questions import questions_shown
from baken.rooms.sheets.views.shown import address_of, parts_of, parts_shown

AUTOSAVE = "X-Baken-Autosave"


@page(permit=READ, root=Sheet)
def section(request: HttpRequest, record: Sheet, part: str) -> HttpResponse:
    """The questions of one section; sent as a whole, or one by one while they are answered."""
    return _section(request, record, part, "")


@page(permit=READ, root=Sheet)
def section_of(request: HttpRequest, record: Sheet, repeated: str, repetition: str) -> HttpResponse:
    """The questions of a section that is filled in for several things, for one of them."""
    return _section(request, record, repeated, repetition)


def _section(request: HttpRequest, record: Sheet, part: str, repetition: str) -> HttpResponse:
    whole = whole_of(record)
    asked = _asked_in(whole, part, repetition)
    sent = request.POST if request.method == "POST" else None
    form = SectionForm(sent, asked=asked, standing=whole.answers, model=whole.definition.scoring)
    if sent is None:
        return _page(request, record, whole, form, part, repetition)
    if not may(request.actor, FILL, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to fill in this sheet."))
    return _saved(request, record, whole, form, part, repetition)


@page(permit=READ, root=Sheet)
@deed()
def settle(request: HttpRequest, record: Sheet) -> HttpResponse:
    """Choose which of several answers to a question holds."""
    sent = request.POST
    place = Place(sent.get("key", "")[:64], sent.get("repetition", "")[:40])
    numbers = [sent.get(name, "") for name in ("serial", "seen")]
    if not all(one.isdecimal() and len(one) < 10 for one in numbers):
        raise Http404
    serial, seen = map(int, numbers)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, FILL, record):
        raise PermissionDenied(_("Your appointments do not give the right to fill in this sheet."))
    try:
        settle_answer(actor=actor, record=record, place=place, serial=serial, seen=seen, at=at)
        messages.success(request, _("The answer has been chosen."))
    except FieldsRefused as refused:
        messages.error(request, " ".join(refused.errors.values()))
    except StepRefused as refused:
        messages.error(request, str(refused))
    question = whole_of(record).definition.questions.get(place.key)
    if question is None:
        raise Http404
    return redirect(address_of(record, question.section, place.repetition))


def _asked_in(whole: Whole, part: str, repetition: str) -> tuple[Asked, ...]:
    """What a part asks now. Raises Http404 for one that is not shown."""
    if part == PROFILE and not repetition and whole.outcome.profile:
        return whole.outcome.profile
    for one in whole.outcome.sections:
        if (one.section.id, one.repetition) == (part, repetition):
            return one.asked
    raise Http404


def _saved(
    request: HttpRequest, record: Sheet, whole: Whole, form: SectionForm, part: str, repetition: str
) -> HttpResponse:
    """Keep what was changed; what is wrong stands at its question, with everything that was typed."""
    one_by_one = AUTOSAVE in request.headers
    try:
        saved = answer_questions(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            given=form.given(),
            at=request.at,  # type: ignore[attr-defined]
        )
    except FieldsRefused as refused:
        if one_by_one:
            return JsonResponse({"errors": refused.errors}, status=400)
        form.is_valid()
        form.say(refused.errors, repetition)
        return _page(request, record, whole, form, part, repetition)
    except StepRefused as refused:
        if one_by_one:
            return JsonResponse({"errors": {"": str(refused)}}, status=409)
        messages.error(request, str(refused))
        return redirect("sheets:sheet", record.ref)
    if one_by_one:
        return _told(saved)
    _say(request, saved)
    return redirect(_next_address(request, saved.record, part, repetition))


def _told(saved: Saved) -> JsonResponse:
    """What became of answers that were sent one by one, and where they stand now."""
    whole = saved.whole
    return JsonResponse(
        {
            "serials": {name_of(place): whole.answers[place].serial if place in whole.answers else 0
                        for place in saved.written},
            "was": {
                name_of_question(place.key): was_of(whole.answers.get(place))
                for place in saved.written
            },
            "beside": [name_of(place) for place in saved.beside],
            "hidden": [name_of(place) for place in saved.hidden],
            "answered": whole.outcome.progress.answered,
            "asked": whole.outcome.progress.asked,
            "serial": saved.record.serial,
        }
    )  # fmt: skip


def _say(request: HttpRequest, saved: Saved) -> None:
    if saved.beside:
        messages.warning(
            request,
            _(
                "Somebody else answered meanwhile. Both answers stand below: choose which one holds."
            ),
        )
    else:
        messages.success(request, _("Saved."))


def _next_address(request: HttpRequest, record: Sheet, part: str, repetition: str) -> str:
    """The next part when that was asked for, else this one."""
    if "next" not in request.POST:
        return address_of(record, part, repetition)
    parts = parts_of(whole_of(record))
    here = parts.index((part, repetition)) if (part, repetition) in parts else -1
    after = parts[here + 1 :]
    return address_of(record, *after[0]) if after else record_address(record)


def _page(
    request: HttpRequest, record: Sheet, whole: Whole, form: SectionForm, part: str, repetition: str
) -> HttpResponse:
    parts = parts_of(whole)
    here = parts.index((part, repetition))
    near = parts[max(0, here - 1) : here + 2]
    told = dict(zip(near, parts_shown(record, whole, near), strict=True))
    actor = request.actor  # type: ignore[attr-defined]
    blind = blind_places(actor, record, whole)
    shown: dict[str, Any] = {
        "record": record,
        "part": told[parts[here]],
        "before": told[parts[here - 1]] if here else None,
        "after": told[parts[here + 1]] if here + 1 < len(parts) else None,
        "number": here + 1,
        "parts": len(parts),
        "form": form,
        "questions": list(questions_shown(record, whole, form, part, repetition, blind)),
        "help": _help(whole, part),
        "may_fill": record.state == "open" and may(actor, FILL, record),
        "language": whole.definition.head.languages[0],
        "who": actor.account,
    }
    return render(request, "sheets/section.html", shown, status=400 if form.errors else 200)


def _help(whole: Whole, part: str) -> str:
    found = whole.definition.section_by_id.get(part)
    return said(found.help) if found else ""
