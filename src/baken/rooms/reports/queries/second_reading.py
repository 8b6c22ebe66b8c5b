"""What waits for a second reader of an occurrence: what, why, and who may not be that reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from baken.rooms.reports.models import Occurrence, OccurrenceStep

_ASKED = ("reports.occurrence.lower_proposed", "reports.occurrence.category_disputed")
_CLASSIFIED = ("reports.occurrence.triaged", "reports.occurrence.classified")


@dataclass(frozen=True)
class Asked:
    """What was proposed, as from and to by name, why and in what post; ``readers`` were first."""

    proposed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    reason: str = ""
    post: str = ""
    readers: frozenset[UUID] = frozenset()


def asked_of(occurrence: Occurrence) -> Asked:
    """What was asked last; of an occurrence of which something waits."""
    rows = OccurrenceStep.objects.of(occurrence).filter(code__in=_ASKED + _CLASSIFIED)
    newest: dict[bool, Any] = {}
    for step in rows.order_by("serial"):
        newest[step.code in _ASKED] = step
    asked = newest.get(True)
    if asked is None:
        return Asked()
    both = [asked, newest.get(False)] if asked.code == _ASKED[1] else [asked]
    readers = frozenset(step.actor for step in both if step is not None and step.actor)
    words = asked.words
    return Asked(
        proposed=asked.facts["proposed"],
        reason=words.get("reason", ""),
        post=words.get("post", ""),
        readers=readers,
    )
