"""The front page of the library: what there is, in which version, since when, and who approved it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.contents import contents, name_words
from baken.rooms.library.queries.files import publications, source_of, source_texts
from baken.rooms.library.rules.published import Publication
from baken.rooms.library.views.pages import (
    SHOWN_SIGNS,
    Section,
    address_of,
    code_html,
    column,
    source_url,
)


@page(permit=READ_LIBRARY)
def index(request: HttpRequest) -> HttpResponse:
    """Everything that is in force, by subject."""
    sections = [
        Section(title, _columns(), [_row(one) for one in held], anchor=code)
        for code, title, held in contents()
    ]
    return render(request, "library/index.html", {"sections": sections})


@page(permit=READ_LIBRARY)
def source(request: HttpRequest, source: str) -> HttpResponse:
    """A published version as its file holds it, to download; older ones too."""
    one = publications().get(source)
    if one is None:
        raise Http404
    answer = HttpResponse(source_of(one), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{one.file.replace("/", "-")}"'
    return answer


def _columns() -> list[Mapping[str, Any]]:
    return [
        column("what", _("What"), url="url", head=True),
        column("version", _("Version"), numeric=True),
        column("since", _("In force since")),
        column("by", _("Approved by")),
        column("source", _("Source")),
        column("sum", _("Checksum")),
        column("file", _("File")),
    ]


def _row(one: Publication) -> Mapping[str, Any]:
    return {
        "what": name_words(one.name),
        "url": address_of(one),
        "version": str(one.version),
        "since": one.approved_on,
        "by": one.approved_by,
        "source": source_texts()[one.file],
        "sum": code_html(f"{one.sha256[:SHOWN_SIGNS]}…"),
        "file": (_("Download"), source_url(one)),
    }
