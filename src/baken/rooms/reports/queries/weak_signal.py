"""Light occurrences and reports like one at hand, weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from baken.core.access import Actor, may
from baken.rooms.library.queries import label_of
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ_OCCURRENCE
from baken.rooms.reports.queries.classified import present_codes
from baken.rooms.reports.queries.similar import (
    NO_CODES,
    Similar,
    codes_for_likeness,
    similar_records,
)
from baken.rooms.reports.rules import Coded, Together, Weight, stacks, weighed_together

MOST_COUNTED, MOST_LISTED = 50, 5
_NOT_WEIGHED = Weight()


@dataclass(frozen=True)
class Stack:
    """Light ones alike within the actor's reach: those listed, how many in how many units, and why."""

    listed: tuple[Similar, ...]
    units: int
    together: Together
    raises: bool

    @property
    def level(self) -> str:
        """The investigation level they ask for together, as people call it."""
        return label_of("investigation_levels", self.together.level)

    @property
    def potential(self) -> str:
        """The worst that could have happened in any of them, as people call it."""
        return label_of("severities", self.together.potential)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.together.count >= MOST_COUNTED


def stack_of(*, actor: Actor, occurrence: Occurrence, at: datetime) -> Stack | None:
    """What weighs together with an occurrence; None when fewer than three light ones are alike.

    None for one that was merged too: the one it went into weighs for it.

    Of reports that tell of one occurrence the most alike is counted, a report that is not yet
    triaged by itself. The occurrence itself may be heavy or light. As many queries as likeness.
    """
    return stack_among(actor, occurrence, like_occurrence(actor, occurrence, at))


def like_occurrence(actor: Actor, occurrence: Occurrence, at: datetime) -> list[Similar]:
    """All that is near an occurrence, the most alike first, as many as may weigh together."""
    codes = codes_of(actor, occurrence)
    return similar_records(
        actor=actor, record=occurrence, at=at, codes=codes, most=2 * MOST_COUNTED
    )


def stack_among(actor: Actor, occurrence: Occurrence, found: Sequence[Similar]) -> Stack | None:
    """As ``stack_of``, of what was found alike already."""
    if occurrence.state == "merged":
        return None
    read = _read_among(actor, found)
    weights = {one.record: _weight(one, read) for one in found if stacks(one.alike)}
    light = (one for one in found if one.record in weights and weights[one.record].is_light)
    counted = _each_fact_once(light)[:MOST_COUNTED]
    told = [weights[one.record] for one in counted]
    together = weighed_together(_weight_of(occurrence), told)
    if together is None:
        return None
    units = {occurrence.unit_id, *(one.record.unit_id for one in counted)}
    raises = together.raises(occurrence.investigation_level)
    return Stack(tuple(counted[:MOST_LISTED]), len(units), together, raises)


def codes_of(actor: Actor, record: Report | Occurrence) -> Coded:
    """The codes that a record is compared by: its occurrence's, when the actor reads that."""
    occurrence = record.occurrence if isinstance(record, Report) else record
    if occurrence is None or not may(actor, READ_OCCURRENCE, occurrence):
        return NO_CODES
    classes = {"kind": occurrence.kind, "context": occurrence.context}
    return codes_for_likeness({**present_codes(occurrence), **classes})


def _each_fact_once(found: Iterable[Similar]) -> list[Similar]:
    """Of reports about one occurrence the most alike; the order stays."""
    facts: dict[str, Similar] = {}
    for one in found:
        facts.setdefault((one.occurrence or one.record).ref, one)
    return list(facts.values())


def _read_among(actor: Actor, found: Iterable[Similar]) -> set[int]:
    """Which occurrences of these the actor reads: what others weigh is not told, nor added."""
    numbers = {one.occurrence.pk for one in found if one.occurrence}
    rows = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def _weight(one: Similar, read: set[int]) -> Weight:
    known = one.occurrence if one.occurrence and one.occurrence.pk in read else None
    return _weight_of(known) if known else _NOT_WEIGHED


def _weight_of(occurrence: Occurrence) -> Weight:
    return Weight(
        category=occurrence.category or 0,
        actual=occurrence.actual_severity or 0,
        potential=occurrence.potential_severity or 0,
    )
