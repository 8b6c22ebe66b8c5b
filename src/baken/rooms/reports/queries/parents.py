"""What an occurrence is part of, and what its parts are; a merged one stands where it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor, may
from baken.core.links.registry import ties_from, ties_to
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import COUNT, READ_OCCURRENCE, READ_SUMMARY

PART_OF = "part_of"
TABLE = "reports.occurrence"
MOST_ABOVE = 20
MOST_PARTS = 100
FEWEST_TOLD = 5


@dataclass(frozen=True)
class Kin:
    """An occurrence above or below another one, by the words the actor may read of it."""

    record: Occurrence
    text: str

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.record.ref


@dataclass(frozen=True)
class Parts:
    """The parts of an occurrence that the actor reads, and how many others there are.

    ``hidden`` is None where the actor may not know, and 0 when every part is shown; fewer than five
    are told as fewer than five (``few``).
    """

    shown: tuple[Kin, ...] = ()
    hidden: int | None = None

    @property
    def few(self) -> bool:
        """Whether there are others, too few to say how many."""
        return self.hidden is not None and 0 < self.hidden < FEWEST_TOLD

    @property
    def many(self) -> int:
        """How many others there are, when that many can be told."""
        return self.hidden if self.hidden is not None and self.hidden >= FEWEST_TOLD else 0


def own_parent(occurrence: Occurrence) -> Occurrence | None:
    """What an occurrence was made part of by its own history, whether or not anybody may see it."""
    numbers = ties_from(table=TABLE, relation=PART_OF, sources=[occurrence.pk])
    if occurrence.pk not in numbers:
        return None
    return _all().filter(pk=numbers[occurrence.pk]).first()


def above(occurrence: Occurrence) -> list[int]:
    """The row numbers of all that an occurrence is part of, the nearest first."""
    found: list[int] = []
    here = occurrence.standing.pk
    while len(found) < MOST_ABOVE:
        up = next((one for one in _over(_with_merged(here)) if one not in (here, *found)), None)
        if up is None:
            return found
        found.append(up)
        here = up
    return found


def family_of(actor: Actor, occurrence: Occurrence) -> tuple[Kin | None, Parts]:
    """What an occurrence is part of, and its parts, as far as the actor can see them."""
    here = _with_merged(occurrence.pk)
    nearest = [one for one in _over(here) if one != here[0]][:1]
    parent = next(iter(_seen(actor, nearest)), None)
    return parent, _parts(actor, _below(here))


def part_numbers(occurrence: Occurrence) -> list[int]:
    """The row numbers of the parts of an occurrence, each as it stands now, whoever may see them."""
    return _below(_with_merged(occurrence.pk))


def _parts(actor: Actor, numbers: list[int]) -> Parts:
    shown = _seen(actor, numbers)
    unseen = set(numbers) - {one.record.pk for one in shown}
    hidden: int | None = 0
    if unseen:
        counted = Occurrence.objects.visible_to(actor, COUNT).filter(pk__in=unseen).count()
        hidden = len(unseen) if counted == len(unseen) else None
    return Parts(tuple(shown[:MOST_PARTS]), hidden)


def _below(here: list[int]) -> list[int]:
    ties = ties_to(table=TABLE, relation=PART_OF, targets=here)
    standing = _where(source for source, _target in ties).values()
    return [one for one in dict.fromkeys(standing) if one != here[0]]


def _over(sources: list[int]) -> list[int]:
    """What an occurrence is part of: by its own tie first, then by those merged into it."""
    ties = ties_from(table=TABLE, relation=PART_OF, sources=sources)
    stand = _where(ties.values())
    return [stand[ties[one]] for one in sources if one in ties]


def _with_merged(number: int) -> list[int]:
    """An occurrence and what was merged into it: their ties count as its own."""
    merged = _all().filter(merged_into=number).order_by("number").values_list("pk", flat=True)
    return [number, *merged]


def _where(numbers: Iterable[int]) -> dict[int, int]:
    """Where each of these occurrences stands now: a merged one in its target; the newest first."""
    wanted = list(numbers)
    if not wanted:
        return {}
    rows = _all().filter(pk__in=wanted).order_by("-number")
    return {number: into or number for number, into in rows.values_list("pk", "merged_into")}


def _seen(actor: Actor, numbers: Iterable[int]) -> list[Kin]:
    wanted = list(numbers)
    if not wanted:
        return []
    full = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).filter(pk__in=wanted)
    rows = full | Occurrence.objects.visible_to(actor, READ_SUMMARY).filter(pk__in=wanted)
    return [
        Kin(one, one.title if may(actor, READ_OCCURRENCE, one) else one.summary)
        for one in rows.order_by("-number")
    ]


def _all() -> Any:
    return Occurrence.objects.for_system(reason="advance")
