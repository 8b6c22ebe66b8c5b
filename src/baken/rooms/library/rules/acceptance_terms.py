"""What an acceptance must say and when it ends, as its file holds it.

Source: domain reference, irm, sections 7 and 10; organisation, section 8.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import head_of
from baken.core.instruments.scoring import CLASSES
from baken.rooms.library.rules.escalation import words_of

# High and extreme: the classes that ask most care. Of these it is looked at again whether they are gone.
GRAVE = ("high", "extreme")


@dataclass(frozen=True)
class AcceptanceTerms:
    """Everything the file holds."""

    version: int
    required: Mapping[str, tuple[str, ...]]
    alarp_classes: tuple[str, ...]
    control_levels: tuple[str, ...]
    considered_fields: tuple[str, ...]
    severe_from: int
    noted_within_days: Mapping[str, int]
    look_again_days: Mapping[str, int]
    handover_days: Mapping[str, int]
    short_absence_days: int
    comparison_fields: tuple[str, ...]


def read_acceptance_terms(file: str, content: Any, *, contexts: Collection[str]) -> AcceptanceTerms:
    """The terms of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    required, handover = head.inner("required"), head.inner("handover_days")
    noted, again = head.inner("noted_within_days"), head.inner("look_again_days")
    made = AcceptanceTerms(
        version=head.whole("version", 1, 100_000),
        required={one: words_of(required, one) for one in CLASSES},
        alarp_classes=head.some_of("alarp_classes", CLASSES),
        control_levels=words_of(head, "control_levels"),
        considered_fields=words_of(head, "considered_fields"),
        severe_from=head.whole("severe_from", 1, 5),
        noted_within_days={one: noted.whole(one, 1, 366) for one in CLASSES},
        look_again_days={one: again.whole(one, 1, 366) for one in GRAVE},
        handover_days={one: handover.whole(one, 1, 366) for one in contexts},
        short_absence_days=head.whole("short_absence_days", 1, 366),
        comparison_fields=words_of(head, "comparison_fields"),
    )
    for entry in (required, handover, noted, again, head):
        entry.end()
    return made
