"""What sheets answer to the common questions; ``site.wiring`` lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.questions import SearchHit, ThreadNode
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.core.records.references import reference_in
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import OpenItems
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import READ
from baken.rooms.sheets.queries.subjects import FILLED_IN
from baken.rooms.sheets.queries.thread import nodes_of, sheet_nodes
from baken.rooms.sheets.workflow import SHEET

RELATIONS = {FILLED_IN: Relation(lazy("was filled in on"), lazy("is filled in for"))}


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """The sheet of a reference; by words one finds what a sheet serves, which bears the same title."""
    ref = reference_in(text)
    if not ref or not actor.holds(READ):
        return
    rows: Any = Sheet.objects.visible_to(actor, READ).filter(ref=ref)
    for one in rows[:most]:
        state = str(SHEET.states[one.state])
        yield SearchHit(_("Sheet"), one.ref, one.title, state, record_address(one), one.number)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of a sheet, or the sheets of another record."""
    return nodes_of(record) if isinstance(record, Sheet) else sheet_nodes(actor, record)


def thread_kinds() -> Iterable[ThreadKind]:
    """How a sheet looks on the whole thread."""
    yield ThreadKind(
        root=Sheet,
        code="sheet",
        name=_("Sheet"),
        column="occurrence",
        line=_line,
        relations=RELATIONS,
    )


def _line(one: Sheet, _in_full: bool) -> Line:
    """A sheet by its title, which names no persons."""
    return Line(
        title=one.title,
        state=str(SHEET.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.begun_at),
    )


def open_items(unit: int) -> Iterable[OpenItems]:
    """Sheets of this unit that are being filled in: they end before it does."""
    rows: Any = Sheet.objects.for_system(reason="open items")
    count = rows.filter(unit=unit, state="open").count()
    yield OpenItems(_("Sheets being filled in"), count, reverse("sheets:sheets"))
