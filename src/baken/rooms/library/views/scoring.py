"""A scoring model in words: its axes, its table or bands, its examples worked out, and a try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.instruments.scoring import Axis, Bands, Example, Matrix, ScoringModel, outcome_of
from baken.rooms.library.forms import TryForm
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.files import publication
from baken.rooms.library.queries.scoring import FOLDER, scoring_model, versions_of
from baken.rooms.library.texts import said
from baken.rooms.library.texts.scoring import (
    band_words,
    explained,
    number_words,
    rule_words,
    term_words,
    value_words,
)
from baken.rooms.library.views.pages import (
    Section,
    column,
    common_html,
    crumbs,
    native_html,
    version_part,
)


@page(permit=READ_LIBRARY)
def model(request: HttpRequest, model: str) -> HttpResponse:
    """A scoring model in its newest version."""
    return _shown(request, _found(model, None))


@page(permit=READ_LIBRARY)
def model_version(request: HttpRequest, model: str, version: int) -> HttpResponse:
    """A scoring model in the version that a risk names."""
    return _shown(request, _found(model, version))


def _found(code: str, version: int | None) -> ScoringModel:
    try:
        return scoring_model(code, version)
    except LookupError:
        raise Http404 from None


def _shown(request: HttpRequest, model: ScoringModel) -> HttpResponse:
    asked = any(axis.code in request.GET for axis in model.axes)
    form = TryForm(request.GET if asked else None, model=model)
    scored = form.score() if asked else None
    title = said(model.text)
    shown = {
        "model": model,
        "title": title,
        "help": said(model.help),
        "rule": rule_words(model),
        "breadcrumbs": crumbs(title),
        "axes": [_axis(axis) for axis in model.axes],
        "matrix": _matrix(model),
        "classes": _classes(model),
        "examples": _examples(model),
        "form": form,
        "scored": scored,
        "scored_class": common_html(scored.native) if scored else "",
        "explained": explained(model, scored) if scored else [],
        "versions_of_model": _versions(model),
        **version_part([publication(f"{FOLDER}{model.code}", model.version)]),
    }
    return render(request, "library/scoring_model.html", shown)


def _axis(axis: Axis) -> Section:
    columns = [
        column("code", _("Value"), head=True),
        column("text", _("Meaning")),
    ]
    rows = [
        {"code": one.code, "text": " ".join(filter(None, (said(one.text), said(one.help))))}
        for one in axis.values
    ]
    return Section(said(axis.text), columns, rows)


def _matrix(model: ScoringModel) -> Section | None:
    """The table of a model that has one, every cell with the class in word, shape and colour."""
    rule = model.rule
    if not isinstance(rule, Matrix):
        return None
    rows, columns = model.axis(rule.rows), model.axis(rule.columns)
    title = _("%(rows)s against %(columns)s") % {
        "rows": said(rows.text),
        "columns": said(columns.text).lower(),
    }
    heads = [column(one.code, value_words(one)) for one in columns.values]
    told = [
        {"row": value_words(row)}
        | {
            one.code: native_html(model.native(rule.cells[row.code, one.code]))
            for one in columns.values
        }
        for row in rows.values
    ]
    return Section(title, [column("row", said(rows.text), head=True), *heads], told)


def _classes(model: ScoringModel) -> Section:
    columns = [
        column("class", _("Class of the model"), head=True),
        *([column("band", _("Outcome"))] if isinstance(model.rule, Bands) else []),
        column("action", _("What to do")),
        column("term", _("Default term")),
        column("common", _("Common class")),
    ]
    rows = [
        {
            "class": said(one.text),
            "band": band_words(model.rule, place) if isinstance(model.rule, Bands) else "",
            "action": said(one.action),
            "term": term_words(one.term),
            "common": common_html(one),
        }
        for place, one in enumerate(model.classes)
    ]
    return Section(_("Classes and what they ask"), columns, rows)


def _examples(model: ScoringModel) -> Section:
    columns = [
        column("choice", _("Choice"), head=True),
        column("number", _("Outcome")),
        column("says", _("Must be")),
        column("comes", _("Worked out now")),
        column("right", _("Right")),
    ]
    return Section(_("Worked examples"), columns, list(_worked_out(model)))


def _worked_out(model: ScoringModel) -> Iterator[Mapping[str, Any]]:
    for one in model.examples:
        found = outcome_of(model, one)
        yield {
            "choice": _choice_words(model, one),
            "number": found.written or (number_words(found.number) if found.number else "–"),
            "says": said(model.native(one.native).text),
            "comes": native_html(model.native(found.native)),
            "right": _("Yes") if found == one else _("No"),
        }


def _choice_words(model: ScoringModel, example: Example) -> str:
    if example.choice is None:
        return _("Only an outcome")
    return " · ".join(f"{said(model.axis(k).text)} {v}" for k, v in example.choice.items())


def _versions(model: ScoringModel) -> list[dict[str, Any]]:
    """The versions of the model, to go from one to the other; nothing when there is only one."""
    numbers = versions_of(model.code)
    return [
        {
            "label": _("Version %(version)s") % {"version": number},
            "url": reverse("library:scoring-model-version", args=[model.code, number]),
            "current": number == model.version,
        }
        for number in numbers
        if len(numbers) > 1
    ]
