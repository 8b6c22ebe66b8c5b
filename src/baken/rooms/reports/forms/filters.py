"""Filters above the lists; what is chosen stands in the address, so a list can be kept or sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.records.numbers import floor_number
from baken.core.search.words import Wanted, words_of
from baken.core.workflow.table import Workflow
from baken.rooms.library.queries import code_list
from baken.rooms.org.forms.fields import WITHIN_YEARS, DayField
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import OccurrenceCode
from baken.rooms.reports.queries.lists import OPEN, OccurrenceAsk, in_state
from baken.rooms.reports.workflow import OCCURRENCE, REPORT

Narrow = Callable[[Any], Any]


class MonthField(forms.DateField):
    """A month that may be left open; the cleaned value is its first day."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m", "%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "month", "placeholder": "2026-01"}),
            validators=WITHIN_YEARS,
            error_messages={"invalid": _("Give a month as year-month, such as 2026-01.")},
        )

    def clean(self, value: Any) -> Any:
        """The first day of the month."""
        day = super().clean(value)
        return day and clock.first_of_month(day)


class ListFilter(forms.Form):
    """What both lists share: words, unit, state, period."""

    q = forms.CharField(label=_("Words"), required=False, max_length=400)
    unit = forms.CharField(label=_("Unit and below"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), required=False)
    from_day = DayField(label=_("From"), required=False)
    to_day = DayField(label=_("To and including"), required=False)
    raised = forms.ChoiceField(
        label=_("Brought to a higher level"),
        required=False,
        choices=[("", _("All")), ("yes", _("Yes"))],
    )

    workflow: Workflow

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = list(self.workflow.states.items())
        first = [("", _("All")), (OPEN, _("Still open"))]
        self.fields["state"].choices = first + states  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """The code of a unit that exists."""
        code = self.cleaned_data["unit"].strip()
        unit = tree().find(code) if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit.code if unit else ""

    @property
    def words(self) -> Wanted | None:
        """The words to search for, or None."""
        text = self.cleaned_data.get("q", "")
        return words_of(text) if text else None

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What was filled in, as (label, value) for people."""
        found = [(field, self.cleaned_data.get(name)) for name, field in self.fields.items()]
        return tuple((str(field.label), _said(field, value)) for field, value in found if value)

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was filled in; a field in error narrows nothing."""
        return self.narrowed(rows, self.cleaned_data)

    def narrowed(self, rows: Any, chosen: Mapping[str, Any]) -> Any:
        """The rows that fit what was chosen."""
        if chosen.get("unit"):
            here = tree()
            ids = here.ids_in((here.by_code[chosen["unit"]].range,))
            rows = rows.filter(here.among("unit_id", ids))
        if chosen.get("state"):
            rows = rows.filter(in_state(chosen["state"]))
        if chosen.get("from_day"):
            rows = rows.filter(number__gte=floor_number(clock.start_of_day(chosen["from_day"])))
        if chosen.get("to_day"):
            after = chosen["to_day"] + timedelta(days=1)
            rows = rows.filter(number__lt=floor_number(clock.start_of_day(after)))
        return rows.filter(raised_to__isnull=False) if chosen.get("raised") else rows


def _said(field: Any, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))


class ReportFilter(ListFilter):
    """The filters of the list of reports."""

    workflow = REPORT


class OccurrenceFilter(ListFilter):
    """The filters of the list of occurrences: also kind, category, severity and subject.

    Subjects and days are no part of what a reader without persons gets, so not of their filters
    either: they choose whole months.
    """

    workflow = OCCURRENCE

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    potential_severity = forms.ChoiceField(
        label=_("Worst that could have happened"), required=False
    )
    subject = forms.ChoiceField(label=_("Subject"), required=False)

    def __init__(self, *args: Any, in_full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = {
            "kind": "kinds",
            "category": "categories",
            "potential_severity": "severities",
            "subject": "subjects",
        }
        for name, codes in lists.items():
            options = [(code, item.label) for code, item in code_list(codes).items()]
            self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]
        if not in_full:
            del self.fields["subject"]
            for name in ("from_day", "to_day"):
                self.fields[name] = MonthField(self.fields[name].label)

    def clean_to_day(self) -> date | None:
        """The last day; of a month, its last."""
        day: date | None = self.cleaned_data["to_day"]
        by_month = isinstance(self.fields["to_day"], MonthField)
        return clock.last_of_month(day) if day and by_month else day

    @property
    def ask(self) -> OccurrenceAsk:
        """What is asked of a list; a form in error asks nothing."""
        if not self.is_valid():
            return OccurrenceAsk()
        return OccurrenceAsk(self.narrow, self.narrow_summaries, self.words)

    def narrow_summaries(self, rows: Any) -> Any:
        """Those read without persons: by whole months, and none when a subject is asked for."""
        chosen = self.cleaned_data
        if chosen.get("subject"):
            return rows.none()
        whole = {name: chosen.get(name) for name in ("from_day", "to_day")}
        if whole["from_day"]:
            whole["from_day"] = clock.first_of_month(whole["from_day"])
        if whole["to_day"]:
            whole["to_day"] = clock.last_of_month(whole["to_day"])
        return self.narrowed(rows, chosen | whole)

    def narrowed(self, rows: Any, chosen: Mapping[str, Any]) -> Any:
        """As above, and by class."""
        rows = super().narrowed(rows, chosen)
        for name in ("kind", "category", "potential_severity"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        subject = chosen.get("subject")
        if subject:
            coded = OccurrenceCode.objects.for_system(reason="filter").filter(
                scheme="subject", code=subject
            )
            rows = rows.filter(pk__in=coded.values("record_id"))
        return rows
