"""The questions of triage on which duties to notify depend: yes, no or not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.library.queries import duty_table
from baken.rooms.library.texts import said

PREFIX = "fact"
YES, NO = "yes", "no"


class DutyFactsForm(forms.Form):
    """One choice per question; each is asked only with one of its flags, or always."""

    def __init__(self, data: Any = None, *, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        super().__init__(data, prefix=PREFIX)
        told = {row.get("fact"): row.get("holds") for row in rows}
        choices = [("", _("Not known")), (YES, _("Yes")), (NO, _("No"))]
        for code, fact in duty_table().facts.items():
            self.fields[_name(code)] = forms.ChoiceField(
                label=said(fact.text),
                help_text=said(fact.help),
                choices=choices,
                required=False,
                initial={True: YES, False: NO}.get(told.get(code), ""),  # type: ignore[arg-type]
            )

    @property
    def asked(self) -> list[tuple[forms.BoundField, str]]:
        """Every question with the flags that ask it; without flags it is always asked."""
        facts = duty_table().facts.items()
        return [(self[_name(code)], " ".join(fact.domains)) for code, fact in facts]

    @property
    def has_answers(self) -> bool:
        """Whether something is answered or in error: then the questions are shown at once."""
        return any(bound.value() or bound.errors for bound, _flags in self.asked)

    def rows(self) -> list[dict[str, Any]]:
        """The answers as ``take_step`` wants them."""
        said_of = {YES: True, NO: False}
        return [
            {"fact": code, "holds": said_of[self.cleaned_data[_name(code)]]}
            for code in duty_table().facts
            if self.cleaned_data.get(_name(code))
        ]


def answers_typed(sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was chosen so far, checked or not, as rows."""
    said_of = {YES: True, NO: False}
    chosen = ((code, sent.get(f"{PREFIX}-{_name(code)}", "")) for code in duty_table().facts)
    return [{"fact": code, "holds": said_of[value]} for code, value in chosen if value in said_of]


def _name(code: str) -> str:
    return code.replace(".", "__")
