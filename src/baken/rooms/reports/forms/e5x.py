"""What the aviation authority's form asks, on one screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core.export.make import LONGEST_PURPOSE
from baken.core.workflow.forms import Choice
from baken.rooms.library.queries import code_list
from baken.rooms.reports.rules.e5x import LONGEST_HEADLINE


def _choices(codes: str, nothing: bool = True) -> Any:
    def listed() -> list[Choice]:
        found: list[Choice] = [(one.code, one.label) for one in code_list(codes).values()]
        return [("", _("Choose")), *found] if nothing else found

    return listed


class E5xForm(forms.Form):
    """Texts, classes and place; what is needed is said by name when it is missing."""

    headline = forms.CharField(
        label=_("Headline"),
        max_length=LONGEST_HEADLINE,
        required=False,
        help_text=_("One line without persons; it starts from the summary."),
    )
    narrative = forms.CharField(
        label=_("Narrative"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, without persons; it starts from the summary."),
    )
    language = forms.ChoiceField(
        label=_("Language of the narrative"),
        required=False,
        choices=_choices("eccairs_languages", nothing=False),
    )
    occurrence_class = forms.ChoiceField(
        label=_("Occurrence class"), required=False, choices=_choices("eccairs_classes")
    )
    occurrence_categories = forms.MultipleChoiceField(
        label=_("Occurrence category"),
        required=False,
        choices=_choices("eccairs_categories", nothing=False),
        widget=forms.CheckboxSelectMultiple,
    )
    state_area = forms.ChoiceField(
        label=_("State or area"), required=False, choices=_choices("eccairs_areas")
    )
    location = forms.CharField(label=_("Place"), max_length=LONGEST_HEADLINE, required=False)
    injury_level = forms.ChoiceField(
        label=_("Highest level of injury"), required=False, choices=_choices("eccairs_injuries")
    )
    risk = forms.CharField(
        label=_("Risk classification"),
        max_length=200,
        required=False,
        help_text=_(
            "As you recorded it, such as a class or a score; leave it empty if you did not."
        ),
    )
    risk_method = forms.CharField(
        label=_("Method of the risk classification"), max_length=200, required=False
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"), max_length=LONGEST_PURPOSE, required=False
    )
