"""What an occurrence shows of which barrier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.reports.texts import BARRIER_SHOWED


class BarrierForm(forms.Form):
    """One of the barriers that stand there, what was shown of it, and in what words."""

    barrier = forms.ChoiceField(label=_("Which barrier"), widget=forms.RadioSelect)
    showed = forms.ChoiceField(label=_("What does it show?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What was seen"),
        max_length=5_000,
        help_text=_("No names: who reads the bow-tie reads this too."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        barriers: Iterable[tuple[str, str]],
        showed: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "barrier": list(barriers),
            "showed": [(code, BARRIER_SHOWED[code]) for code in showed],
        }
        for name, held in choices.items():
            self.fields[name].choices = held  # type: ignore[attr-defined]
