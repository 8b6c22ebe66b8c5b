"""What waits for a second reader of an occurrence: what, why, and who may not be that reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from baken.rooms.reports.models import Occurrence, OccurrenceStep

_ASKED = ("reports.occurrence.lower_proposed", "reports.occurrence.category_disputed")
CLASSIFIED = ("reports.occurrence.triaged", "reports.occurrence.classified")


@dataclass(frozen=True)
class Asked:
    """What was proposed, as from and to by name, why and in what post.

    ``readers`` were first: who asked for it, and who classified it last.
    """

    proposed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    reason: str = ""
    post: str = ""
    readers: frozenset[UUID] = frozenset()


def asked_of(occurrence: Occurrence) -> Asked:
    """What was asked last; of an occurrence of which something waits."""
    rows = OccurrenceStep.objects.of(occurrence).filter(code__in=_ASKED + CLASSIFIED)
    newest: dict[bool, Any] = {}
    for step in rows.order_by("serial"):
        newest[step.code in _ASKED] = step
    asked = newest.get(True)
    if asked is None:
        return Asked()
    readers = frozenset(step.actor for step in newest.values() if step.actor)
    words = asked.words
    return Asked(
        proposed=asked.facts["proposed"],
        reason=words.get("reason", ""),
        post=words.get("post", ""),
        readers=readers,
    )
