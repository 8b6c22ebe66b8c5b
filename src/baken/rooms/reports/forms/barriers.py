"""What an occurrence shows of which barrier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
        showed: Mapping[str, Collection[str]],
        **kwargs: Any,
    ) -> None:
        """``showed`` holds for each barrier what somebody may say of it."""
        super().__init__(*args, **kwargs)
        self._showed = showed
        some = set().union(*showed.values())
        choices = {
            "barrier": list(barriers),
            "showed": [(code, label) for code, label in BARRIER_SHOWED.items() if code in some],
        }
        for name, held in choices.items():
            self.fields[name].choices = held  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Of a barrier that somebody else manages no more is said than that it was named."""
        said = self.cleaned_data
        barrier, showed = said.get("barrier", ""), said.get("showed", "")
        if barrier and showed and showed not in self._showed[barrier]:
            text = _("Who manages this bow-tie says that. You can say that the barrier was named.")
            self.add_error("showed", text)
        return said
