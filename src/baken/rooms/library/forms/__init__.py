"""What is asked on the pages of the library: a choice to try a scoring model with, and what to find."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.instruments.scoring import ChoiceRefused, Score, ScoringModel, score
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.hazards import hazards_by_group
from baken.rooms.library.texts import choice_problem_text, said
from baken.rooms.library.texts.scoring import value_words


class TryForm(forms.Form):
    """A value for every axis of a scoring model; nothing of it is kept."""

    def __init__(self, *args: Any, model: ScoringModel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        for axis in model.axes:
            values = [(one.code, value_words(one)) for one in axis.values]
            self.fields[axis.code] = forms.CharField(
                label=said(axis.text),
                required=False,
                max_length=100,
                widget=forms.Select(choices=[("", _("Choose a value")), *values]),
            )

    def score(self) -> Score | None:
        """The score of what was chosen; None, with an error at its field, when it has none."""
        if not self.is_valid():
            return None
        try:
            return score(self.model, self.cleaned_data)
        except ChoiceRefused as refused:
            for one in refused.problems:
                self.add_error(one.axis, choice_problem_text(self.model, one))
            return None


class HazardFilter(forms.Form):
    """What the list of hazards is narrowed by."""

    q = forms.CharField(label=_("Word or code"), required=False, max_length=100)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["group"], list_choices("hazard_groups"))


class MeasureFilter(forms.Form):
    """What the list of standard measures is narrowed by."""

    q = forms.CharField(label=_("Word or code"), required=False, max_length=100)
    level = forms.ChoiceField(label=_("Level of control"), required=False)
    hazard = forms.ChoiceField(label=_("Hazard"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["level"], list_choices("control_levels"))
        grouped = [
            (group.label, [(one.code, one.label) for one in held])
            for group, held in hazards_by_group().items()
        ]
        _offer(self.fields["hazard"], grouped)


def list_choices(name: str) -> list[tuple[str, str]]:
    """The entries of a code list to choose from."""
    return [(one.code, one.label) for one in code_list(name).values()]


def _offer(field: Any, choices: list[Any]) -> None:
    field.choices = [("", _("All")), *choices]
