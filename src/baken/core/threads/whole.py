"""Puts the whole thread together for one reader: the records, how they look, and the ties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.questions.threads import Key, Line, Relation, ThreadKind, ThreadTie
from baken.core.threads.reading import ActorReader, grouped, key_of
from baken.core.threads.walking import walk
from baken.core.trail.registry import chain_of

MOST_MARKS = 6


@dataclass(frozen=True)
class Mark:
    """A step that matters, and its day."""

    code: str
    label: str
    on: date


@dataclass(frozen=True)
class ThreadPoint:
    """One record on the thread as the reader sees it: ``full``, ``summary`` or ``told``.

    ``kind`` for programs, ``name`` in words; ``floor`` is the room that owns it. Of what is only told
    there is no reference, title, unit, day, mark or address.
    """

    key: Key
    kind: str
    name: str
    column: str
    floor: str
    view: str
    line: Line
    ref: str = ""
    url: str = ""
    marks: tuple[Mark, ...] = ()
    is_start: bool = False


@dataclass(frozen=True)
class WholeThread:
    """The records in the order in which they were met, their ties, and whether there are more.

    ``relations`` are the ties in words, by their code.
    """

    points: tuple[ThreadPoint, ...]
    ties: tuple[ThreadTie, ...]
    more: bool
    relations: Mapping[str, Relation]


def whole_thread(actor: Actor, record: Any) -> WholeThread:
    """All that hangs together with a record the actor sees, as far as they may see it.

    At most 200 records within 12 ties, with a fixed number of queries for each kind of record.
    """
    start = key_of(record)
    reader = ActorReader(actor, record)
    walked = walk(start, reader)
    loaded = {key: point for key, point in _points(reader, walked.nodes, record)}
    shown = tuple(loaded[key] for key in walked.nodes if key in loaded)
    return WholeThread(shown, walked.ties, walked.more, reader.relations)


def _points(
    reader: ActorReader, nodes: Iterable[Key], start: Any
) -> Iterator[tuple[Key, ThreadPoint]]:
    """What is shown of every node; most were read already on the way."""
    begin = key_of(start)
    for table, numbers in grouped(nodes).items():
        root: Any = apps.get_model(table)
        kind = reader.kinds.get(table) or _plain_kind(root)
        read = [reader.read[table, one] for one in numbers if (table, one) in reader.read]
        rows = read + _rows(root, [one for one in numbers if (table, one) not in reader.read])
        full = [one for one in numbers if reader.views[table, one] == "full"]
        marks = _marks(kind, full)
        for record in rows:
            key = (table, record.pk)
            point = _point(kind, record, reader.views[key], marks.get(record.pk, ()), key == begin)
            yield key, point


def _rows(root: Any, numbers: list[int]) -> list[Any]:
    rows = root.objects.for_system(reason="thread")
    return list(rows.filter(pk__in=numbers)) if numbers else []


def _point(
    kind: ThreadKind, record: Any, view: str, marks: Iterable[Mark], is_start: bool
) -> ThreadPoint:
    line = kind.line(record, view == "full")
    told = view == "told"
    return ThreadPoint(
        key=key_of(record),
        kind=kind.code,
        name=str(kind.name),
        column=kind.column,
        floor=record._meta.app_label,
        view=view,
        line=Line(title="", state=line.state) if told else line,
        ref="" if told else record.ref,
        url="" if told else page_of_record(record),
        marks=tuple(marks),
        is_start=is_start,
    )


def page_of_record(record: Any) -> str:
    """The address of a record's page; empty when its kind has none."""
    try:
        return record_address(record)
    except NoReverseMatch:
        return ""


def _marks(kind: ThreadKind, numbers: list[int]) -> dict[int, list[Mark]]:
    """The last steps that matter, in one query, of records that are seen in full."""
    if not numbers or not kind.marks:
        return {}
    rows = chain_of(kind.root).objects.for_system(reason="thread")  # type: ignore[attr-defined]
    wanted = rows.filter(record__in=numbers, code__in=list(kind.marks)).order_by("serial")
    found: dict[int, list[Mark]] = {}
    for number, code, at in wanted.values_list("record_id", "code", "at"):
        mark = Mark(code, str(kind.marks[code]), clock.local_date(at))
        found.setdefault(number, []).append(mark)
    return {number: marks[-MOST_MARKS:] for number, marks in found.items()}


def _plain_kind(root: Any) -> ThreadKind:
    """A root whose room says nothing of it: its reference alone, on the floor of its room."""
    return ThreadKind(
        root=root,
        code=root._meta.model_name,
        name=_("Something on record"),
        column="",
        line=lambda record, _in_full: Line(title=record.ref),
    )
