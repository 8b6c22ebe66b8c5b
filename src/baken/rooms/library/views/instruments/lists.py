"""Which instruments there are, and the door through which an expert's own comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed, page
from baken.core.instruments.documents import Refused
from baken.rooms.library.actions import Imported, InstrumentTaken, import_instrument
from baken.rooms.library.forms.instruments import InstrumentUpload
from baken.rooms.library.permits import IMPORT_INSTRUMENT, READ_LIBRARY
from baken.rooms.library.queries import labels_of
from baken.rooms.library.queries.instrument_forms import SURVEY_XML, form_of
from baken.rooms.library.queries.instruments import instruments
from baken.rooms.library.rules.instrument_heads import InstrumentHead, newest_of_each
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instrument_words import KINDS
from baken.rooms.library.views.instruments.found import LIST, ONE, crumbs_to, problem_lines
from baken.rooms.library.views.instruments.survey import offer
from baken.rooms.library.views.instruments.telling import tell_imported
from baken.rooms.library.views.pages import Column, code_html, column


@page(permit=READ_LIBRARY)
def listed(request: HttpRequest) -> HttpResponse:
    """Every instrument in its newest version, by kind."""
    return _shown(request, InstrumentUpload())


@page(permit=IMPORT_INSTRUMENT)
@deed(back=LIST)
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take in a file, or tell every mistake in it; nothing is kept before it is right.

    A branch RI&E in XML does not say what it is called here: that is asked, with what is in it shown.
    """
    form = InstrumentUpload(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form, status=400)
    source = form.cleaned_data["file"]
    try:
        if form_of(source.file, source.text) == SURVEY_XML:
            return offer(request, source)
        made = _brought_in(request, form)
    except Refused as refused:
        return _shown(request, form, problems=problem_lines(refused), status=400)
    except InstrumentTaken as refused:
        form.add_error("file", str(refused))
        return _shown(request, form, status=409)
    tell_imported(request, made)
    return redirect(ONE, made.definition.head.code, made.definition.head.version)


def _brought_in(request: HttpRequest, form: InstrumentUpload) -> Imported:
    source = form.cleaned_data["file"]
    return import_instrument(
        actor=request.actor,  # type: ignore[attr-defined]
        file=source.file,
        text=source.text,
        libraries=form.cleaned_data["libraries"],
        at=request.at,  # type: ignore[attr-defined]
    )


def _shown(
    request: HttpRequest,
    form: InstrumentUpload,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    heads = instruments()
    shown = {
        "columns": _columns(),
        "rows": [_row(one, heads) for one in newest_of_each(heads)],
        "form": form if request.actor.holds(IMPORT_INSTRUMENT) else None,  # type: ignore[attr-defined]
        "is_open": bool(form.is_bound),
        "problems": problems or [],
        "breadcrumbs": crumbs_to(),
    }
    return render(request, "library/instruments.html", shown, status=status)


def _columns() -> list[Column]:
    return [
        column("title", _("Instrument"), url="url", head=True),
        column("kind", _("Kind")),
        column("code", _("Code")),
        column("versions", _("Versions")),
        column("where", _("For")),
        column("from", _("From")),
    ]


def _row(one: InstrumentHead, heads: list[InstrumentHead]) -> Mapping[str, Any]:
    versions = [str(other.version) for other in heads if other.code == one.code]
    return {
        "title": said(one.title),
        "url": reverse(ONE, args=[one.code, one.version]),
        "kind": KINDS[one.kind],
        "code": code_html(one.code),
        "versions": ", ".join(versions),
        "where": where_words(one.context, one.unit_levels, one.workplace_types),
        "from": origin_words(is_imported=one.is_imported),
    }


def where_words(
    context: tuple[str, ...], unit_levels: tuple[int, ...], workplace_types: tuple[str, ...]
) -> str:
    """For which contexts, levels of units and workplaces an instrument is."""
    told = [", ".join(labels_of("contexts", context))]
    if unit_levels:
        levels = ", ".join(map(str, unit_levels))
        told.append(_("units of level %(levels)s") % {"levels": levels})
    if workplace_types:
        told.append(", ".join(labels_of("workplace_types", workplace_types)))
    return "; ".join(told)


def origin_words(*, is_imported: bool) -> str:
    """Where an instrument comes from."""
    return _("Imported here") if is_imported else _("Comes with Baken")
