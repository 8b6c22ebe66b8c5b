"""Hazards by group, the standard measures against them, and the code lists beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.lists.pager import is_filtered
from baken.rooms.library.forms import HazardFilter, MeasureFilter
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries import CodeItem, code_list, label_of
from baken.rooms.library.queries.contents import name_words
from baken.rooms.library.queries.files import LOCKED_LISTS, publication
from baken.rooms.library.queries.finding import find_hazards, find_measures
from baken.rooms.library.rules.standard_measures import StandardMeasure
from baken.rooms.library.texts import said
from baken.rooms.library.views.pages import (
    Section,
    class_html,
    code_html,
    column,
    crumbs,
    list_html,
    show_tables,
    version_part,
)


@page(permit=READ_LIBRARY)
def hazards(request: HttpRequest) -> HttpResponse:
    """The hazards that fit a word or a group."""
    form = HazardFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = find_hazards(text=asked.get("q", ""), group=asked.get("group", ""))
    columns = [
        column("hazard", _("Hazard"), head=True),
        column("code", _("Code")),
        column("measures", _("Standard measures"), blank=True),
    ]
    sections = [
        Section(group.label, columns, [_hazard_row(one) for one in held], anchor=group.code)
        for group, held in found.items()
    ]
    shown = {
        "title": _("Hazards"),
        "lead": _("What can do harm, by group. Every risk names one of these."),
        "form": form,
        "sections": sections,
        "clear_url": reverse("library:hazards") if is_filtered(request, form) else "",
        "breadcrumbs": crumbs(_("Hazards")),
        **version_part([publication("hazards"), publication("hazard_groups")]),
    }
    return render(request, "library/found.html", shown)


@page(permit=READ_LIBRARY)
def measures(request: HttpRequest) -> HttpResponse:
    """The standard measures that fit a word, a level of control or a hazard, the best level first."""
    form = MeasureFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = find_measures(
        text=asked.get("q", ""), level=asked.get("level", ""), hazard=asked.get("hazard", "")
    )
    sections = [
        _measures_of(level, [one for one in found if one.control_level == level.code])
        for level in code_list("control_levels").values()
    ]
    shown = {
        "title": _("Standard measures"),
        "lead": _(
            "What is proposed against which hazards, the best level of control first. A lower level is"
            " only for what the levels above it cannot reasonably do."
        ),
        "form": form,
        "sections": [one for one in sections if one.rows],
        "clear_url": reverse("library:measures") if is_filtered(request, form) else "",
        "breadcrumbs": crumbs(_("Standard measures")),
        **version_part([publication("measures/standard"), publication("control_levels")]),
    }
    return render(request, "library/found.html", shown)


@page(permit=READ_LIBRARY)
def code_list_page(request: HttpRequest, listed: str) -> HttpResponse:
    """A code list that decisions rely on: every code with what it means."""
    if listed not in LOCKED_LISTS:
        raise Http404
    columns = [
        column("label", _("Name"), head=True),
        column("code", _("Code")),
        column("description", _("Meaning"), blank=True),
    ]
    rows = [
        {
            "label": class_html(one.code, one.label) if listed == "risk_classes" else one.label,
            "code": code_html(one.code),
            "description": one.description,
        }
        for one in code_list(listed).values()
    ]
    return show_tables(
        request,
        title=name_words(listed),
        lead=_("Codes never change: records point at them."),
        sections=[Section(_("Entries"), columns, rows)],
        names=[listed],
    )


def _hazard_row(one: CodeItem) -> Mapping[str, Any]:
    count = len(find_measures(hazard=one.code))
    url = f"{reverse('library:measures')}?hazard={one.code}"
    return {
        "hazard": one.label,
        "code": code_html(one.code),
        "measures": (str(count), url) if count else "",
    }


def _measures_of(level: CodeItem, held: list[StandardMeasure]) -> Section:
    columns = [
        column("measure", _("Measure"), head=True),
        column("what", _("What it is")),
        column("hazards", _("Against")),
        column("effect", _("Usually lowers")),
        column("cost", _("Cost")),
        column("evidence", _("Evidence")),
    ]
    about = level.description
    return Section(level.label, columns, [_measure_row(one) for one in held], about, level.code)


def _measure_row(one: StandardMeasure) -> Mapping[str, Any]:
    return {
        "measure": said(one.text),
        "what": said(one.description),
        "hazards": list_html(label_of("hazards", code) for code in one.hazards),
        "effect": list_html(_effect(name, steps) for name, steps in one.effect_on),
        "cost": label_of("cost_bands", one.cost_band),
        "evidence": label_of("evidence_levels", one.evidence_level),
    }


def _effect(name: str, steps: int) -> str:
    names = {"probability": _("probability"), "exposure": _("exposure"), "severity": _("severity")}
    return _("%(what)s, steps: %(steps)s") % {"what": names[name], "steps": steps}
