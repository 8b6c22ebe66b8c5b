"""The questions about a subject as a form, each shown when earlier answers ask for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import label_of
from baken.rooms.library.rules.follow_up import (
    LONGEST_ANSWER,
    Question,
    QuestionSet,
    cleaned_answers,
)
from baken.rooms.library.schemas.follow_up import question_sets
from baken.rooms.reports.queries.follow_up import asked_sentence, said_of, words
from baken.rooms.reports.texts import ANSWER_PROBLEMS


@dataclass(frozen=True)
class Asked:
    """One question on a page: its field, when it is shown, and the same in words."""

    field: BoundField
    when: str
    only_if: str


class SubjectForm(forms.Form):
    """About which subject somebody wants to tell more."""

    subject = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, subjects: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, label_of("subjects", code)) for code in subjects]
        self.fields["subject"].choices = choices  # type: ignore[attr-defined]


class QuestionsForm(forms.Form):
    """The questions of one subject; none must be answered."""

    def __init__(
        self, *args: Any, asked: QuestionSet, present: Mapping[str, Any], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="q", initial=dict(present), **kwargs)
        self.asked, self.today = asked, today
        self.fields.update({one.code: _field_of(one) for one in asked.questions})

    @property
    def questions(self) -> list[Asked]:
        """The questions in their order, with what a page needs to show or hide them."""
        return [
            Asked(self[one.code], json.dumps(_when(self, one)), _only_if(self.asked, one))
            for one in self.asked.questions
        ]

    def clean(self) -> dict[str, Any]:
        """The same rules as for a program; each mistake stands at its question."""
        data = super().clean() or {}
        kept, problems = cleaned_answers(self.asked, data, today=self.today)
        for code, why in problems.items():
            self.add_error(code, ANSWER_PROBLEMS[why])
        return kept

    def say(self, refused: FieldsRefused) -> None:
        """Say what an action refused, at the question or above them all."""
        for name, text in refused.errors.items():
            self.add_error(name if name in self.fields else None, text)


def questions_form(
    subject: str, sent: Any, *, present: Mapping[str, Any], today: date
) -> QuestionsForm | None:
    """The form of a subject; None when there are no questions about it."""
    asked = question_sets().get(subject)
    return QuestionsForm(sent, asked=asked, present=present, today=today) if asked else None


def _field_of(one: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": asked_sentence(one),
        "help_text": words(one, "help"),
        "required": False,
    }
    if one.kind == "yes_no":
        choices = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if one.choices:
        options = [(choice.code, words(choice)) for choice in one.choices]
        if one.kind == "multi_choice":
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=options, widget=boxes, **common)
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    return forms.CharField(max_length=LONGEST_ANSWER, widget=_widget_of(one.kind), **common)


def _widget_of(kind: str) -> forms.Widget:
    if kind == "date":
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if kind == "text":
        return forms.Textarea(attrs={"rows": 2})
    mode = "numeric" if kind == "integer" else "decimal"
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})


def _when(form: forms.Form, one: Question) -> dict[str, list[str]]:
    """When a question is shown: names of fields with the answers of which one is needed."""
    return {form.add_prefix(code): list(wanted) for code, wanted in one.when.items()}


def _only_if(asked: QuestionSet, one: Question) -> str:
    """The same in words, for whoever sees all questions at once."""
    parts = []
    for code, wanted in one.when.items():
        earlier = asked.find(code)
        if earlier is not None:
            said = [said_of(earlier, answer) for answer in wanted]
            parts.append(f"{words(earlier)} {' / '.join(said)}")
    return "; ".join(parts)
