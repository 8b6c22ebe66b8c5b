"""A plain form out of what an instrument asks now; nothing that is typed in it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from baken.core.clock import local_zone
from baken.core.instruments.definitions import Definition, Form, Question, Section
from baken.core.instruments.definitions.vocabulary import (
    MOST_REPETITIONS,
    NOT_APPLICABLE,
    NOT_ASKED,
)
from baken.core.instruments.filling import (
    EVERYWHERE,
    Asked,
    Given,
    Outcome,
    Place,
    RaisedRisk,
    Scored,
    work_out,
)
from baken.core.instruments.scoring import Axis
from baken.rooms.library.rules.trying_out import Sent, Tried, tried
from baken.rooms.library.rules.typed_answers import CELL, cells_of, typed
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instruments import form_words, options_of
from baken.rooms.library.texts.scoring import value_words

SOME_FILE = "00000000-0000-4000-8000-000000000000"  # stands for a file that was added
FILES = ("photo", "file")
LONG = ("long_text", "phase_list", "table", "measure_list", "risk_list", "measurement_series")
MOMENTS = ("current", "residual")
LONGEST_LINE, LONGEST = 500, 50_000
USUAL_NAME = "1"


@dataclass(frozen=True)
class Trial:
    """What somebody typed to try an instrument, and what comes of it."""

    names: Mapping[str, tuple[str, ...]]
    found: Tried
    outcome: Outcome

    def name_of(self, section: str, repetition: str) -> str:
        """What a repetition was called."""
        return self.names[section][int(repetition) - 1] if repetition else ""


def trial_of(definition: Definition, data: QueryDict) -> Trial:
    """What comes of what was typed; of nothing, what is asked first."""
    names = dict(_names(definition, data))
    repetitions = {key: _numbered(called) for key, called in names.items()}
    places = list(_places(definition, repetitions))
    answers = {
        place: sent
        for question, place in places
        if (sent := _sent(definition, question, place, data)) is not None
    }
    scores = {
        place: scored
        for question, place in places
        if (scored := _scored(question, place, data)) is not None
    }
    found = tried(definition, answers, repetitions=repetitions, scores=scores)
    return Trial(names, found, work_out(definition, found.filled))


class TrialForm(forms.Form):
    """A box for everything that is asked now; ``data`` is what was typed before, or None."""

    def __init__(self, definition: Definition, trial: Trial, data: QueryDict | None) -> None:
        super().__init__(data)
        self.definition = definition
        self.fields.update(_repetition_fields(definition))
        for asked in trial.outcome.asked:
            self.fields.update(_answer_fields(asked, trial.found.filled.answers))
        for risk in trial.outcome.risks:
            self.fields.update(_score_fields(risk))
        if data is not None:
            self.full_clean()
            for where, text in trial.found.problems.items():
                self._tell(where, said(text))

    def _tell(self, where: str, text: str) -> None:
        """Put what is wrong beside its box; what has no box any more is asked no more either."""
        part, _dot, rest = where.partition(".")
        beginning = {"answers": "a", "repetitions": "for", "scores": "s"}[part]
        names = [one for one in self.fields if f"{one}:".startswith(f"{beginning}:{rest}:")]
        if names and not self.errors.get(names[0]):
            self.add_error(names[0], text)


def name_of(beginning: str, place: Place) -> str:
    """The name of a box: ``a`` for an answer, ``r`` for its reason, ``e`` for its evidence."""
    return f"{beginning}:{place.key}" + (f"@{place.repetition}" if place.repetition else "")


def repeated_sections(definition: Definition) -> list[Section]:
    """The sections that begin a repetition."""
    return [section for section in definition.sections if section.repeat]


# ---- what was typed ----


def _names(definition: Definition, data: QueryDict) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each section is repeated for: the lines that were typed, or one of no name."""
    for section in repeated_sections(definition):
        typed_lines = data.get(f"for:{section.id}", USUAL_NAME).splitlines()
        lines = [line.strip()[:LONGEST_LINE] for line in typed_lines if line.strip()]
        yield section.id, tuple(lines[: MOST_REPETITIONS + 1])


def _numbered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(nth) for nth, _name in enumerate(names, start=1))


def _places(
    definition: Definition, repetitions: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Question, Place]]:
    for key, question in definition.questions.items():
        along = definition.repeat_of[key]
        for repetition in repetitions[along] if along else (EVERYWHERE,):
            yield question, Place(key, repetition)


def _sent(definition: Definition, question: Question, place: Place, data: QueryDict) -> Sent | None:
    """The answer that was typed; None where no box was shown."""
    values = data.getlist(name_of("a", place))
    if not values or not question.is_answered:
        return None
    return Sent(
        value=_value(definition, question.form, values),
        reason=data.get(name_of("r", place), ""),
        evidence=int(name_of("e", place) in data),
    )


def _value(definition: Definition, form: Form, values: list[str]) -> Any:
    first = values[0]
    if form.type == "multi_choice":
        return [one for one in values if one]
    if form.type in FILES:
        return [SOME_FILE] if first else None
    if form.type == "datetime":
        return _with_zone(first)
    return typed(form, first, definition.scoring)


def _with_zone(text: str) -> str:
    """A moment as a browser gives it, with the time zone of the installation."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (found if found.tzinfo else found.replace(tzinfo=local_zone())).isoformat()


def _scored(question: Question, place: Place, data: QueryDict) -> Scored | None:
    model = question.risk.scoring if question.risk else None
    if model is None:
        return None
    chosen = {
        moment: {
            axis.code: value
            for axis in model.axes
            if (value := data.get(_score_name(place, moment, axis)))
        }
        for moment in MOMENTS
    }
    return (
        Scored(**{moment: one or None for moment, one in chosen.items()})
        if any(chosen.values())
        else None
    )


# ---- the boxes ----


def _repetition_fields(definition: Definition) -> Iterator[tuple[str, forms.Field]]:
    for section in repeated_sections(definition):
        yield (
            f"for:{section.id}",
            forms.CharField(
                label=_("%(section)s: for which ones? One on a line.")
                % {"section": said(section.title)},
                required=False,
                max_length=LONGEST,
                initial=USUAL_NAME,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        )


def _answer_fields(asked: Asked, given: Mapping[Place, Given]) -> Iterator[tuple[str, forms.Field]]:
    question, place = asked.question, asked.place
    if not question.is_answered:
        return
    field = _answer_field(question.form)
    field.label, field.required = said(question.text), False
    field.help_text = field.help_text or form_words(question.form)
    yield name_of("a", place), field
    if given.get(place, Given()).value == NOT_APPLICABLE:
        label = _("Why it does not apply")
        yield (
            name_of("r", place),
            forms.CharField(label=label, required=False, max_length=LONGEST_LINE),
        )
    if question.evidence != NOT_ASKED:
        label = _("With a photo or document")
        yield name_of("e", place), forms.BooleanField(label=label, required=False)


def _answer_field(form: Form) -> forms.Field:
    if form.type == "multi_choice":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=options_of(form), widget=boxes)
    if form.words:
        return _select(options_of(form))
    if form.type in FILES:
        return _select([("1", _("There is one"))])
    if form.type in ("date", "datetime"):
        kind = "date" if form.type == "date" else "datetime-local"
        return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"type": kind}))
    if form.type in LONG:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=LONGEST, widget=area, help_text=_row_help(form))
    return forms.CharField(max_length=LONGEST_LINE)


def _row_help(form: Form) -> str:
    cells = f" {CELL} ".join(cells_of(form))
    return _("One on a line: %(cells)s") % {"cells": cells} if cells else ""


def _select(choices: list[tuple[str, str]]) -> forms.Field:
    select = forms.Select(choices=[("", _("Choose")), *choices])
    return forms.CharField(max_length=LONGEST_LINE, widget=select)


def _score_fields(risk: RaisedRisk) -> Iterator[tuple[str, forms.Field]]:
    model = risk.trigger.scoring if risk.trigger else None
    moments = {"current": _("now"), "residual": _("once measures work")}
    for moment, when in moments.items():
        for axis in model.axes if model else ():
            field = _select([(one.code, value_words(one)) for one in axis.values])
            field.label, field.required = f"{said(axis.text)}, {when}", False
            yield _score_name(risk.place, moment, axis), field


def _score_name(place: Place, moment: str, axis: Axis) -> str:
    return f"{name_of('s', place)}:{moment}:{axis.code}"
