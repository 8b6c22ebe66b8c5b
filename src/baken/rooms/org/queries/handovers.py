"""Handovers of command for an actor: lists, the items of one, and what its guards look at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Page, page_of, read_cursor, write_cursor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.permits import READ_HANDOVER, TAKE_HANDOVER
from baken.rooms.org.queries.changes import change_of
from baken.rooms.org.questions import MatterShown, handover_matters, matters_shown
from baken.rooms.org.rules import handovers as rules
from baken.rooms.org.rules.handovers import DECIDE, LOOK, REACCEPT, TAKEN_OVER, in_one_act
from baken.rooms.org.texts import REFUSALS

RUNNING = ("prepared", "open")


@dataclass(frozen=True)
class ItemRead:
    """An item with what a reader may see of its record; None: of that they see nothing."""

    item: HandoverItem
    shown: MatterShown | None

    @property
    def outcome(self) -> str:
        """What became of it: as it was written down, else as the record says now."""
        return self.item.outcome or (self.shown.outcome if self.shown else "")


@dataclass(frozen=True)
class Left:
    """How many matters still wait: to be signed for anew, and to be taken over in one act."""

    by_hand: int
    together: int


def handovers_page(actor: Actor, *, cursor: str = "", limit: int = USUAL_ROWS) -> Page:
    """The newest handovers within reach, or of one's own."""
    return page_of(
        root=Handover,
        actor=actor,
        permit=READ_HANDOVER,
        related=("unit", "from_unit"),
        cursor=cursor,
        limit=limit,
    )


def items_page(
    actor: Actor, record: Handover, *, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """A page of the items of a handover that the actor read, gravest first, with what they may see.

    A query for the items, and a few for what other rooms say of them, however many there are.
    Raises BadCursor when the cursor is not one of ours.
    """
    after = read_cursor(cursor)
    rows = HandoverItem.objects.of(record).order_by("place")
    found = list((rows.filter(place__gt=after) if after is not None else rows)[: limit + 1])
    more = len(found) > limit
    items = read_items(actor, record, found[:limit])
    return Page(items, write_cursor(found[limit - 1].place) if more else "")


def read_items(actor: Actor, record: Handover, rows: Sequence[HandoverItem]) -> list[ItemRead]:
    """Items with what the actor may see of their records now."""
    refs = [(row.kind, row.ref) for row in rows]
    told = matters_shown.ask(actor, change_of(record), refs) if refs else []
    shown = {(one.kind, one.ref): one for one in told}
    return [ItemRead(row, shown.get((row.kind, row.ref))) for row in rows]


def first_items(
    actor: Actor, record: Handover, condition: Q, *, order: str, most: int
) -> list[ItemRead]:
    """The first items of a handover of one sort that still wait, with what the actor may see."""
    rows = HandoverItem.objects.of(record).filter(condition, outcome="")
    return read_items(actor, record, list(rows.order_by(order, "place")[:most]))


def left_of(record: Handover) -> Left:
    """What of a handover still waits now, as the rooms above answer; no more queries for more items."""
    taken = set(
        HandoverItem.objects.of(record).filter(outcome=TAKEN_OVER).values_list("kind", "ref")
    )
    matters = tuple(
        one for one in handover_matters.ask(change_of(record)) if (one.kind, one.ref) not in taken
    )
    return Left(
        by_hand=sum(one.ask == REACCEPT for one in matters),
        together=sum(in_one_act(one.ask, one.one_by_one) for one in matters),
    )


def counts_of(record: Handover) -> dict[str, int]:
    """How many items a handover has, by what became of them; what still waits under no name."""
    rows = HandoverItem.objects.of(record).order_by().values_list("outcome")
    return dict(rows.annotate(count=Count("pk")))


def waiting_for(actor: Actor, most: int) -> list[Handover]:
    """Handovers that a commander is to write or to take over, the soonest due first; one query.

    ``left`` of each is how many items are still to be signed for or taken over.
    """
    if actor.person is None or not actor.holds(TAKE_HANDOVER):
        return []
    mine = Q(outgoing=actor.person, state="prepared") | Q(incoming=actor.person, state="open")
    rows = Handover.objects.visible_to(actor, READ_HANDOVER).filter(mine)
    free = Q(items__ask=DECIDE) | Q(items__ask=LOOK, items__one_by_one=True)
    left = Count("items", filter=Q(items__outcome="") & ~free)
    return list(rows.annotate(left=left).order_by("due_on", "number")[:most])


def running_with(kinds: Sequence[str], ref: str) -> list[Handover]:
    """The handovers that run and of which a record is an item that waits."""
    rows = Handover.objects.for_system(reason="terms").filter(state__in=RUNNING)
    found = rows.filter(items__kind__in=kinds, items__ref=ref, items__outcome="")
    return list(found.distinct().order_by("pk"))


@dataclass(frozen=True)
class ToTakeOver:
    """By which handover a record is to be taken over, and before which day."""

    handover: str
    due_on: date


def to_take_over(
    kind: str,
    ref: str,
    *,
    asks: Sequence[str] = (REACCEPT, LOOK),
    incoming: uuid.UUID | None = None,
) -> ToTakeOver | None:
    """By which handover that runs a record is to be taken over, by anybody or by one person, or None.

    A record can be an item of more than one: ``asks`` says what is asked of whoever takes it over.
    For rooms above that say so on the record's own page, to whoever reads that.
    """
    rows: Any = HandoverItem.objects.for_system(reason="terms").filter(kind=kind, ref=ref)
    running = rows.filter(outcome="", record__state="open", ask__in=asks)
    if incoming is not None:
        running = running.filter(record__incoming=incoming)
    found = running.order_by("-record").values_list("record__ref", "record__due_on").first()
    return ToTakeOver(*found) if found else None


# What a history says of single items: their references, and the words about one.
OF_ITEMS = frozenset({"item", "items", "about_item"})


def is_party(actor: Actor, record: Handover) -> bool:
    """Whether the actor is who leaves or who comes: they read the words about every item."""
    return actor.person is not None and actor.person in (record.outgoing, record.incoming)


def hidden_of(actor: Actor, record: Handover) -> frozenset[str]:
    """What of a history an actor is not shown: items are told to whom they concern."""
    return frozenset() if is_party(actor, record) else OF_ITEMS


def narrative_of(actor: Actor, record: Handover, ref: str) -> str:
    """What was written before about an item of a handover; nothing for who neither leaves nor comes.

    Others may read the handover, and not every record that is an item of it.
    """
    if not is_party(actor, record):
        return ""
    rows = HandoverItem.objects.of(record).filter(ref=ref[:20])
    return rows.values_list("narrative", flat=True).first() or ""


def lapsed_items(handover: int, kind: str) -> list[str]:
    """The references of what was not taken over in time, for the room that owns the records."""
    rows = HandoverItem.objects.for_system(reason="terms").filter(record=handover, kind=kind)
    return list(rows.filter(outcome=rules.LAPSED).order_by("place").values_list("ref", flat=True))


def handover_numbered(number: int) -> Handover | None:
    """The handover of a row number, as news names it, or None."""
    rows: Any = Handover.objects.for_system(reason="deliver").filter(pk=number)
    return rows.first()  # type: ignore[no-any-return]


def overdue_on(day: date) -> Q:
    """Items of which something should have been done before a day."""
    return Q(due_on__lt=day)


def decisions() -> Q:
    """Items that wait for a decision by whoever comes."""
    return Q(ask__in=[REACCEPT, DECIDE, LOOK], one_by_one=True)


def signed_before() -> Q:
    """Items that were accepted before, whoever signed."""
    return Q(ask__in=[REACCEPT, LOOK])


def handover_facts(record: Handover, actor: Actor, at: datetime) -> rules.HandoverFacts:
    """The facts about one handover that its guards decide on."""
    left = left_of(record) if record.state == "open" else Left(0, 0)
    person = actor.person
    return rules.HandoverFacts(
        is_outgoing=person is not None and person == record.outgoing,
        is_incoming=person is not None and person == record.incoming,
        left=left.by_hand,
        together=left.together,
    )


def _speaking(needs: Any) -> Guard:
    def guard(facts: rules.HandoverFacts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code] % vars(facts)) if code else None

    return guard


GUARDS: Mapping[str, Guard] = {
    "is_outgoing": _speaking(rules.needs_outgoing),
    "is_incoming": _speaking(rules.needs_incoming),
    "some_together": _speaking(rules.needs_some_together),
    "none_left": _speaking(rules.needs_none_left),
}


def refs_of(rows: Iterable[HandoverItem]) -> list[str]:
    """What a history says of some items: their references, nothing more."""
    return [row.ref for row in rows]
