"""The controls with which a question is answered, by its type, and what they say read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.clock import local_zone
from baken.core.instruments.definitions import Form
from baken.core.instruments.definitions.vocabulary import EXPOSED, NO, NOT_APPLICABLE, PARTIAL, YES
from baken.core.instruments.scoring import ScoringModel
from baken.rooms.library.queries import code_list
from baken.rooms.sheets.texts import said

Fields = dict[str, forms.Field]
WORDS: Mapping[str, Any] = {
    YES: _("Yes"),
    NO: _("No"),
    PARTIAL: _("Partly"),
    NOT_APPLICABLE: _("Does not apply"),
}
MOST_TILES = 8  # more choices than this stand in a list
SPARE_ROWS = 2  # empty rows below what is there
LONGEST_LINE = 500


def controls_of(form: Form, model: ScoringModel | None, value: Any) -> Fields:
    """The controls of an answer by what follows its name; with ``value`` in them."""
    return _MAKERS[form.type](form, model, value)


def read_back(form: Form, model: ScoringModel | None, sent: Callable[[str], list[str]]) -> Any:
    """What was sent for an answer, as ``checked`` takes it; ``sent`` gives the values of a control."""
    reader = _READERS.get(form.type)
    if reader is not None:
        return reader(form, model, sent)
    return next(iter(sent("")), "")


def choices_of(form: Form) -> list[tuple[str, Any]]:
    """What can be chosen, in words."""
    if form.options:
        return [(one.code, said(one.text)) for one in form.options]
    return [(word, WORDS[word]) for word in form.answer_type.words]


def _choice(form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    found = choices_of(form)
    if len(found) <= MOST_TILES:
        widget: Any = forms.RadioSelect
    else:
        widget, found = forms.Select, [("", _("Choose")), *found]
    return {"": forms.ChoiceField(required=False, choices=found, widget=widget, initial=value)}


def _several(form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    boxes = forms.CheckboxSelectMultiple
    made = forms.MultipleChoiceField(
        required=False, choices=choices_of(form), widget=boxes, initial=value
    )
    return {"": made}


def _scale(form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    steps = range(int(form.least or 0), int(form.most or 0) + 1)
    ends = {steps[0]: form.low, steps[-1]: form.high}
    choices = [
        (str(one), f"{one} ({said(ends[one])})" if ends.get(one) else str(one)) for one in steps
    ]
    return {
        "": forms.ChoiceField(
            required=False,
            choices=choices,
            widget=forms.RadioSelect,
            initial="" if value is None else str(value),
        )
    }


def _number(form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    shown = "" if value is None else f"{value:g}".replace(".", ",")
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return {"": forms.CharField(required=False, max_length=40, widget=widget, initial=shown)}


def _day(form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    widget = forms.TextInput(attrs={"type": "date"})
    return {"": forms.CharField(required=False, max_length=10, widget=widget, initial=value)}


def _moment(form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    local = datetime.fromisoformat(value).astimezone(local_zone()) if value else None
    shown = local.strftime("%Y-%m-%dT%H:%M") if local else ""
    widget = forms.TextInput(attrs={"type": "datetime-local"})
    return {"": forms.CharField(required=False, max_length=30, widget=widget, initial=shown)}


def _line(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    return {"": forms.CharField(required=False, max_length=LONGEST_LINE, initial=value)}


def _long(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    return {"": _area(value, 4)}


def _lines(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    return {"": _area("\n".join(value or ()), 4)}


def _area(value: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(required=False, widget=widget, initial=value)


def _place(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    shown = (value or {}).get("mgrs") or (f"{value['lat']}, {value['lon']}" if value else "")
    return {"": forms.CharField(required=False, max_length=60, initial=shown)}


def _signed(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    return {"": forms.CharField(required=False, max_length=200, initial=(value or {}).get("name"))}


def _files(_form: Form, _model: ScoringModel | None, _value: Any) -> Fields:
    """None: photos and documents are added on a page of their own."""
    return {}


def numbered(label: Any, nth: int) -> str:
    """The label of a control in a row, with the number of that row."""
    return f"{label} ({nth + 1})"


def _rows(value: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = [*(value or ()), *({} for _spare in range(SPARE_ROWS))]
    yield from enumerate(found)


def _table(form: Form, model: ScoringModel | None, value: Any) -> Fields:
    made: Fields = {}
    for nth, row in _rows(value):
        for column in form.columns:
            [field] = controls_of(column.form, model, row.get(column.id)).values()
            field.label = numbered(said(column.text), nth)
            made[f"__{nth}__{column.id}"] = field
    return made


def _series(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    told = value or {}
    numbers = "\n".join(f"{one:g}".replace(".", ",") for one in told.get("values", ()))
    plain = {"uncertainty": _("Uncertainty, in the same unit"), "instrument": _("Instrument")}
    made: Fields = {"__values": _area(numbers, 4)}
    made["__values"].label = _("Measured values, one on a line")
    for name, label in plain.items():
        shown = "" if told.get(name) is None else str(told[name]).replace(".", ",")
        made[f"__{name}"] = forms.CharField(
            required=False, max_length=200, label=label, initial=shown
        )
    [day] = _day(_form, None, told.get("calibrated_on")).values()
    day.label = _("Calibrated on")
    return {**made, "__calibrated_on": day}


def _measures(_form: Form, _model: ScoringModel | None, value: Any) -> Fields:
    levels = [
        ("", _("Choose")),
        *((code, one.label) for code, one in code_list("control_levels").items()),
    ]
    labels = {"text": _("Measure"), "owner": _("Who"), "when": _("When")}
    made: Fields = {}
    for nth, row in _rows(value):
        for name, label in labels.items():
            made[f"__{nth}__{name}"] = forms.CharField(
                required=False,
                max_length=LONGEST_LINE,
                label=numbered(label, nth),
                initial=row.get(name),
            )
        made[f"__{nth}__level"] = forms.ChoiceField(
            required=False,
            choices=levels,
            label=numbered(_("Level of control"), nth),
            initial=row.get("level"),
        )
    return made


def _risks(_form: Form, model: ScoringModel | None, value: Any) -> Fields:
    hazards = [
        ("", _("Choose")),
        *((code, one.label) for code, one in code_list("hazards").items()),
    ]
    made: Fields = {}
    for nth, row in _rows(value):
        for name, label in (("title", _("Risk")), ("scenario", _("What can happen"))):
            made[f"__{nth}__{name}"] = forms.CharField(
                required=False,
                max_length=LONGEST_LINE,
                label=numbered(label, nth),
                initial=row.get(name),
            )
        made[f"__{nth}__hazard"] = forms.ChoiceField(
            required=False,
            choices=hazards,
            label=numbered(_("Hazard"), nth),
            initial=row.get("hazard"),
        )
        for who in EXPOSED:
            made[f"__{nth}__exposed__{who}"] = forms.CharField(
                required=False,
                max_length=9,
                label=numbered(EXPOSED_SAID[who], nth),
                initial=(row.get("exposed") or {}).get(who),
            )
        made |= _axes(model, nth, row)
        lines = _area("\n".join(row.get("measures") or ()), 2)
        lines.label = numbered(_("Measures, one on a line"), nth)
        made[f"__{nth}__measures"] = lines
    return made


EXPOSED_SAID: Mapping[str, Any] = {
    "own": _("Own people exposed"),
    "partner": _("Partners exposed"),
    "civilian": _("Civilians exposed"),
}
SCORED_SAID: Mapping[str, Any] = {"current": _("now"), "residual": _("once measures work")}


def _axes(model: ScoringModel | None, nth: int, row: Mapping[str, Any]) -> Fields:
    made: Fields = {}
    for moment, when in SCORED_SAID.items():
        for axis in model.axes if model else ():
            choices = [("", _("Choose")), *((one.code, said(one.text)) for one in axis.values)]
            made[f"__{nth}__{moment}__{axis.code}"] = forms.ChoiceField(
                required=False,
                choices=choices,
                label=numbered(f"{said(axis.text)}, {when}", nth),
                initial=(row.get(moment) or {}).get(axis.code),
            )
    return made


# ---- read back ----

Sent = Callable[[str], list[str]]


def _first(sent: Sent, name: str) -> str:
    return next(iter(sent(name)), "").strip()


def _all_sent(_form: Form, _model: ScoringModel | None, sent: Sent) -> Any:
    return [one for one in sent("") if one]


def _moment_sent(_form: Form, _model: ScoringModel | None, sent: Sent) -> Any:
    given = _first(sent, "")
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return given
    return found.replace(tzinfo=found.tzinfo or local_zone()).isoformat()


def _lines_sent(_form: Form, _model: ScoringModel | None, sent: Sent) -> Any:
    return [one.strip() for one in _first(sent, "").splitlines() if one.strip()]


def _row_numbers(sent: Sent, names: list[str]) -> Iterator[int]:
    """The rows in which something was filled in, up to the first that was not sent at all."""
    for nth in range(MOST_ROWS_SENT):
        values = [sent(f"__{nth}__{name}") for name in names]
        if not any(values):
            return
        if any(one.strip() for value in values for one in value):
            yield nth


MOST_ROWS_SENT = 501


def _table_sent(form: Form, model: ScoringModel | None, sent: Sent) -> Any:
    names = [column.id for column in form.columns]
    return [
        {
            column.id: read_back(column.form, model, _cell(sent, f"__{nth}__{column.id}"))
            for column in form.columns
        }
        for nth in _row_numbers(sent, names)
    ]


def _cell(sent: Sent, name: str) -> Sent:
    """What was sent for one cell, wherever its control asks for the name alone."""
    return lambda _suffix: sent(name)


def _series_sent(_form: Form, _model: ScoringModel | None, sent: Sent) -> Any:
    values = [one.strip() for one in _first(sent, "__values").splitlines() if one.strip()]
    told = {
        name: _first(sent, f"__{name}") for name in ("uncertainty", "calibrated_on", "instrument")
    }
    return {"values": values, **told} if values or any(told.values()) else None


def _measures_sent(_form: Form, _model: ScoringModel | None, sent: Sent) -> Any:
    names = ["text", "level", "owner", "when"]
    return [
        {name: _first(sent, f"__{nth}__{name}") for name in names}
        for nth in _row_numbers(sent, names)
    ]


def _risks_sent(_form: Form, model: ScoringModel | None, sent: Sent) -> Any:
    axes = [axis.code for axis in model.axes] if model else []
    return [
        _risk_sent(sent, nth, axes) for nth in _row_numbers(sent, ["title", "scenario", "hazard"])
    ]


def _risk_sent(sent: Sent, nth: int, axes: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: _first(sent, f"__{nth}__{name}") for name in ("title", "scenario", "hazard")
    }
    heads = {who: _first(sent, f"__{nth}__exposed__{who}") for who in EXPOSED}
    row["exposed"] = {who: one for who, one in heads.items() if one}
    for moment in SCORED_SAID:
        chosen = {axis: _first(sent, f"__{nth}__{moment}__{axis}") for axis in axes}
        row[moment] = {axis: one for axis, one in chosen.items() if one}
    row["measures"] = [
        one.strip() for one in _first(sent, f"__{nth}__measures").splitlines() if one.strip()
    ]
    return row


_MAKERS: Mapping[str, Callable[[Form, ScoringModel | None, Any], Fields]] = {
    **dict.fromkeys(("yes_no", "yes_no_na", "yes_no_partial_na", "single_choice"), _choice),
    "multi_choice": _several,
    "scale": _scale,
    **dict.fromkeys(("integer", "decimal", "money", "duration", "headcount"), _number),
    "date": _day,
    "datetime": _moment,
    **dict.fromkeys(
        ("text", "person", "function_group", "org_unit", "substance", "equipment", "material_item"),
        _line,
    ),
    "long_text": _long,
    "phase_list": _lines,
    "location": _place,
    "signature": _signed,
    **dict.fromkeys(("photo", "file"), _files),
    "table": _table,
    "measurement_series": _series,
    "measure_list": _measures,
    "risk_list": _risks,
}
_READERS: Mapping[str, Callable[[Form, ScoringModel | None, Sent], Any]] = {
    "multi_choice": _all_sent,
    "datetime": _moment_sent,
    "phase_list": _lines_sent,
    "table": _table_sent,
    "measurement_series": _series_sent,
    "measure_list": _measures_sent,
    "risk_list": _risks_sent,
}
