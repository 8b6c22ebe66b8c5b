"""The stacks in which a risk is met: what a decision on it must reckon with, whoever may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.crypto import salted_hmac

from baken.core.access.once import once_a_page
from baken.core.trail.chain import canonical
from baken.rooms.library.queries import stacking_rules
from baken.rooms.library.rules.mandate import MandateTable
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.queries.decisive_lines import line_of
from baken.rooms.register.rules import stacking
from baken.rooms.register.rules.slices import Ruled, counts_in_stack, within_rules, worst_stack
from baken.rooms.register.rules.stacking import NO_STACK, Member, Stack, stack_of

OPEN = "open"
# A slice is at most a shift: what the mandate table asks for one day is what it asks for a slice.
DAYS = 1


def stacks_of(risk: Risk, at: datetime) -> list[tuple[Slice, Stack]]:
    """The open slices that a risk is in, the first to begin in front, each with its stack.

    Two queries however many slices and members there are. Every member counts that is met, also
    what a reader may not see; who shows a stack leaves those out by name.
    """
    return _stacks_at(at, risk)


@once_a_page
def _stacks_at(at: datetime, risk: Risk) -> list[tuple[Slice, Stack]]:
    """What is weighed and the steps that are offered beside it look at the same stacks."""
    mine = SliceMember.objects.for_system(reason="stack").filter(risk=risk).values("record_id")
    rows = Slice.objects.for_system(reason="stack").filter(pk__in=mine, state=OPEN, to_at__gt=at)
    found = list(rows.order_by("from_at", "number"))
    members = members_by_slice(found)
    return [(one, stack_in(one, members[one.pk])) for one in found]


def worst_stacks(risks: Any, at: datetime) -> dict[int, Stack]:
    """By the row number of a risk the worst stack that it is in, of those that are in one; two queries.

    ``risks`` is a query for their row numbers.
    """
    mine = SliceMember.objects.for_system(reason="stack").filter(risk__in=risks)
    rows = Slice.objects.for_system(reason="stack").filter(pk__in=mine.values("record_id"))
    found = list(rows.filter(state=OPEN, to_at__gt=at).order_by("from_at", "number"))
    members = members_by_slice(found)
    by_risk = defaultdict(list)
    for record in found:
        stack = stack_in(record, members[record.pk])
        for member in members[record.pk]:
            by_risk[member.risk_id].append((record, stack))
    return {number: worst_of(stacks) for number, stacks in by_risk.items()}


def stack_for_decision(risk: Risk, at: datetime) -> Stack:
    """The stack that raises most of the open slices of a risk; ``NO_STACK`` when it is in none."""
    return worst_of(stacks_of(risk, at))


def beside(risk: Risk, at: datetime) -> list[int]:
    """The row numbers of the other risks in the open slices of a risk."""
    found = members_by_slice([one for one, _stack in stacks_of(risk, at)])
    numbers = {row.risk_id for rows in found.values() for row in rows}
    return sorted(numbers - {risk.pk})


def worst_of(found: Iterable[tuple[Slice, Stack]]) -> Stack:
    """Of the stacks of a risk the one that raises most."""
    return worst_stack((stack for _slice, stack in found), NO_STACK)


def mark_of(found: Sequence[tuple[Slice, Stack]]) -> str:
    """What tells one state of the stacks of a risk from another; nothing for a risk in no slice.

    It is keyed, so that nobody finds out by trying what stands in it of a risk they may not read.
    """
    told = [
        [one.ref, stack.raises, [[m.risk, m.risk_class, sorted(m.factors)] for m in stack.members]]
        for one, stack in found
    ]
    text = canonical(told).decode()
    return salted_hmac("register.stack", text, algorithm="sha256").hexdigest() if told else ""


def members_by_slice(slices: Sequence[Slice]) -> dict[int, list[SliceMember]]:
    """The members of slices with their risks, in the order in which they were added; one query."""
    found: dict[int, list[SliceMember]] = {one.pk: [] for one in slices}
    if not found:
        return found
    rows = SliceMember.objects.for_system(reason="stack").filter(record__in=list(found))
    for row in rows.select_related("risk__unit", "risk__owner_unit").order_by("id"):
        found[row.record_id].append(row)
    return found


def stack_in(record: Slice, members: Iterable[SliceMember]) -> Stack:
    """The stack of a slice: of its members those that are met now."""
    counted = [member_of(one) for one in members if counts(one)]
    return stack_of(ruled_slice(record), counted, stacking_rules())


def ruled_slice(record: Slice) -> stacking.Slice:
    """A slice as the rules of stacking take it."""
    plain = stacking.Slice(
        group=record.group,
        from_at=record.from_at,
        to_at=record.to_at,
        task=record.task,
        place=record.place,
        circumstances=frozenset(record.circumstances),
    )
    return within_rules(plain, stacking_rules())


def counts(member: SliceMember) -> bool:
    """Whether a member is met now: scored, and neither avoided nor closed."""
    risk = member.risk
    return counts_in_stack(state=risk.state, risk_class=risk.current_class)


def member_of(member: SliceMember) -> Member:
    """A member as the rules of stacking take it, by the reference of its risk."""
    return Member(member.risk.ref, member.risk.current_class, frozenset(member.factors))


def ruled_of(member: SliceMember, table: MandateTable, day: date) -> Ruled:
    """A member with the level that the mandate table asks for it alone, in the line that decides.

    ``day`` is the day for which the lines of command are looked at. Without a row it goes to the level
    that decides what no row is about.
    """
    risk = member.risk
    line, _units = line_of(risk, tree(), day)
    row = table.row_for(context=risk.context, line=line, risk_class=risk.current_class, days=DAYS)
    level = row.min_level if row else table.escalate_level
    return Ruled(member_of(member), level, table.highest_level[risk.context])
