"""A slice as somebody may see it: its risks, what they add up to, and what leaves with each of them.

What a reader may not read counts in the rules and the sums and is shown without its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.library.queries import mandate_table, stacking_rules
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.queries.independent import class_to
from baken.rooms.register.queries.slices import readable
from baken.rooms.register.queries.stacks import (
    counts,
    members_by_slice,
    ruled_of,
    ruled_slice,
    stack_in,
    stacks_of,
)
from baken.rooms.register.rules.quantities import Quantity, Total, totals_of
from baken.rooms.register.rules.slices import Ruled, Without, needed_level, without_each
from baken.rooms.register.rules.stacking import Reason, Stack
from baken.rooms.register.texts import HIDDEN_RISK

# The step of who decides that tells by how much a stack raises, and why.
STACK_STEP = "stack"


@dataclass(frozen=True)
class Seen:
    """A member as somebody sees it: ``risk`` is None when they may not read it.

    ``left_out`` says why it does not count, ``gone`` or ``not_scored``, or why its class does not
    show, ``kept_back``: it counts, and this reader is to score it first. Else it is empty.
    """

    risk: Risk | None
    risk_class: str = ""
    left_out: str = ""
    factors: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class Raised:
    """A rule that raises, in words, with the risks that meet it by name."""

    code: str
    rule: str
    risks: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A quantity of a sum, and the name of the risk that brings it."""

    quantity: Quantity
    risk: str


@dataclass(frozen=True)
class Picture:
    """Everything a page and the API tell of a slice.

    ``level`` is the highest level that the mandate table asks for one of its risks with the raise, in
    the line that decides on it on the day of the slice,
    ``alone`` without it; None when nothing counts. ``without`` names only risks that are read. While
    the class of a risk that counts is kept from the reader, nothing that follows from it is told.
    """

    members: tuple[Seen, ...]
    stack: Stack
    reasons: tuple[Raised, ...]
    alone: int | None
    level: int | None
    without: tuple[Without, ...]
    totals: tuple[tuple[Total, tuple[Part, ...]], ...]
    is_kept_back: bool = False

    @property
    def raises(self) -> int | None:
        """By how many levels it raises who decides; None while that is kept back."""
        return None if self.is_kept_back else self.stack.raises


@dataclass(frozen=True)
class StackSeen:
    """A stack that a risk is in, as somebody sees it; ``opens`` says whether they read the slice.

    ``classes`` are those of the others as far as they show, by row number.
    """

    slice: Slice
    stack: Stack
    reasons: tuple[Raised, ...]
    others: tuple[Risk | None, ...]
    opens: bool
    classes: Mapping[int, str]
    is_kept_back: bool = False

    @property
    def raises(self) -> int | None:
        """By how many levels it raises who decides; None while that is kept back."""
        return None if self.is_kept_back else self.stack.raises


def picture_of(actor: Actor, record: Slice) -> Picture:
    """The slice as the actor may see it; two queries however many members it has."""
    rows = members_by_slice([record])[record.pk]
    read = readable(actor, rows)
    names = _names(rows, read)
    counted = [one for one in rows if counts(one)]
    day = clock.local_date(record.from_at)
    ruled = [ruled_of(one, mandate_table(), day) for one in counted]
    stack = stack_in(record, rows)
    classes = _classes(actor, rows)
    picture = Picture(
        members=tuple(_seen(one, read, classes) for one in rows),
        stack=stack,
        reasons=tuple(_told(one, names) for one in stack.reasons),
        alone=needed_level(ruled, Stack()),
        level=needed_level(ruled, stack),
        without=_without(record, ruled, names),
        totals=_totals(counted, names),
    )
    if not _is_kept_back(counted, classes):
        return picture
    return replace(picture, is_kept_back=True, reasons=(), alone=None, level=None, without=())


def stacks_seen(actor: Actor, risk: Risk, at: datetime) -> list[StackSeen]:
    """The stacks of a risk that the actor has read, the one that raises most in front.

    Whoever reads a risk sees what it is met with, each other risk only as far as they read that.
    """
    return seen_of(actor, risk, stacks_of(risk, at))


def seen_of(actor: Actor, risk: Risk, found: Sequence[tuple[Slice, Stack]]) -> list[StackSeen]:
    """The same of stacks that were read already."""
    members = members_by_slice([one for one, _stack in found])
    rows = [row for listed in members.values() for row in listed]
    read = readable(actor, rows)
    opened = _opened(actor, [one for one, _stack in found])
    names, classes = _names(rows, read), _classes(actor, rows)
    shown = []
    for one, stack in found:
        counted = [row for row in members[one.pk] if counts(row)]
        others = [row for row in counted if row.risk_id != risk.pk]
        keeps = _is_kept_back(counted, classes)
        told = () if keeps else tuple(_told(reason, names) for reason in stack.reasons)
        seen = StackSeen(
            slice=one,
            stack=stack,
            reasons=told,
            others=tuple(row.risk if row.risk_id in read else None for row in others),
            opens=one.pk in opened,
            classes=classes,
            is_kept_back=keeps,
        )
        shown.append(seen)
    return sorted(shown, key=lambda one: -(one.raises or 0))


def steps_kept_back(seen: Iterable[StackSeen]) -> frozenset[str]:
    """The steps of who decides that are not told to whom these stacks are shown, by code."""
    return frozenset({STACK_STEP}) if any(one.is_kept_back for one in seen) else frozenset()


def _classes(actor: Actor, rows: Sequence[SliceMember]) -> dict[int, str]:
    """The class of each risk as far as the actor is shown it, by row number."""
    return class_to(actor, [row.risk for row in rows])


def _is_kept_back(counted: Sequence[SliceMember], classes: Mapping[int, str]) -> bool:
    """Whether of something that counts the class is kept back, and with it what follows from it."""
    return any(not classes[row.risk_id] for row in counted)


def _opened(actor: Actor, slices: Sequence[Slice]) -> frozenset[int]:
    """The row numbers of those slices that the actor reads; no query without any."""
    if not slices:
        return frozenset()
    rows = Slice.objects.visible_to(actor, Slice.read_permit)
    return frozenset(rows.filter(pk__in=[one.pk for one in slices]).values_list("pk", flat=True))


def _names(rows: Sequence[SliceMember], read: frozenset[int]) -> Mapping[str, str]:
    return {row.risk.ref: row.risk.ref if row.risk_id in read else str(HIDDEN_RISK) for row in rows}


def _seen(row: SliceMember, read: frozenset[int], classes: Mapping[int, str]) -> Seen:
    if row.risk_id not in read:
        return Seen(risk=None)
    shown = classes[row.risk_id]
    left_out = _left_out(row) if shown or not row.risk.current_class else "kept_back"
    return Seen(row.risk, shown, left_out, tuple(row.factors), _quantities(row))


def _left_out(row: SliceMember) -> str:
    return "" if counts(row) else ("gone" if row.risk.current_class else "not_scored")


def _quantities(row: SliceMember) -> tuple[Quantity, ...]:
    return tuple(Quantity(**told) for told in row.quantities)


def _told(reason: Reason, names: Mapping[str, str]) -> Raised:
    rules = stacking_rules()
    texts = {one.code: one.text for one in rules.counts}
    texts |= {one.code: one.text for one in rules.combinations}
    said = texts[reason.code].said(get_language() or "nl")
    return Raised(reason.code, said, tuple(names[ref] for ref in reason.risks))


def _without(
    record: Slice, ruled: Sequence[Ruled], names: Mapping[str, str]
) -> tuple[Without, ...]:
    found = without_each(ruled_slice(record), ruled, stacking_rules())
    return tuple(one for one in found if names[one.risk] == one.risk)


def _totals(
    rows: Sequence[SliceMember], names: Mapping[str, str]
) -> tuple[tuple[Total, tuple[Part, ...]], ...]:
    """The sums of what is met now, each with where its parts come from."""
    brought = [(names[row.risk.ref], one) for row in rows for one in _quantities(row)]
    return tuple(
        (total, tuple(Part(one, name) for name, one in brought if one.kind == total.kind))
        for total in totals_of(one for _name, one in brought)
    )
