"""The triage screen: the step's fields, the scale of severities, and rows for injuries and damage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.forms import Choice, plain
from baken.rooms.library.queries import code_list
from baken.rooms.reports.forms.duty_facts import DutyFactsForm, answers_typed
from baken.rooms.reports.forms.steps import StepForm, choices_of
from baken.rooms.reports.rules import NO_SITE, category_from_harm

MOST_ROWS = 60
INJURY_SAYS = ("outcome", "absence_days", "hospital_admission", "permanent")


class InjuryForm(forms.Form):
    """One injured person, unnamed."""

    outcome = forms.ChoiceField(label=_("Injury"), required=False)
    person_kind = forms.ChoiceField(label=_("Who was injured"), required=False)
    absence_days = forms.IntegerField(
        label=_("Days of absence"), required=False, min_value=0, max_value=30_000
    )
    hospital_admission = forms.BooleanField(label=_("Admitted to hospital"), required=False)
    permanent = forms.BooleanField(label=_("Permanent injury"), required=False)
    known_at = forms.DateTimeField(
        label=_("Known since"),
        required=False,
        help_text=_("When this injury was known to us. Empty is now."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing: list[Choice] = [("", _("No injury"))]
        outcomes = [choice for choice in choices_of("injury_outcomes") if choice[0] != "none"]
        self.fields["outcome"].choices = nothing + outcomes  # type: ignore[attr-defined]
        self.fields["person_kind"].choices = choices_of("person_kinds")  # type: ignore[attr-defined]

    def row(self) -> dict[str, Any] | None:
        """The injury as ``take_step`` wants it; None when this line says there was none."""
        data = self.cleaned_data
        if data.get("outcome", "") in ("", "none"):
            return None
        kind = data["person_kind"] or "employee"
        known = data["known_at"]
        return {**data, "person_kind": kind, "known_at": known.isoformat() if known else None}


class DamageForm(forms.Form):
    """One thing that was damaged."""

    what = forms.CharField(label=_("What was damaged"), required=False, max_length=200)
    amount_eur = forms.IntegerField(
        label=_("Damage in euros"), required=False, min_value=0, max_value=2_000_000_000
    )

    def clean(self) -> dict[str, Any]:
        """An amount without a thing is a slip, not something to forget."""
        cleaned = super().clean() or {}
        if cleaned.get("amount_eur") and not cleaned.get("what"):
            self.add_error("what", _("Say what was damaged."))
        return cleaned

    def row(self) -> dict[str, Any] | None:
        """The damage as ``take_step`` wants it; None when the line is empty."""
        return dict(self.cleaned_data) if self.cleaned_data.get("what") else None


InjuryRows = forms.formset_factory(InjuryForm, extra=1, absolute_max=MOST_ROWS, max_num=MOST_ROWS)
DamageRows = forms.formset_factory(DamageForm, extra=1, absolute_max=MOST_ROWS, max_num=MOST_ROWS)
# Left empty on the screen these follow from the rest again.
FOLLOWING = ("context", "investigation_level", "due_on")
# What is asked whether or not the report joins an occurrence that is there.
BESIDE = ("occurrence", "reason", "note")
ROWS: Mapping[str, Any] = {"injuries": InjuryRows, "damages": DamageRows}


class TriageForm(StepForm):
    """The triage screen: the step's fields, with as many lines for injury and damage as needed."""

    def __init__(self, data: Any = None, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(data, *args, initial=initial, **kwargs)
        self.rows = {
            name: rows(data, prefix=name, initial=self._first_rows(name))
            for name, rows in ROWS.items()
        }
        answers = self.initial.get("duty_facts", ())
        self.duty_facts = DutyFactsForm(data, rows=() if self.is_bound else answers)

    def _first_rows(self, name: str) -> list[dict[str, Any]]:
        """What the lines show first; lines that were sent say everything themselves."""
        rows = [] if self.is_bound else self.initial.get(name, [])
        return [_with_moment(row) for row in rows]

    @property
    def injuries(self) -> Any:
        """The lines for injuries."""
        return self.rows["injuries"]

    @property
    def damages(self) -> Any:
        """The lines for damage."""
        return self.rows["damages"]

    @property
    def has_harm(self) -> bool:
        """Whether a line holds something, or is in error: then the lines are shown at once."""
        return any(rows.initial or (rows.is_bound and _speaks(rows)) for rows in self.rows.values())

    @property
    def category_criteria(self) -> list[dict[str, str]]:
        """What makes each category, by person and by damage."""
        return [
            {"label": item.label, "person": item.text("person"), "damage": item.text("damage")}
            for item in code_list("categories").values()
        ]

    @property
    def suggested_category(self) -> str:
        """The category that the harm on the screen points at; nothing without harm."""
        injuries = [_typed(form, INJURY_SAYS) for form in self.rows["injuries"].forms]
        damages = [_typed(form, ("what", "amount_eur")) for form in self.rows["damages"].forms]
        harmed = [one for one in injuries if one.get("outcome") not in (None, "", "none")]
        damage = sum(_whole(one.get("amount_eur")) for one in damages)
        if not harmed and not damage:
            return ""
        told: list[Mapping[str, object]] = [
            {**one, "absence_days": _whole(one.get("absence_days"))} for one in harmed
        ]
        category = category_from_harm(injuries=told, damage_eur=damage)
        return code_list("categories")[str(category)].label

    def clean(self) -> dict[str, Any]:
        """A report joined to an existing occurrence brings no classification of its own."""
        cleaned = super().clean() or {}
        if cleaned.get("occurrence"):
            return {name: cleaned[name] for name in BESIDE if name in cleaned}
        self.duty_facts.is_valid()
        if not all(rows.is_valid() for rows in self.rows.values()):
            self.add_error(None, _("Look at the lines about injury and damage again."))
        return cleaned

    def step_fields(self) -> dict[str, Any]:
        """The classification, with injuries and damages as lists of rows."""
        data = self.cleaned_data
        fields = {k: plain(v) for k, v in data.items() if k != "note" and v not in ("", None)}
        if "occurrence" in fields:
            return fields
        fields |= {name: None for name in FOLLOWING if name in data and name not in fields}
        if "site" not in fields and self.initial.get("site"):
            fields["site"] = NO_SITE
        for name, rows in self.rows.items():
            said = (form.row() for form in rows.forms)
            fields[name] = [row for row in said if row is not None]
        fields["duty_facts"] = self.duty_facts.rows()
        return fields


def _with_moment(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line whose moment is a moment again; what is being typed stays as it is."""
    moment = parse_datetime(row.get("known_at") or "")
    return {**row, "known_at": moment} if moment and moment.tzinfo else dict(row)


def _typed(form: forms.Form, names: Iterable[str]) -> dict[str, Any]:
    """What stands in a line now, checked or not."""
    return {name: form[name].value() for name in names}


def _whole(value: Any) -> int:
    """A whole number as it was typed; what is none counts for nothing yet."""
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _speaks(rows: Any) -> bool:
    return any(form.has_changed() or form.errors for form in rows.forms)


def triage_initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the screen shows first: of a new one the usual, of a revision what stands.

    The kind is not chosen beforehand: it is what figures are made of, and a wrong one looks right.
    """
    return {"domains": ["work"], "context": "non_operational", **facts}


def typed_so_far(sent: QueryDict) -> dict[str, Any]:
    """What was typed, as first values of a screen that asks for more and judges nothing.

    Lines that were left empty are only kept when more lines are asked for.
    """
    values: dict[str, Any] = {name: _value(sent.getlist(name)) for name in sent}
    values |= {name: sent.getlist(name) for name in ("subjects", "domains")}
    values["duty_facts"] = answers_typed(sent)
    for name in ROWS:
        count = sent.get(f"{name}-TOTAL_FORMS", "0")
        most = min(int(count), MOST_ROWS) if count.isdecimal() else 0
        rows = [_row(sent, f"{name}-{place}-") for place in range(most)]
        values[name] = rows if sent.get("more") == "lines" else _without_empty_end(rows)
    return values


def _without_empty_end(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The lines up to the last one that says something; who was injured is filled in beforehand."""
    said = [any(value for name, value in row.items() if name != "person_kind") for row in rows]
    return rows[: max((place + 1 for place, one in enumerate(said) if one), default=0)]


def _row(sent: QueryDict, head: str) -> dict[str, str]:
    return {name.removeprefix(head): sent[name] for name in sent if name.startswith(head)}


def _value(values: list[str]) -> str:
    return values[-1] if values else ""


def severity_rows(form: TriageForm) -> list[dict[str, Any]]:
    """One row per severity, with what happened and what could have happened side by side."""
    columns = (("actual_severity", "actual"), ("potential_severity", "potential"))
    rows = []
    for code, item in code_list("severities").items():
        cells = [_severity_cell(form[name], code, item.text(column)) for name, column in columns]
        meaning = item.text("actual")
        rows.append({"code": code, "label": item.label, "meaning": meaning, "cells": cells})
    return rows


def _severity_cell(bound: forms.BoundField, code: str, meaning: str) -> dict[str, Any]:
    value = bound.value()
    return {
        "name": bound.html_name,
        "id": bound.id_for_label if code == "0" else f"{bound.id_for_label}_{code}",
        "label": bound.label,
        "meaning": meaning,
        "checked": value is not None and str(value) == code,
        "wrong": bool(bound.errors),
    }
