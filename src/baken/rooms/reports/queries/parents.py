"""What an occurrence is part of, and what its parts are; a merged one stands where it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor, may
from baken.core.links.registry import ties_around, ties_from
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


def ties_over(number: Any) -> Any:
    """The tie of an occurrence to what it is part of by its own history, for a wider question."""
    return ties_from(table=TABLE, relation=PART_OF, source=number)


def own_parent(occurrence: Occurrence) -> Occurrence | None:
    """What an occurrence was made part of by its own history, whether or not anybody may see it."""
    return _all().filter(pk__in=ties_over(occurrence.pk).values("target")).first()


def above(occurrence: Occurrence) -> list[int]:
    """The row numbers of all that an occurrence is part of, the nearest first."""
    found: list[int] = []
    here = occurrence.standing.pk
    while len(found) < MOST_ABOVE:
        over, _under = _around([here, *merged_into(here)])
        up = next((one for one in over if one not in found), None)
        if up is None:
            return found
        found.append(up)
        here = up
    return found


def family_of(
    actor: Actor, occurrence: Occurrence, merged: Sequence[int]
) -> tuple[Kin | None, Parts]:
    """What an occurrence is part of, and its parts, as far as the actor can see them.

    ``merged`` are the row numbers of what was merged into it: their ties count as its own.
    """
    above_it, below_it = _around([occurrence.pk, *merged])
    seen = _seen(actor, [*above_it[:1], *below_it])
    parent = next((one for one in seen if one.record.pk in above_it), None)
    return parent, _parts(actor, below_it, [one for one in seen if one.record.pk in below_it])


def merged_into(number: int) -> list[int]:
    """The row numbers of what was merged into an occurrence, whoever may see them."""
    rows = _all().filter(merged_into=number).order_by("number")
    return list(rows.values_list("pk", flat=True))


def _parts(actor: Actor, numbers: list[int], shown: list[Kin]) -> Parts:
    unseen = set(numbers) - {one.record.pk for one in shown}
    hidden: int | None = 0
    if unseen:
        counted = Occurrence.objects.visible_to(actor, COUNT).filter(pk__in=unseen).count()
        hidden = len(unseen) if counted == len(unseen) else None
    return Parts(tuple(shown[:MOST_PARTS]), hidden)


def _around(here: list[int]) -> tuple[list[int], list[int]]:
    """What lies over and under an occurrence and those merged into it, as each stands now.

    Over it by its own tie first, then by those merged into it; under it the newest first.
    """
    up, down = ties_around(table=TABLE, relation=PART_OF, numbers=here)
    stand = _where([*up.values(), *(source for source, _target in down)])
    over = [stand[up[one]] for one in here if one in up]
    under = {source for source, _target in down}
    standing = [into for number, into in stand.items() if number in under]
    return _others(over, here[0]), _others(standing, here[0])


def _others(numbers: Iterable[int], here: int) -> list[int]:
    return [one for one in dict.fromkeys(numbers) if one != here]


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
