"""An instrument to try out: fill something in and see what comes of it. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.instruments.definitions import Definition
from baken.core.instruments.filling import Asked, RaisedRisk
from baken.rooms.library.forms.trying import Trial, TrialForm, name_of, repeated_sections, trial_of
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.instrument_pictures import pictures_shown
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instruments import value_words
from baken.rooms.library.views.instruments.found import (
    ONE,
    CannotBeRead,
    address,
    crumbs_to,
    found_version,
    title_of,
)
from baken.rooms.library.views.instruments.outcome import outcome_shown
from baken.rooms.library.views.instruments.parts import Pictures
from baken.rooms.library.views.instruments.picture_rows import pictures_said


@page(permit=READ_LIBRARY)
def try_out(request: HttpRequest, instrument: str, instrument_version: str) -> HttpResponse:
    """The questions that are asked now, with what came of what was filled in."""
    try:
        definition = found_version(instrument, instrument_version)
    except CannotBeRead as problem:
        label = f"{instrument} {instrument_version}"
        shown = {"problems": problem.problems, "breadcrumbs": crumbs_to(label)}
        return render(request, "library/instrument_broken.html", shown)
    data = request.POST if request.method == "POST" else None
    trial = trial_of(definition, data if data is not None else QueryDict())
    form = TrialForm(definition, trial, data)
    title = title_of(definition)
    shown = {
        "title": title,
        "form": form,
        "repetitions": [form[f"for:{one.id}"] for one in repeated_sections(definition)],
        "groups": list(_groups(definition, trial, form)),
        "scores": [_score_part(one, form) for one in _scored_risks(trial)],
        "outcome": outcome_shown(definition, trial) if data is not None else None,
        "breadcrumbs": crumbs_to(_("Try it"), (title, address(ONE, definition))),
    }
    return render(request, "library/instrument_try.html", shown)


def _groups(definition: Definition, trial: Trial, form: TrialForm) -> Iterator[Mapping[str, Any]]:
    """The questions of the profile and of every section that is shown, each for its repetition."""
    pictures = pictures_shown(definition, definition.questions.values())
    if trial.outcome.profile:
        asked = [_question(one, form, pictures) for one in trial.outcome.profile]
        yield {"title": _("Profile"), "help": "", "questions": asked}
    for shown in trial.outcome.sections:
        along = definition.repeated_with[shown.section.id]
        name = trial.name_of(along, shown.repetition)
        title = said(shown.section.title)
        yield {
            "title": f"{title}: {name}" if name else title,
            "help": said(shown.section.help) if shown.section.help else "",
            "questions": [_question(one, form, pictures) for one in shown.asked],
        }


def _question(asked: Asked, form: TrialForm, pictures: Pictures) -> Mapping[str, Any]:
    names = (name_of(beginning, asked.place) for beginning in ("a", "r", "e"))
    question = asked.question
    return {
        "text": said(question.text),
        "help": said(question.help) if question.help else "",
        "legal": said(question.legal) if question.legal else "",
        "pictures": pictures_said(question, pictures.get(question.key, ())),
        "boxes": [form[name] for name in names if name in form.fields],
        "computed": (
            value_words(asked.computed, question.form.unit) if question.expr is not None else ""
        ),
        "required": question.required,
    }


def _scored_risks(trial: Trial) -> list[RaisedRisk]:
    return [one for one in trial.outcome.risks if one.trigger and one.trigger.scoring]


def _score_part(risk: RaisedRisk, form: TrialForm) -> Mapping[str, Any]:
    beginning = f"{name_of('s', risk.place)}:"
    title = said(risk.trigger.title) if risk.trigger else ""
    return {
        "title": title,
        "boxes": [form[name] for name in form.fields if name.startswith(beginning)],
    }
