"""One version of an instrument in words, with its file and what changed since the version before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.access.roles import role_label
from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Definition
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries import labels_of
from baken.rooms.library.queries.instruments import (
    Origin,
    instrument,
    origin_of,
    source_of_instrument,
    versions_of_instrument,
)
from baken.rooms.library.rules.instrument_changes import ChangedQuestion, changes_between
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instrument_words import (
    CHANGED_PARTS,
    DECIDERS,
    KINDS,
    OUTPUTS,
    WORKFLOWS,
)
from baken.rooms.library.texts.instruments import validity_words, worded
from baken.rooms.library.views.instruments.found import (
    FILE,
    ONE,
    TRY,
    CannotBeRead,
    address,
    crumbs_to,
    found_version,
    newest_version,
    title_of,
)
from baken.rooms.library.views.instruments.lists import origin_words, where_words
from baken.rooms.library.views.instruments.parts import Fact, rule_facts, sections_shown
from baken.rooms.library.views.pages import code_html, list_html


@page(permit=READ_LIBRARY)
def newest(request: HttpRequest, instrument: str) -> HttpResponse:
    """An instrument in its newest version."""
    return _shown(request, instrument, newest_version(instrument))


@page(permit=READ_LIBRARY)
def one(request: HttpRequest, instrument: str, instrument_version: str) -> HttpResponse:
    """An instrument in the version that a sheet names."""
    return _shown(request, instrument, instrument_version)


@page(permit=READ_LIBRARY)
def file(request: HttpRequest, instrument: str, instrument_version: str) -> HttpResponse:
    """The file of a version as it was published or imported, to download."""
    try:
        source = source_of_instrument(instrument, instrument_version)
    except LookupError:
        raise Http404 from None
    answer = HttpResponse(source.text, content_type="text/plain; charset=utf-8")
    suffix = source.file.rpartition(".")[2]
    name = f"{instrument}-{instrument_version}.{suffix}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _shown(request: HttpRequest, code: str, version: str) -> HttpResponse:
    try:
        definition = found_version(code, version)
    except CannotBeRead as problem:
        shown = {"problems": problem.problems, "breadcrumbs": crumbs_to(f"{code} {version}")}
        return render(request, "library/instrument_broken.html", shown)
    shown = {
        "title": said(definition.head.title),
        "lead": KINDS[definition.head.kind],
        "facts": list(_facts(definition)),
        "versions_of_instrument": _versions(definition),
        "sections": sections_shown(definition),
        "calculations": list(_calculations(definition)),
        "rules": list(rule_facts(definition.rules)),
        "changes": _changes(definition),
        "measures": [said(one.title) for one in definition.measures],
        "try_url": address(TRY, definition),
        "breadcrumbs": crumbs_to(title_of(definition)),
    }
    return render(request, "library/instrument.html", shown)


def _facts(definition: Definition) -> Iterator[Fact]:
    head, scoring = definition.head, definition.scoring
    origin = origin_of(head.code, str(head.version))
    yield _("Code"), code_html(head.code)
    yield _("Version"), str(head.version)
    yield _("For"), where_words(head.context, head.unit_levels, head.workplace_types)
    if head.legal_basis:
        yield _("Law"), list_html(labels_of("legal_bases", head.legal_basis))
    yield _("Course"), WORKFLOWS[head.workflow]
    yield from _roles(definition)
    if scoring:
        url = reverse("library:scoring-model-version", args=[scoring.code, scoring.version])
        yield _("Scoring model"), (said(scoring.text), url)
    if told := list(validity_words(head.validity)):
        yield _("A sheet holds"), list_html(told)
    yield _("Without network"), _("Yes") if head.offline else _("No")
    if head.outputs:
        yield _("Gives"), worded(OUTPUTS, head.outputs)
    if definition.included:
        named = (f"{code} {version}" for code, version in definition.included)
        yield _("Section libraries"), ", ".join(named)
    yield from _origin_facts(origin)
    yield _("File"), (_("Download"), address(FILE, definition))
    yield _("Checksum (SHA-256)"), code_html(definition.sha256)


def _roles(definition: Definition) -> Iterator[Fact]:
    roles = definition.head.roles
    named = {_("Filled in by"): roles.fill, _("Advice of"): roles.advise}
    for label, codes in {**named, _("Reviewed by"): roles.review}.items():
        if codes:
            yield label, ", ".join(map(role_label, codes))
    yield _("Decided by"), DECIDERS.get(roles.decide) or role_label(roles.decide)


def _origin_facts(origin: Origin) -> Iterator[Fact]:
    yield _("From"), origin_words(is_imported=origin.is_imported)
    if origin.is_imported:
        yield _("Imported"), origin.at
        yield _("Imported by"), origin.by
    else:
        yield _("In force since"), origin.at
        yield _("Approved by"), origin.by


def _versions(definition: Definition) -> list[Mapping[str, Any]]:
    """The versions, to go from one to the other; nothing when there is only one."""
    code, found = definition.head.code, versions_of_instrument(definition.head.code)
    return [
        {
            "label": _("Version %(version)s") % {"version": version},
            "url": reverse(ONE, args=[code, version]),
            "current": version == definition.head.version,
        }
        for version in found
        if len(found) > 1
    ]


def _calculations(definition: Definition) -> Iterator[Fact]:
    for one in definition.calculations:
        yield said(one.text) if one.text else one.id, code_html(f"{one.id} = {one.expr}")


def _changes(definition: Definition) -> Mapping[str, Any] | None:
    """What differs from the version before; None when there is none, or none that can be read."""
    head = definition.head
    older = [one for one in versions_of_instrument(head.code) if one < head.version]
    if not older:
        return None
    try:
        found = changes_between(instrument(head.code, str(older[0])), definition)
    except DataProblem:
        return None
    return {
        "since": str(older[0]),
        "added": [said(one.text) for one in found.added],
        "removed": [said(one.text) for one in found.removed],
        "changed": [_changed(one) for one in found.changed],
        "same": not found,
        "answers_compare": older[0].major == head.version.major,
    }


def _changed(one: ChangedQuestion) -> str:
    told = {"question": said(one.question.text), "parts": worded(CHANGED_PARTS, one.parts)}
    if one.is_asked_again:
        return _("%(question)s: %(parts)s; a draft asks it again") % told
    return _("%(question)s: %(parts)s") % told
