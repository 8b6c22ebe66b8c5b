"""One section of a sheet as a form: its questions with what stands, and what was changed of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.instruments.definitions import Question
from baken.core.instruments.definitions.vocabulary import REQUIRED
from baken.core.instruments.filling import AnswerRefused, Asked, Place, checked
from baken.core.instruments.scoring import ScoringModel
from baken.rooms.sheets.actions import NewAnswer
from baken.rooms.sheets.forms.controls import controls_of, read_back
from baken.rooms.sheets.models import SheetAnswer
from baken.rooms.sheets.texts import said

SEEN, WAS, REASON = "__seen", "__was", "__reason"
BY_UPLOAD = frozenset({"photo", "file"})


def name_of_question(key: str) -> str:
    """Under which name the controls of a question stand in a form."""
    return key.replace(".", "-")


class SectionForm(forms.Form):
    """The questions of a section that are asked, in one repetition.

    Beside every question stand the change of it that was shown (``__seen``) and the answer that stood
    there (``__was``), so that only what somebody changed is given, and a question whose ``__seen`` was not
    sent is left alone.
    """

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Asked],
        standing: Mapping[Place, SheetAnswer],
        model: ScoringModel | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        self.standing = standing
        self.asked = [one for one in asked if one.question.is_answered]
        for one in self.asked:
            self._add(one)

    def given(self) -> list[NewAnswer]:
        """What was changed, whether it is an answer or not; the action says what is wrong."""
        return [found for one in self.asked if (found := self._given(one)) is not None]

    def say(self, wrong: Mapping[str, str], repetition: str) -> None:
        """Say at its question what is wrong with an answer, by the names of the action."""
        ending = f"@{repetition}" if repetition else ""
        for name, text in wrong.items():
            field = name_of_question(name.removesuffix(ending))
            known = [one for one in self.fields if one == field or one.startswith(f"{field}__")]
            shown = [one for one in known if not one.endswith((SEEN, WAS, REASON))]
            self.add_error(shown[0] if shown else None, text)

    def _add(self, one: Asked) -> None:
        question, name = one.question, name_of_question(one.place.key)
        row = self.standing.get(one.place)
        value = row.value if row else None
        made = controls_of(question.form, self.model, value)
        for nth, (suffix, field) in enumerate(made.items()):
            if suffix == "":
                field.label = said(question.text)
                field.help_text = unit_of(question)
            field.widget.attrs.setdefault("data-question", name)
            self.fields[f"{name}{suffix}"] = field
            if nth == 0:
                field.is_needed = question.required  # type: ignore[attr-defined]
        if needs_reason(question):
            self.fields[f"{name}{REASON}"] = forms.CharField(
                required=False,
                max_length=5_000,
                label=_("If it does not apply: why not?"),
                initial=row.reason if row else "",
            )
        if question.form.type not in BY_UPLOAD:
            self._remember(name, row)

    def _remember(self, name: str, row: SheetAnswer | None) -> None:
        hidden, serial = forms.HiddenInput, row.serial if row else 0
        self.fields[f"{name}{SEEN}"] = forms.IntegerField(
            required=False, min_value=0, widget=hidden, initial=serial
        )
        self.fields[f"{name}{WAS}"] = forms.CharField(
            required=False, widget=hidden, initial=was_of(row)
        )

    def _given(self, one: Asked) -> NewAnswer | None:
        name = name_of_question(one.place.key)
        seen = self.data.get(f"{name}{SEEN}", "")
        if not (seen.isdecimal() and len(seen) < 10):
            return None
        raw = read_back(one.question.form, self.model, lambda suffix: self._sent(f"{name}{suffix}"))
        reason = self.data.get(f"{name}{REASON}", "").strip()
        if self._is_as_shown(one.question, name, raw, reason):
            return None
        return NewAnswer(one.place, raw, reason, int(seen))

    def _sent(self, name: str) -> list[str]:
        found: list[str] = self.data.getlist(name)  # type: ignore[attr-defined]
        return found

    def _is_as_shown(self, question: Question, name: str, raw: Any, reason: str) -> bool:
        """Whether it says what it said when it was shown; what is no answer does not."""
        try:
            value = checked(question.form, raw, self.model)
            was = json.loads(self.data.get(f"{name}{WAS}", "null"))
        except (AnswerRefused, ValueError):
            return False
        return bool(was == [value, reason if value is not None else ""])


def was_of(row: SheetAnswer | None) -> str:
    """An answer as it was shown, to compare with what is sent."""
    shown = [row.value, row.reason] if row else [None, ""]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def needs_reason(question: Question) -> bool:
    """Whether somebody who says that it does not apply says why."""
    return question.form.answer_type.may_not_apply and question.na_reason == REQUIRED


def unit_of(question: Question) -> str:
    """The unit in which a number is given, and its bounds, in words."""
    form = question.form
    unit = form.unit.name if form.unit else ""
    if form.answer_type.code in ("text", "long_text") or (form.least is None and form.most is None):
        return unit
    bounds = " – ".join(f"{one:g}" for one in (form.least, form.most) if one is not None)
    return f"{bounds} {unit}".strip()
