"""The page on which photos and documents are added to an answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.access.declarations import page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.models import StoredFile
from baken.core.instruments.filling import Place
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.sheets.actions import NewAnswer, add_evidence, answer_questions
from baken.rooms.sheets.forms.section import BY_UPLOAD
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import FILL, READ
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.texts import said
from baken.rooms.sheets.views.shown import address_of, anchor_of


@page(permit=READ, root=Sheet)
def evidence(request: HttpRequest, record: Sheet, key: str) -> HttpResponse:
    """The photos and documents with one answer, and adding one."""
    place = Place(key, request.GET.get("voor", "")[:40])
    whole = whole_of(record)
    if place not in {one.place for one in whole.outcome.asked}:
        raise Http404
    may_fill = record.state == "open" and may(request.actor, FILL, record)  # type: ignore[attr-defined]
    if request.method == "POST":
        if not may_fill:
            raise PermissionDenied(
                _("Your appointments do not give the right to fill in this sheet.")
            )
        return _added(request, record, whole, place)
    question = whole.definition.questions[key]
    ids = [row.file for row in whole.evidence.get(place, ())]
    shown: dict[str, Any] = {
        "record": record,
        "text": said(question.text),
        "files": StoredFile.objects.filter(id__in=ids).order_by("on", "name"),
        "back_url": _back(record, whole, place),
        "may_fill": may_fill,
    }
    return render(request, "sheets/evidence.html", shown)


def _added(request: HttpRequest, record: Sheet, whole: Whole, place: Place) -> HttpResponse:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_evidence(actor=actor, record=record, place=place, file=file, at=at)
        if whole.definition.questions[place.key].form.type in BY_UPLOAD:
            _answer_with_files(actor, record, place, at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except FieldsRefused as refused:
        messages.error(request, " ".join(refused.errors.values()))
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect(_back(record, whole, place))


def _answer_with_files(actor: Actor, record: Sheet, place: Place, at: Any) -> None:
    """Let the files that go with a question that asks for files be its answer."""
    whole = whole_of(record)
    row = whole.answers.get(place)
    files = [str(one.file) for one in whole.evidence.get(place, ())]
    given = NewAnswer(place, files, seen=row.serial if row else 0)
    answer_questions(actor=actor, record=record, given=[given], at=at)


def _back(record: Sheet, whole: Whole, place: Place) -> str:
    section = whole.definition.questions[place.key].section
    return f"{address_of(record, section, place.repetition)}#{anchor_of(place.key)}"
