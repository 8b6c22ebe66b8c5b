"""The five phases a signal goes through, from noticing to learning, and where a record stands
among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

PHASES: tuple[tuple[str, Promise], ...] = (
    ("notice", pgettext_lazy("phase", "Notice")),
    ("report", pgettext_lazy("phase", "Report")),
    ("weigh", pgettext_lazy("phase", "Weigh")),
    ("tackle", pgettext_lazy("phase", "Tackle")),
    ("analyse", pgettext_lazy("phase", "Analyse")),
)


@dataclass(frozen=True)
class PhaseView:
    """One phase to show; `state` is done, current or later."""

    label: str | Promise
    state: str
    number: int


def phase_views(phases: Sequence[tuple[str, Any]], current: str) -> list[PhaseView]:
    """The phases in order with their state; an unknown `current` leaves all of them later."""
    codes = [code for code, _label in phases]
    place = codes.index(current) if current in codes else -1
    states = [
        "done" if n < place else "current" if n == place else "later" for n in range(len(codes))
    ]
    return [PhaseView(label, states[n], n + 1) for n, (_code, label) in enumerate(phases)]
