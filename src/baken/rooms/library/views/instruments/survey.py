"""A branch RI&E in XML: what is in it and what is left out is seen first, then it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed, page
from baken.core.instruments.definitions import Source
from baken.core.instruments.documents import Refused
from baken.rooms.library.actions import Imported, InstrumentTaken, import_instrument
from baken.rooms.library.forms.survey import SurveyForm, packed
from baken.rooms.library.permits import IMPORT_INSTRUMENT
from baken.rooms.library.queries.survey_offered import Offered, survey_offered
from baken.rooms.library.texts import said
from baken.rooms.library.views.instruments.found import LIST, ONE, crumbs_to, problem_lines
from baken.rooms.library.views.instruments.telling import tell_imported

LOOKING = "look"
Facts = list[tuple[str, Any]]


def offer(request: HttpRequest, source: Source) -> HttpResponse:
    """Show what is in a file that was just sent. Raises Refused with every mistake in it."""
    found = survey_offered(source)
    first = {
        "code": found.code,
        "version": found.version,
        "name": source.file,
        "packed": packed(source.text),
    }
    return _shown(request, SurveyForm(initial=first), found)


@page(permit=IMPORT_INSTRUMENT)
@deed(back=LIST)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a survey under the code and version that were given, or only look at it again."""
    form = SurveyForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, None, status=400)
    try:
        if LOOKING in request.POST:
            return _shown(request, form, _looked(form))
        made = _kept(request, form)
    except Refused as refused:
        return _shown(request, form, None, problems=problem_lines(refused), status=400)
    except InstrumentTaken as refused:
        form.add_error("version", str(refused))
        return _shown(request, form, _looked(form), status=409)
    tell_imported(request, made)
    return redirect(ONE, made.definition.head.code, made.definition.head.version)


def _looked(form: SurveyForm) -> Offered:
    given = form.cleaned_data
    code, version = given["code"], given.get("version", "")
    return survey_offered(form.source, code=code, version=version, scorings=form.scorings)


def _kept(request: HttpRequest, form: SurveyForm) -> Imported:
    return import_instrument(
        actor=request.actor,  # type: ignore[attr-defined]
        file=form.source.file,
        text=form.source.text,
        code=form.cleaned_data["code"],
        version=form.cleaned_data["version"],
        scorings=form.scorings,
        at=request.at,  # type: ignore[attr-defined]
    )


def _shown(
    request: HttpRequest,
    form: SurveyForm,
    found: Offered | None,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    language = get_language() or "nl"
    shown = {
        "title": said(found.title) if found else _("A branch RI&E"),
        "facts": list(_facts(found)) if found else [],
        "notes": [one.said(language) for one in found.notes] if found else [],
        "is_known": found.is_known if found else False,
        "problems": problems or [],
        "form": form,
        "can_come_back": bool(form["packed"].value()),
        "breadcrumbs": crumbs_to(_("Import a branch RI&E")),
    }
    return render(request, "library/survey.html", shown, status=status)


def _facts(found: Offered) -> Iterator[tuple[str, Any]]:
    """How much there is of everything, so that who knows the survey can compare it."""
    counts = found.counts
    yield _("Modules"), counts.modules
    yield _("Profile questions"), counts.profile_questions
    yield _("Risks"), counts.risks
    yield _("Risks with a proposed priority"), found.proposed
    yield _("Solutions"), counts.solutions
    yield _("Legal references"), counts.legal_references
    yield _("Pictures"), found.pictures
    yield _("Sections on a sheet"), found.sections
