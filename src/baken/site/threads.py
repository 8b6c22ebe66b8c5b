"""The whole thread as its page shows it: a list by columns, and the same as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core.page.thread_picture import Card, ThreadPicture, thread_picture_of
from baken.core.questions.threads import COLUMNS, Key, ThreadTie
from baken.core.threads import Mark, ThreadPoint, WholeThread
from baken.core.threads.walking import UNSEEN

MOST_TIES_TOLD, MOST_MARKS_DRAWN = 10, 3
HEADS = {
    "report": lazy("Reported"),
    "occurrence": lazy("What happened"),
    "risk": lazy("Risks"),
    "decision": lazy("Decisions"),
    "measure": lazy("Measures"),
    "effect": lazy("Effects"),
    "lesson": lazy("Lessons"),
    "rule": lazy("Rules"),
}
# Where a kind stands whose room names no column: on the floor of its room, else where things begin.
FLOORS = {
    "reports": "occurrence",
    "register": "risk",
    "measures": "measure",
    "lessons": "lesson",
    "policy": "rule",
    "library": "rule",
}


@dataclass(frozen=True)
class TieTold:
    """What a record is to another one, in words, with the other's name and address."""

    relation: str
    label: str
    url: str


@dataclass(frozen=True)
class Row:
    """A record in the list: the point itself, its title and moment in words, and its ties."""

    point: ThreadPoint
    title: str
    when: str
    ties: tuple[TieTold, ...]
    more_ties: int


@dataclass(frozen=True)
class Column:
    """The records of one column."""

    head: str
    rows: tuple[Row, ...]


def columns_of(whole: WholeThread) -> list[Column]:
    """The thread as a list, from the first report to what came of it; empty columns are left out."""
    named = {point.key: point for point in whole.points}
    told = dict.fromkeys(named, ()) | _ties_told(whole, named)
    rows: dict[str, list[Row]] = {}
    for point in whole.points:
        ties = tuple(told[point.key])
        row = Row(
            point=point,
            title=point.line.title or point.name,
            when=when_of(point),
            ties=ties[:MOST_TIES_TOLD],
            more_ties=max(len(ties) - MOST_TIES_TOLD, 0),
        )
        rows.setdefault(column_of(point), []).append(row)
    return [Column(str(HEADS[one]), tuple(rows[one])) for one in COLUMNS if one in rows]


def picture_of(whole: WholeThread) -> ThreadPicture:
    """The thread as a picture."""
    places = {point.key: number for number, point in enumerate(whole.points)}
    wires = {(places[tie.source], places[tie.target], tie.relation == UNSEEN) for tie in whole.ties}
    heads = [str(HEADS[one]) for one in COLUMNS]
    return thread_picture_of([_card(one) for one in whole.points], sorted(wires), heads)


def column_of(point: ThreadPoint) -> str:
    """In which column a record stands."""
    return point.column if point.column in HEADS else FLOORS.get(point.floor, COLUMNS[0])


def when_of(point: ThreadPoint) -> str:
    """The day, or of what is read without persons the month, in words."""
    return _day(point, "F Y", "j F Y")


def _day(point: ThreadPoint, month: str, day: str) -> str:
    line = point.line
    if line.on is None:
        return ""
    return date_format(line.on, month if line.month_only else day)


def _card(point: ThreadPoint) -> Card:
    line = point.line
    return Card(
        column=COLUMNS.index(column_of(point)),
        kind=point.name,
        title=line.title or point.name,
        texts=(line.state, point.ref, _day(point, "N Y", "j N Y")),
        marks=tuple(_mark(one) for one in point.marks[-MOST_MARKS_DRAWN:]),
        url=point.url,
        is_start=point.is_start,
    )


def _mark(mark: Mark) -> str:
    return f"✓ {mark.label} {date_format(mark.on, 'j N Y')}"


def _ties_told(whole: WholeThread, named: dict[Key, ThreadPoint]) -> dict[Key, list[TieTold]]:
    found: dict[Key, list[TieTold]] = {}
    for key, relation, other in _both_ways(whole, whole.ties):
        told = TieTold(relation, named[other].ref or named[other].name, named[other].url)
        found.setdefault(key, []).append(told)
    return found


def _both_ways(whole: WholeThread, ties: Iterable[ThreadTie]) -> Iterator[tuple[Key, str, Key]]:
    """Each tie as said of its source and of its target."""
    for tie in ties:
        known = whole.relations.get(tie.relation)
        if tie.relation == UNSEEN:
            onto = back = _("hangs together, by way of what you may not see, with")
        elif known is None:
            onto = back = _("hangs together with")
        else:
            onto, back = str(known.onto), str(known.back)
        yield tie.source, onto, tie.target
        yield tie.target, back, tie.source
